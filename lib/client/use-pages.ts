'use client'

import { type InfiniteData, keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Answer, AnyContract } from '#lib/shared/contract.ts'
import { defaultPageSize, pagesKey } from '#lib/shared/query-keys.ts'
import { type CallInput, call } from './api.ts'
import { usePrefetched } from './prefetched.ts'
import { hydratingKey } from './use-contract.ts'
import { useHydrated } from './use-hydrated.ts'

/** The item of a list contract. */
type Item<C extends AnyContract> = Answer<C> extends { items: (infer I)[] } ? I : never

interface Options<C extends AnyContract> {
  /** Names the list: another key is another list. */
  key: readonly unknown[]
  /** Filters, computed when a page is read, so that "the last hour" is the present one. */
  filters: () => Omit<NonNullable<CallInput<C>['query']>, 'limit' | 'cursor'>
  idOf: (item: Item<C>) => string
  enabled?: boolean
  /** Shows the last list while another one is on its way, so that the page does not jump. */
  keepPrevious?: boolean
  refetchInterval?: number
  pageSize?: number
  /** Rows at most: each change reads the listed ones again. */
  most?: number
}

export interface Pages<I, P> {
  items: readonly I[]
  /** The page that was read last. */
  last: P | null
  isPending: boolean
  error: Error | null
  retry: () => void
  /** Reads the next page, when there is one and none is on its way. */
  more: () => void
  isReadingMore: boolean
  /** Rows beyond those that are listed: some to read, or too many to list at all. */
  rest: 'none' | 'loading' | 'too-many'
}

/** A list of the API, page by page. The event stream refreshes it. */
export function usePages<C extends AnyContract>(
  contract: C,
  { key, filters, idOf, pageSize = defaultPageSize, most = Number.POSITIVE_INFINITY, ...options }: Options<C>,
): Pages<Item<C>, Answer<C>> {
  const hydrated = useHydrated()
  const queryKey = pagesKey(contract, key)
  const prefetched = usePrefetched<InfiniteData<Answer<C> & Page<Item<C>>, string | undefined>>(queryKey)
  const result = useInfiniteQuery({
    queryKey: hydrated ? queryKey : hydratingKey(queryKey, prefetched),
    queryFn: ({ pageParam, signal }) => {
      const page = { ...filters(), limit: pageSize, cursor: pageParam }
      return call(contract, { query: page as CallInput<C>['query'], signal }) as Promise<Answer<C> & Page<Item<C>>>
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.nextCursor ?? undefined,
    enabled: hydrated && (options.enabled ?? true),
    ...prefetched,
    placeholderData: options.keepPrevious ? keepPreviousData : undefined,
    refetchInterval: options.refetchInterval,
  })
  const items = useMemo(() => distinct(result.data?.pages ?? [], idOf), [result.data, idOf])
  const full = items.length >= most
  return {
    items,
    last: result.data?.pages.at(-1) ?? null,
    isPending: result.isPending,
    error: result.error,
    retry: () => void result.refetch(),
    more: () => {
      if (result.hasNextPage && !result.isFetching && !full) void result.fetchNextPage()
    },
    isReadingMore: result.isFetchingNextPage,
    rest: result.hasNextPage ? (full ? 'too-many' : 'loading') : 'none',
  }
}

interface Page<I> {
  items: I[]
  nextCursor: string | null
}

/** A row that changed its place between two pages may be on both; it is listed once, where it was first, as it was read last. */
function distinct<I>(pages: readonly Page<I>[], idOf: (item: I) => string): I[] {
  const items = new Map<string, I>()
  for (const page of pages) for (const item of page.items) items.set(idOf(item), item)
  return [...items.values()]
}
