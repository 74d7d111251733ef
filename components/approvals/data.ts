'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { call } from '#lib/client/api.ts'
import { useContract } from '#lib/client/use-contract.ts'
import { type Pages, usePages } from '#lib/client/use-pages.ts'
import {
  decideApprovalContract,
  getApprovalContract,
  listApprovalsContract,
  settleApprovalContract,
} from '#lib/domain/approvals/contract.ts'
import type { Approval, ApprovalItem, ApprovalPage } from '#lib/domain/approvals/schemas.ts'
import { newId } from '#lib/shared/ids.ts'
import { queryKey } from '#lib/shared/query-keys.ts'
import { inboxPages, requestOf } from './reads.ts'
import type { InboxFilter } from './search-params.ts'
import type { Intent } from './view.ts'

export interface InboxData extends Pages<ApprovalItem, ApprovalPage> {
  /** How many requests wait in the shown environment, listed or not; null while unknown. */
  waiting: number | null
}

/** The most requests that are listed. Nobody works through more, and each change reads all listed ones again. */
export const mostListed = 2_000

const idOf = ({ id }: ApprovalItem) => id

/** The list is read again after events, and once a minute even without one, because people rely on it. */
export function useInbox(filter: InboxFilter, environment: string | null): InboxData {
  const pages = usePages(listApprovalsContract, {
    ...inboxPages(filter, environment),
    idOf,
    most: mostListed,
    refetchInterval: 60_000,
  })
  return { ...pages, waiting: pages.last?.waiting ?? null }
}

/** The count beside the navigation item. It needs no rows. */
export function useWaitingCount(): number | null {
  const input = { query: { status: 'waiting' as const, limit: 1 } }
  return useContract(listApprovalsContract, input, { refetchInterval: 60_000 }).data?.waiting ?? null
}

export function useApproval(id: string | null) {
  return useContract(getApprovalContract, requestOf(id ?? ''), { enabled: id !== null })
}

/** Loads the neighbours of the open request in advance, so that `j` and `k` show them at once. */
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

/** The answer to a change is shown at once as the new state of the approval. Then everything is read again. */
function useApprovalWrite<V>(
  id: string,
  write: (variables: V) => Promise<Approval>,
  onDone?: (answer: Approval) => void,
) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: write,
    onSuccess: answer => {
      queryClient.setQueryData(queryKey(getApprovalContract, { params: { id } }), (old: Approval | undefined) => ({
        ...old,
        ...answer,
      }))
      onDone?.(answer)
    },
    // Also after an error, which usually means that somebody else decided first.
    onSettled: () =>
      queryClient.invalidateQueries({ predicate: query => String(query.queryKey[0]).startsWith('approvals.') }),
  })
}

/** One idempotency key for each decision: if it is sent twice because the answer was lost, it counts once. */
function useAnswerKey(): (answer: unknown) => string {
  const keys = useRef(new Map<string, string>())
  return answer => {
    const text = JSON.stringify(answer)
    const key = keys.current.get(text) ?? newId('idk')
    keys.current.set(text, key)
    return key
  }
}

/** Decides on the revision that was shown. The server answers 409 if the request has changed since. */
export function useDecide(intent: Intent, onDecided: (answer: Approval) => void) {
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
    onDecided,
  )
}

export function useSettle(id: string) {
  const keyOf = useAnswerKey()
  return useApprovalWrite<{ status: 'executed' | 'failed'; note: string }>(id, body =>
    call(settleApprovalContract, { params: { id }, body, idempotencyKey: keyOf(body) }),
  )
}
