'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Failure } from '#components/kit/failure.tsx'
import type { Column } from '#components/kit/table/columns.ts'
import { SectionTable } from '#components/kit/table/section-table.tsx'
import { call } from '#lib/client/api.ts'
import { useHydrated } from '#lib/client/use-hydrated.ts'
import { listDearestContract } from '#lib/domain/costs/contract.ts'
import type { DearTrace } from '#lib/domain/costs/schemas.ts'
import { formatUsd } from '#lib/shared/money.ts'
import { boundsOf } from '#lib/shared/time-range.ts'
import { perOf } from './breakdown-rows.ts'
import styles from './costs.module.css'
import { whyText } from './reason-text.ts'
import type { CostScope } from './use-cost-scope.ts'

const columns: Column<DearTrace>[] = [
  {
    id: 'trace',
    header: 'trace',
    width: 92,
    leads: true,
    csv: row => row.traceId,
    cell: row => <span className="hp-mono">{`${row.traceId.slice(0, 4)}…${row.traceId.slice(-2)}`}</span>,
  },
  {
    id: 'why',
    header: 'why it was expensive',
    csv: whyText,
    cell: row => <span className={styles.why}>{whyText(row)}</span>,
  },
  {
    id: 'cost',
    header: 'cost',
    number: true,
    width: 84,
    csv: row => row.cost,
    cell: row => `${formatUsd(row.cost)}${row.notCounted > 0 ? '+' : ''}`,
  },
]

const rowId = (row: DearTrace) => row.traceId
const hrefOf = (row: DearTrace) => `/traces/${row.traceId}`

/** The traces that cost most, and why. */
export function Dearest({ scope }: { scope: CostScope }) {
  const { range, environment, by, pick } = scope
  const hydrated = useHydrated()
  // Only spans know which provider served a trace.
  const known = by !== 'provider'
  const filter = { ...(environment ? { environment } : {}), ...(pick && known ? { [by]: pick } : {}) }
  const { data, error, refetch } = useQuery({
    queryKey: [listDearestContract.id, filter, range],
    queryFn: ({ signal }) => {
      const now = Date.now()
      const known = range.kind === 'all' ? ({ kind: 'preset', preset: '30d' } as const) : range
      const { from = '', to = new Date(now).toISOString() } = boundsOf(known, now)
      return call(listDearestContract, { query: { ...filter, from, to, limit: 8 }, signal })
    },
    enabled: hydrated,
    placeholderData: keepPreviousData,
  })
  return (
    <SectionTable
      title="The most expensive traces, and why"
      note={pick && known && perOf(by) !== 'span' ? pick : undefined}
      columns={columns}
      rows={data?.items}
      rowId={rowId}
      hrefOf={hrefOf}
      sortKey="dearest"
      empty="No trace with a known cost in this range."
      failure={
        error ? (
          <Failure what="The most expensive traces could not be read." error={error} retry={() => void refetch()} />
        ) : undefined
      }
    />
  )
}
