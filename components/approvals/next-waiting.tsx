'use client'

import Link from 'next/link'
import { Status } from '#components/kit/status.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { useContract } from '#lib/client/use-contract.ts'
import { listApprovalsContract } from '#lib/domain/approvals/contract.ts'
import { approvalStatuses } from '#lib/domain/approvals/statuses.ts'
import { traceStatuses } from '#lib/domain/traces/statuses.ts'

/** The action that a person should decide on first. It appears as soon as an agent asks. */
export function NextWaiting() {
  const { data } = useContract(listApprovalsContract, { query: { status: 'waiting', limit: 1 } })
  const next = data?.items[0]
  if (!data) return null
  if (!next)
    return <Status of={traceStatuses} value="running" label="No action is waiting; the next one appears here." />
  return (
    <span>
      <Status of={approvalStatuses} value="pending" label="An action waits for you" />:{' '}
      <Link href={`/approvals?id=${next.id}`}>
        <VisibleText text={next.tool} />
      </Link>{' '}
      of <VisibleText text={next.agent} />
    </span>
  )
}
