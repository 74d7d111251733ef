'use client'

import { Failure } from '#components/kit/failure.tsx'
import type { Column } from '#components/kit/table/columns.ts'
import { SectionTable } from '#components/kit/table/section-table.tsx'
import { useMetrics } from '#lib/domain/metrics/use-metrics.ts'
import { formatUsd } from '#lib/shared/money.ts'
import { formatCount, plural } from '#lib/shared/numbers.ts'
import { perRunRows, type RunFigure } from './per-run-rows.ts'
import { type AgentScope, filterOf } from './scope.ts'

const text = (row: RunFigure, value: RunFigure['p50']) =>
  row.id === 'cost'
    ? formatUsd(value === null ? null : String(value))
    : formatCount(value === null ? null : Number(value))

const columns: Column<RunFigure>[] = [
  { id: 'figure', header: 'measure', cell: row => row.label },
  { id: 'p50', header: 'p50', number: true, width: 120, csv: row => row.p50, cell: row => text(row, row.p50) },
  { id: 'p95', header: 'p95', number: true, width: 120, csv: row => row.p95, cell: row => text(row, row.p95) },
  {
    id: 'spread',
    header: 'spread',
    number: true,
    width: 120,
    csv: row => row.spread,
    cell: row => (
      <span title="The 95th percentile divided by the median: 1 means that every run takes the same">
        {row.spread === null ? '–' : `${row.spread.toFixed(1)} ×`}
      </span>
    ),
  },
]

/** Steps, tokens and cost of one run: what is usual, what is much, and how far apart they are. */
export function PerRun({ scope }: { scope: AgentScope }) {
  const result = useMetrics({
    measures: [
      'runs',
      'stepsPerRunP50',
      'stepsPerRunP95',
      'tokensPerRunP50',
      'tokensPerRunP95',
      'costPerRunP50',
      'costPerRunP95',
    ],
    filter: filterOf(scope),
    bucket: 'none',
    range: scope.range,
  })
  const rows = result.data ? perRunRows(result.data.rows[0]) : undefined
  return (
    <SectionTable
      title="Per run"
      note={rows ? plural(Number(result.data?.rows[0]?.[0] ?? 0), 'run') : undefined}
      columns={columns}
      rows={rows}
      rowId={row => row.id}
      sortKey="runs"
      expected={3}
      failure={
        result.error ? (
          <Failure what="The runs could not be read." error={result.error} retry={() => void result.refetch()} />
        ) : null
      }
      empty="No run began in this range."
    />
  )
}
