import { Status } from '#components/kit/status.tsx'
import type { Column } from '#components/kit/table/columns.ts'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { When } from '#components/kit/when.tsx'
import type { TraceItem } from '#lib/domain/traces/schemas.ts'
import { formatUsd } from '#lib/shared/money.ts'
import { formatCount, plural } from '#lib/shared/numbers.ts'
import { formatDuration } from '#lib/shared/time.ts'
import { previewText } from './messages.ts'
import { totalTokens } from './tokens.ts'
import styles from './trace-list.module.css'

/** Columns of the trace list. The newest come first; the server pages them, so no column sorts what it has not got. */
export const traceColumns: Column<TraceItem>[] = [
  {
    id: 'started',
    header: 'started',
    width: 172,
    priority: 'lowest',
    cell: item => (
      <span className="hp-mono">
        <When at={item.startedAt} form="absolute" />
      </span>
    ),
  },
  { id: 'trace', header: 'trace', leads: true, cell: item => <Name item={item} /> },
  {
    id: 'agent',
    header: 'agent',
    width: 170,
    priority: 'low',
    cell: item => (item.agent ? <VisibleText text={item.agent} /> : '–'),
  },
  { id: 'time', header: 'time', width: 92, number: true, cell: item => formatDuration(item.durationMs) },
  {
    id: 'spans',
    header: 'spans',
    width: 68,
    number: true,
    priority: 'low',
    cell: item => formatCount(item.spanCount),
  },
  {
    id: 'tokens',
    header: 'tokens',
    width: 84,
    number: true,
    priority: 'low',
    cell: item => formatCount(totalTokens(item)),
  },
  { id: 'cost', header: 'cost', width: 118, number: true, cell: item => <Cost item={item} /> },
]

function Name({ item }: { item: TraceItem }) {
  const problem = item.errorCount > 0 ? `${plural(item.errorCount, 'span')} failed` : undefined
  return (
    <span className={styles.name}>
      <span title={problem}>
        <Status of="trace" value={item.status} iconOnly label={problem} />
      </span>
      <span className={styles.title}>
        <VisibleText text={item.name ?? item.traceId.slice(0, 12)} />
      </span>
      {item.inputPreview ? (
        <span className={styles.preview}>
          <VisibleText text={previewText(item.inputPreview)} />
        </span>
      ) : null}
    </span>
  )
}

/** A total that leaves calls out ends in a plus. */
function Cost({ item }: { item: TraceItem }) {
  const missing = item.unpricedSpans > 0 ? `${plural(item.unpricedSpans, 'call')} without a price` : undefined
  return (
    <span title={missing}>
      {formatUsd(item.cost)}
      {missing && item.cost !== null ? '+' : ''}
    </span>
  )
}
