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
  /** All that wait in the environment on screen, beyond those listed; null while unknown. */
  waiting: number | null
}

/** The most that are listed: nobody works through more, and each change reads the listed ones again. */
export const mostListed = 2_000

const idOf = ({ id }: ApprovalItem) => id

/** The event stream refreshes it; once a minute it is read again all the same, because a person waits on it. */
export function useInbox(filter: InboxFilter, environment: string | null): InboxData {
  const pages = usePages(listApprovalsContract, {
    ...inboxPages(filter, environment),
    idOf,
    most: mostListed,
    refetchInterval: 60_000,
  })
  return { ...pages, waiting: pages.last?.waiting ?? null }
}

/** The figure beside the navigation item; it needs no rows. */
export function useWaitingCount(): number | null {
  const input = { query: { status: 'waiting' as const, limit: 1 } }
  return useContract(listApprovalsContract, input, { refetchInterval: 60_000 }).data?.waiting ?? null
}

export function useApproval(id: string | null) {
  return useContract(getApprovalContract, requestOf(id ?? ''), { enabled: id !== null })
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
    // After an error too: it usually means that somebody else was first.
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

/** Decides on the revision that was shown; the server answers 409 if another one is current. */
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
