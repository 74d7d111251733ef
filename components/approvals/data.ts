'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { call } from '#lib/client/api.ts'
import { queryKey, useContract } from '#lib/client/use-contract.ts'
import {
  decideApprovalContract,
  getApprovalContract,
  listApprovalsContract,
  settleApprovalContract,
} from '#lib/domain/approvals/contract.ts'
import type { Approval } from '#lib/domain/approvals/schemas.ts'
import type { InboxTab } from './search-params.ts'
import type { Intent } from './view.ts'

export interface InboxData {
  items: readonly Approval[]
  /** All that wait, beyond those listed; null while unknown. */
  waiting: number | null
  isPending: boolean
  error: unknown
  retry: () => void
}

const listInput = (tab: InboxTab) => ({ query: { status: tab, limit: 100 } })

/** The event stream refreshes it; once a minute it is read again all the same, because a person waits on it. */
export function useInbox(tab: InboxTab): InboxData {
  const { data, error, isPending, refetch } = useContract(listApprovalsContract, listInput(tab), {
    refetchInterval: 60_000,
  })
  return {
    items: data?.items ?? [],
    waiting: data?.waiting ?? null,
    isPending,
    error,
    retry: () => void refetch(),
  }
}

/** Shares the inbox's query, so that the navigation costs no request of its own there. */
export function useWaitingCount(): number | null {
  return useContract(listApprovalsContract, listInput('waiting')).data?.waiting ?? null
}

export function useApproval(id: string | null) {
  return useContract(getApprovalContract, { params: { id: id ?? '' } }, { enabled: id !== null })
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

/** Decides on the revision that was shown; the server refuses if another one is current. */
export function useDecide(intent: Intent) {
  return useApprovalWrite<{ comment: string; edited: Record<string, unknown> | null }>(
    intent.approvalId,
    ({ comment, edited }) =>
      call(decideApprovalContract, {
        params: { id: intent.approvalId },
        body: {
          kind: intent.kind,
          expectedRevision: intent.revision,
          ...(comment ? { comment } : {}),
          ...(edited ? { arguments: edited } : {}),
        },
      }),
  )
}

export function useSettle(id: string) {
  return useApprovalWrite<{ status: 'executed' | 'failed'; note: string }>(id, body =>
    call(settleApprovalContract, { params: { id }, body }),
  )
}
