'use client'

import { useMemo } from 'react'
import { Failure } from '#components/kit/failure.tsx'
import styles from '#components/kit/registered.module.css'
import { callColumns } from '#components/kit/table/call-columns.tsx'
import type { Column } from '#components/kit/table/columns.ts'
import { SectionTable } from '#components/kit/table/section-table.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { When } from '#components/kit/when.tsx'
import { pageHref } from '#lib/client/links.ts'
import { useContract } from '#lib/client/use-contract.ts'
import { useMetrics } from '#lib/domain/metrics/use-metrics.ts'
import { listSpansContract } from '#lib/domain/traces/contract.ts'
import type { SpanRow } from '#lib/domain/traces/list-schemas.ts'
import { formatDuration } from '#lib/shared/time.ts'
import { callFilter, filterOf, type ToolScope, tracesOf } from './scope.ts'

interface UserRow {
  agent: string | null
  calls: number
  failed: number
  p95: number | null
}

const agentColumns: Column<UserRow>[] = [
  {
    id: 'agent',
    header: 'agent',
    leads: true,
    sort: row => row.agent,
    cell: row => (row.agent ? <VisibleText text={row.agent} /> : <span className="hp-muted">not named</span>),
  },
  ...callColumns<UserRow>(),
]

/** The agents that called it. */
export function UsedBy({ scope }: { scope: ToolScope }) {
  const result = useMetrics({
    measures: ['spans', 'errors', 'latencyP95'],
    by: ['agent'],
    filter: callFilter(scope),
    bucket: 'none',
    range: scope.range,
  })
  const rows = useMemo(
    () =>
      (result.data?.rows as [string | null, number, number, number | null][] | undefined)
        ?.map(([agent, calls, failed, p95]): UserRow => ({ agent, calls, failed, p95 }))
        .sort((a, b) => b.calls - a.calls),
    [result.data],
  )
  return (
    <SectionTable
      title="Used by"
      columns={agentColumns}
      rows={rows}
      rowId={row => row.agent ?? ''}
      hrefOf={row => (row.agent && pageHref('/agents', row.agent)) ?? tracesOf(scope)}
      sortKey="agents"
      failure={
        result.error ? (
          <Failure what="The agents could not be read." error={result.error} retry={() => void result.refetch()} />
        ) : null
      }
      empty="Nobody called it in this range."
    />
  )
}

const failureColumns: Column<SpanRow>[] = [
  {
    id: 'message',
    header: 'message',
    leads: true,
    csv: row => row.statusMessage,
    cell: row => <Message text={row.statusMessage ?? row.outputPreview ?? 'no message'} />,
  },
  {
    id: 'agent',
    header: 'agent',
    width: 140,
    priority: 'low',
    csv: row => row.agent,
    cell: row => (row.agent ? <VisibleText text={row.agent} /> : '–'),
  },
  {
    id: 'time',
    header: 'time',
    number: true,
    width: 84,
    csv: row => row.durationMs,
    cell: row => formatDuration(row.durationMs),
  },
  { id: 'when', header: 'when', width: 110, csv: row => row.startedAt, cell: row => <When at={row.startedAt} /> },
]

const Message = ({ text }: { text: string }) => (
  <span className={styles.cut} title={text}>
    <VisibleText text={text} />
  </span>
)

/** Its newest failed calls, at any time. */
export function LastCalls({ scope }: { scope: ToolScope }) {
  const { data, error, refetch } = useContract(listSpansContract, {
    query: { ...filterOf(scope), kind: 'tool', status: 'error', limit: 100 },
  })
  // Spans come trace by trace, the newest trace first, and in their own order within a trace. A loop fails many times
  // in one trace.
  const rows = useMemo(
    () => data?.items.toSorted((a, b) => Date.parse(b.startedAt) - Date.parse(a.startedAt)).slice(0, 8),
    [data],
  )
  return (
    <SectionTable
      title="Last failures"
      columns={failureColumns}
      rows={rows}
      rowId={row => `${row.traceId} ${row.spanId}`}
      hrefOf={row => `/traces/${row.traceId}?span=${row.spanId}`}
      sortKey="failures"
      failure={
        error ? <Failure what="The failures could not be read." error={error} retry={() => void refetch()} /> : null
      }
      empty="No call of it has failed."
    />
  )
}
