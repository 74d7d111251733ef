'use client'

import type { Column } from '#components/kit/table/columns.ts'
import { SectionTable } from '#components/kit/table/section-table.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { When } from '#components/kit/when.tsx'
import type { BreakerCall, BreakerHistory } from '#lib/domain/breakers/schemas.ts'
import { formatDuration } from '#lib/shared/time.ts'
import { stepHref } from '../parts/step-href.ts'

const columns: Column<BreakerCall>[] = [
  {
    id: 'tool',
    header: 'step',
    leads: true,
    width: 124,
    csv: row => row.tool,
    cell: row => <VisibleText text={row.tool ?? 'model call'} />,
  },
  {
    id: 'error',
    header: 'message',
    csv: row => row.error,
    cell: row => <VisibleText text={row.error ?? (row.result === 'slow' ? 'too slow' : 'no message')} />,
  },
  {
    id: 'run',
    header: 'run',
    width: 224,
    priority: 'low',
    csv: row => row.runId,
    cell: row => <VisibleText text={row.runId ?? '–'} />,
  },
  {
    id: 'took',
    header: 'took',
    number: true,
    width: 84,
    csv: row => row.durationMs,
    cell: row => formatDuration(row.durationMs),
  },
  {
    id: 'at',
    header: 'at',
    width: 172,
    csv: row => row.at,
    cell: row => (
      <span className="hp-mono">
        <When at={row.at} form="absolute" />
      </span>
    ),
  },
]

/** The calls that opened it or, while it is closed, those that count towards an opening. */
export function BadCalls({ history: { breaker, transitions, calls } }: { history: BreakerHistory }) {
  const opening = transitions.find(({ to, calls: decided }) => to === 'open' && decided.length > 0)
  const quiet = breaker.state === 'closed' || breaker.state === 'metrics_only'
  const rows = quiet && calls.length > 0 ? calls : (opening?.calls ?? calls)
  return (
    <SectionTable
      title={
        quiet && calls.length > 0
          ? 'Calls that count towards opening'
          : quiet
            ? 'The calls that opened it last'
            : 'The calls that opened it'
      }
      columns={columns}
      rows={rows}
      rowId={row => `${row.permit} ${row.at}`}
      hrefOf={stepHref}
      sortKey="calls"
      empty="No call has failed since its last success."
    />
  )
}
