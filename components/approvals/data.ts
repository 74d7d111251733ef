'use client'

import { type InfiniteData, useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useRef } from 'react'
import { call } from '#lib/client/api.ts'
import { queryKey, useContract } from '#lib/client/use-contract.ts'
import { useHydrated } from '#lib/client/use-hydrated.ts'
import {
  decideApprovalContract,
  getApprovalContract,
  listApprovalsContract,
  settleApprovalContract,
} from '#lib/domain/approvals/contract.ts'
import type { Approval, ApprovalItem, ApprovalPage } from '#lib/domain/approvals/schemas.ts'
import { newId } from '#lib/shared/ids.ts'
import type { InboxTab } from './search-params.ts'
import type { Intent } from './view.ts'

export interface InboxData {
  items: readonly ApprovalItem[]
  /** All that wait in the environment on screen, beyond those listed; null while unknown. */
  waiting: number | null
  isPending: boolean
  error: unknown
  retry: () => void
  /** Reads the next page, when there is one and none is on its way. */
  more: () => void
  /** Rows beyond those that are listed: some to load, or too many to list at all. */
  rest: 'none' | 'loading' | 'too-many'
}

const pageSize = 100
/** Nobody works through more by hand, and each change reads the listed ones again. */
export const mostListed = 2_000

/** The event stream refreshes it; once a minute it is read again all the same, because a person waits on it. */
export function useInbox(tab: InboxTab, environment: string | null): InboxData {
  const hydrated = useHydrated()
  const result = useInfiniteQuery<ApprovalPage, Error, InfiniteData<ApprovalPage>, unknown[], string | undefined>({
    queryKey: [listApprovalsContract.id, 'pages', tab, environment],
    queryFn: ({ pageParam, signal }) =>
      call(listApprovalsContract, {
        query: { status: tab, limit: pageSize, cursor: pageParam, environment: environment ?? undefined },
        signal,
      }),
    initialPageParam: undefined,
    getNextPageParam: page => page.nextCursor ?? undefined,
    enabled: hydrated,
    refetchInterval: 60_000,
  })
  const items = useMemo(() => unique(result.data?.pages ?? []), [result.data])
  const full = items.length >= mostListed
  return {
    items,
    waiting: result.data?.pages.at(-1)?.waiting ?? null,
    isPending: result.isPending,
    error: result.error,
    retry: () => void result.refetch(),
    more: () => {
      if (result.hasNextPage && !result.isFetching && !full) void result.fetchNextPage()
    },
    rest: result.hasNextPage ? (full ? 'too-many' : 'loading') : 'none',
  }
}

/** A row that changed its place between two pages may be on both; it is listed once, as it was read last. */
function unique(pages: readonly ApprovalPage[]): ApprovalItem[] {
  const items = new Map<string, ApprovalItem>()
  for (const page of pages) {
    for (const item of page.items) {
      const seen = items.get(item.id)
      if (!seen || seen.revision < item.revision) items.set(item.id, item)
    }
  }
  return [...items.values()]
}

/** The figure beside the navigation item; it needs no rows. */
export function useWaitingCount(): number | null {
  const input = { query: { status: 'waiting' as const, limit: 1 } }
  return useContract(listApprovalsContract, input, { refetchInterval: 60_000 }).data?.waiting ?? null
}

export function useApproval(id: string | null) {
  return useContract(getApprovalContract, { params: { id: id ?? '' } }, { enabled: id !== null })
}

/** Reads the neighbours of the open request ahead, so that `j` and `k` show them at once. */
export function useReadAhead(ids: readonly (string | undefined)[]): void {
  const queryClient = useQueryClient()
  const wanted = ids.filter(id => id !== undefined).join(' ')
  useEffect(() => {
    for (const id of wanted.split(' ').filter(Boolean)) {
      const input = { params: { id } }
      void queryClient.prefetchQuery({
        queryKey: queryKey(getApprovalContract, input),
        queryFn: ({ signal }) => call(getApprovalContract, { ...input, signal }),
      })
    }
  }, [queryClient, wanted])
}

/** Every answer of a write is the new truth of that approval: shown at once, then read again. */
function useApprovalWrite<V>(id: string, write: (variables: V) => Promise<Approval>) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: write,
    onSuccess: answer => {
      queryClient.setQueryData(queryKey(getApprovalContract, { params: { id } }), (old: Approval | undefined) => ({
        ...old,
        ...answer,
      }))
    },
    // After a refusal too: it usually means that somebody else was first.
    onSettled: () =>
      queryClient.invalidateQueries({ predicate: query => String(query.queryKey[0]).startsWith('approvals.') }),
  })
}

/** One key an answer: sent twice, because the first answer was lost on the way, it is still one decision. */
function useAnswerKey(): (answer: unknown) => string {
  const keys = useRef(new Map<string, string>())
  return answer => {
    const text = JSON.stringify(answer)
    const key = keys.current.get(text) ?? newId('idk')
    keys.current.set(text, key)
    return key
  }
}

/** Decides on the revision that was shown; the server refuses if another one is current. */
export function useDecide(intent: Intent) {
  const keyOf = useAnswerKey()
  return useApprovalWrite<{ comment: string; edited: Record<string, unknown> | null }>(
    intent.approvalId,
    ({ comment, edited }) => {
      const body = {
        kind: intent.kind,
        expectedRevision: intent.revision,
        ...(comment ? { comment } : {}),
        ...(edited ? { arguments: edited } : {}),
      }
      return call(decideApprovalContract, {
        params: { id: intent.approvalId },
        body,
        idempotencyKey: keyOf(body),
      })
    },
  )
}

export function useSettle(id: string) {
  const keyOf = useAnswerKey()
  return useApprovalWrite<{ status: 'executed' | 'failed'; note: string }>(id, body =>
    call(settleApprovalContract, { params: { id }, body, idempotencyKey: keyOf(body) }),
  )
}
