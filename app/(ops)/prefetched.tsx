import type { ReactNode } from 'react'
import { type PrefetchedAnswer, PrefetchedAnswers } from '#lib/client/prefetched.ts'
import { isWholePage, placeOfPage, requireUser } from '#lib/domain/access/page-session.ts'
import type { Verb } from '#lib/http/handle.ts'
import { type Asked, readAhead } from '#lib/http/read-ahead.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Answer, AnyContract } from '#lib/shared/contract.ts'
import { defaultPageSize, pagesKey, queryKey } from '#lib/shared/query-keys.ts'

/** One read of a page, with what it leads to: nothing where it has no answer. */
export type Read = (ctx: Context) => Promise<PrefetchedAnswer[]>

/** What `useContract` asks for. */
export function one<C extends AnyContract>(contract: C, verb: Verb<C>, input: Asked = {}): Read {
  return async ctx => {
    const data = await readAhead(ctx, contract, verb, input)
    return data === undefined ? [] : [{ queryKey: queryKey(contract, input), data }]
  }
}

interface Pages {
  key: readonly unknown[]
  filters: () => Record<string, unknown>
  pageSize?: number
}

/** The first page of what `usePages` asks for, and what the page on screen reads because of it. */
export function firstPage<C extends AnyContract>(
  contract: C,
  verb: Verb<C>,
  pages: Pages,
  leadsTo?: (page: Answer<C>) => Read | null,
): Read {
  const { key, filters, pageSize = defaultPageSize } = pages
  return async ctx => {
    const page = await readAhead(ctx, contract, verb, { query: { ...filters(), limit: pageSize } })
    if (page === undefined) return []
    const more = (await leadsTo?.(page)?.(ctx)) ?? []
    return [{ queryKey: pagesKey(contract, key), data: { pages: [page], pageParams: [undefined] } }, ...more]
  }
}

/**
 * Reads on the server what the page inside shows first, so that it stands in the first HTML. Only where a browser loads
 * the page as a whole: on its way from another page it is connected, and reads by itself while the page is drawn.
 */
export async function Prefetched({ reads, children }: { reads: readonly Read[]; children: ReactNode }) {
  return <PrefetchedAnswers answers={(await isWholePage()) ? await all(reads) : []}>{children}</PrefetchedAnswers>
}

async function all(reads: readonly Read[]): Promise<PrefetchedAnswer[]> {
  const ctx = await requireUser()
  // The stream begins there: known before the first read, so that no change falls between.
  await placeOfPage()
  return (await Promise.all(reads.map(read => read(ctx)))).flat()
}
