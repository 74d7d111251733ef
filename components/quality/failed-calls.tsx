'use client'

import { useMemo } from 'react'
import { Failure } from '#components/kit/failure.tsx'
import type { Column } from '#components/kit/table/columns.ts'
import { SectionTable } from '#components/kit/table/section-table.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { When } from '#components/kit/when.tsx'
import { usePages } from '#lib/client/use-pages.ts'
import { listSpansContract } from '#lib/domain/traces/contract.ts'
import type { SpanRow } from '#lib/domain/traces/list-schemas.ts'
import { boundsOf } from '#lib/shared/time-range.ts'
import styles from './quality.module.css'
import type { useQuality } from './use-quality.ts'

const rowId = ({ traceId, spanId }: SpanRow) => `${traceId} ${spanId}`

const columns: Column<SpanRow>[] = [
  {
    id: 'message',
    header: 'message',
    leads: true,
    csv: row => row.statusMessage,
    cell: row => (
      <span className={styles.cut} title={row.statusMessage ?? undefined}>
        <VisibleText text={row.statusMessage ?? row.outputPreview ?? 'no message'} />
      </span>
    ),
  },
  {
    id: 'tool',
    header: 'tool',
    width: 180,
    csv: row => row.tool,
    cell: row => (row.tool ? <VisibleText text={row.tool} /> : '–'),
  },
  {
    id: 'agent',
    header: 'agent',
    width: 160,
    priority: 'low',
    csv: row => row.agent,
    cell: row => (row.agent ? <VisibleText text={row.agent} /> : '–'),
  },
  { id: 'when', header: 'when', width: 120, csv: row => row.startedAt, cell: row => <When at={row.startedAt} /> },
]

/** The calls behind the figure of failed ones: of all tools, or of one. Each leads to its place in its trace. */
export function FailedCalls({ tool, quality }: { tool: string | null; quality: ReturnType<typeof useQuality> }) {
  const { range, filter } = quality
  const query = useMemo(() => ({ ...filter, ...(tool === null ? {} : { tool }) }), [filter, tool])
  const pages = usePages(listSpansContract, {
    key: ['failed calls', query, range],
    filters: () => ({ ...query, ...boundsOf(range, Date.now()), kind: 'tool' as const, status: 'error' as const }),
    idOf: rowId,
    keepPrevious: true,
  })
  return (
    <div id="failed">
      <SectionTable
        title={tool === null ? 'Failed tool calls' : `Failed calls of ${tool}`}
        tools={
          <button type="button" className={styles.choose} onClick={quality.closeFailed}>
            Close
          </button>
        }
        columns={columns}
        rows={pages.isPending ? undefined : pages.items}
        rowId={rowId}
        hrefOf={row => `/traces/${row.traceId}?span=${row.spanId}`}
        sortKey="failures"
        failure={
          pages.error ? (
            <Failure what="The failed calls could not be read." error={pages.error} retry={pages.retry} />
          ) : null
        }
        empty={pages.rest === 'none' ? 'No call failed in this range.' : 'None among the newest traces.'}
      />
      {pages.rest === 'none' ? null : (
        <p className={styles.older}>
          <button type="button" disabled={pages.isReadingMore} onClick={pages.more}>
            {pages.isReadingMore ? 'Reading…' : 'Older ones'}
          </button>
        </p>
      )}
    </div>
  )
}
