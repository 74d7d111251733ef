'use client'

import { Failure } from '#components/kit/failure.tsx'
import styles from '#components/kit/registered.module.css'
import { Status } from '#components/kit/status.tsx'
import type { Column } from '#components/kit/table/columns.ts'
import { SectionTable } from '#components/kit/table/section-table.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { When } from '#components/kit/when.tsx'
import { useContract } from '#lib/client/use-contract.ts'
import { listApprovalsContract } from '#lib/domain/approvals/contract.ts'
import type { ApprovalItem } from '#lib/domain/approvals/schemas.ts'
import { approvalStatuses } from '#lib/domain/approvals/statuses.ts'
import { listTracesContract } from '#lib/domain/traces/contract.ts'
import type { TraceItem } from '#lib/domain/traces/list-schemas.ts'
import { traceStatuses } from '#lib/domain/traces/statuses.ts'
import { formatUsd } from '#lib/shared/money.ts'
import { formatDuration } from '#lib/shared/time.ts'
import { type AgentScope, filterOf } from './scope.ts'

const shown = 8

const traceColumns: Column<TraceItem>[] = [
  {
    id: 'trace',
    header: 'trace',
    leads: true,
    cell: row => (
      <>
        <Status of={traceStatuses} value={row.status} iconOnly />{' '}
        <VisibleText text={row.name ?? row.traceId.slice(0, 12)} />
      </>
    ),
    csv: row => row.traceId,
  },
  { id: 'when', header: 'started', width: 110, csv: row => row.startedAt, cell: row => <When at={row.startedAt} /> },
  {
    id: 'time',
    header: 'time',
    number: true,
    width: 84,
    csv: row => row.durationMs,
    cell: row => formatDuration(row.durationMs),
  },
  { id: 'cost', header: 'cost', number: true, width: 92, csv: row => row.cost, cell: row => formatUsd(row.cost) },
]

/** Its newest traces, of any time. */
export function LastTraces({ scope }: { scope: AgentScope }) {
  const { data, error, refetch } = useContract(listTracesContract, { query: { ...filterOf(scope), limit: shown } })
  return (
    <SectionTable
      title="Last traces"
      columns={traceColumns}
      rows={data?.items}
      rowId={row => row.traceId}
      hrefOf={row => `/traces/${row.traceId}`}
      sortKey="traces"
      expected={shown}
      failure={
        error ? <Failure what="The traces could not be read." error={error} retry={() => void refetch()} /> : null
      }
      empty="No trace names it yet."
    />
  )
}

const decisionColumns: Column<ApprovalItem>[] = [
  {
    id: 'tool',
    header: 'tool',
    leads: true,
    csv: row => row.tool,
    cell: row => (
      <span className={styles.cut} title={row.summary}>
        <VisibleText text={row.tool} />{' '}
        <span className="hp-muted">
          <VisibleText text={row.summary} />
        </span>
      </span>
    ),
  },
  {
    id: 'status',
    header: 'decision',
    width: 150,
    csv: row => row.status,
    cell: row => <Status of={approvalStatuses} value={row.status} />,
  },
  {
    id: 'by',
    header: 'by',
    width: 130,
    priority: 'lowest',
    csv: row => row.decision?.by ?? null,
    cell: row => (row.decision ? <VisibleText text={row.decision.by} /> : '–'),
  },
  { id: 'when', header: 'when', width: 110, csv: row => row.updatedAt, cell: row => <When at={row.updatedAt} /> },
]

/** What became of its last requests for approval. */
export function Decisions({ scope }: { scope: AgentScope }) {
  const { data, error, refetch } = useContract(listApprovalsContract, {
    query: { ...filterOf(scope), status: 'decided', limit: shown },
  })
  return (
    <SectionTable
      title="Last decisions"
      columns={decisionColumns}
      rows={data?.items}
      rowId={row => row.id}
      hrefOf={row => `/approvals?tab=decided&id=${row.id}`}
      sortKey="decisions"
      expected={shown}
      failure={
        error ? <Failure what="The decisions could not be read." error={error} retry={() => void refetch()} /> : null
      }
      empty="No request of this agent has been decided."
    />
  )
}
