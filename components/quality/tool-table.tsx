'use client'

import Link from 'next/link'
import { useMemo } from 'react'
import { Failure } from '#components/kit/failure.tsx'
import type { Column } from '#components/kit/table/columns.ts'
import { SectionTable } from '#components/kit/table/section-table.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { useMetrics } from '#lib/domain/metrics/use-metrics.ts'
import { shareInterval } from '#lib/shared/interval.ts'
import { formatCount, formatPercent } from '#lib/shared/numbers.ts'
import { tracesHref, type useQuality } from './use-quality.ts'

interface ToolRow {
  tool: string
  calls: number
  failed: number
}

const rowId = ({ tool }: ToolRow) => tool
const success = ({ calls, failed }: ToolRow) => 1 - failed / calls

const columnsOf = (failedHref: (tool: string) => string): Column<ToolRow>[] => [
  {
    id: 'tool',
    header: 'tool',
    leads: true,
    sort: row => row.tool,
    cell: row => <VisibleText text={row.tool} />,
  },
  {
    id: 'calls',
    header: 'calls',
    number: true,
    width: 110,
    sort: row => row.calls,
    cell: row => formatCount(row.calls),
  },
  {
    id: 'failed',
    header: 'failed',
    number: true,
    width: 110,
    sort: row => row.failed,
    cell: row =>
      row.failed === 0 ? (
        '0'
      ) : (
        <Link href={failedHref(row.tool)} prefetch={false}>
          {formatCount(row.failed)}
        </Link>
      ),
  },
  {
    id: 'success',
    header: 'succeed',
    number: true,
    width: 110,
    sort: success,
    cell: row => formatPercent(success(row)),
  },
  {
    id: 'interval',
    header: '95 % interval',
    number: true,
    width: 150,
    priority: 'low',
    cell: row => {
      const interval = shareInterval(success(row), row.calls)
      return interval ? `${formatPercent(interval.low, 0)} – ${formatPercent(interval.high, 0)}` : '–'
    },
  },
]

/** How often tool calls succeed; what fails most often first. */
export function ToolTable({ quality }: { quality: ReturnType<typeof useQuality> }) {
  const { filter, range, failedHref } = quality
  const result = useMetrics({
    measures: ['spans', 'errors'],
    by: ['tool'],
    filter: { ...filter, kind: 'tool' },
    bucket: 'none',
    range,
  })
  const rows = useMemo(() => rowsOf(result.data?.rows), [result.data])
  const columns = useMemo(() => columnsOf(failedHref), [failedHref])
  return (
    <SectionTable
      title="Tool calls"
      columns={columns}
      rows={rows}
      rowId={rowId}
      hrefOf={row => `${tracesHref(range, filter, null)}&tool=${encodeURIComponent(row.tool)}`}
      sortKey="tools"
      failure={
        result.error ? (
          <Failure what="The tool calls could not be read." error={result.error} retry={() => void result.refetch()} />
        ) : null
      }
      empty="No tool was called in this range."
    />
  )
}

const rowsOf = (rows: readonly unknown[][] | undefined): ToolRow[] | undefined =>
  rows
    ?.flatMap(([tool, calls, failed]) =>
      typeof tool === 'string' ? [{ tool, calls: Number(calls), failed: Number(failed) }] : [],
    )
    .sort((a, b) => success(a) - success(b) || b.calls - a.calls)
