import { Status } from '#components/kit/status.tsx'
import type { Column } from '#components/kit/table/columns.ts'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { When } from '#components/kit/when.tsx'
import type { TraceItem } from '#lib/domain/traces/schemas.ts'
import { formatUsd } from '#lib/shared/money.ts'
import { formatCount, plural } from '#lib/shared/numbers.ts'
import { formatDuration } from '#lib/shared/time.ts'
import { totalTokens } from '../parts/tokens.ts'
import { previewText } from '../payload/messages.ts'
import styles from './trace-list.module.css'

/** Columns of the trace list. The server pages it, and so it sorts it: a column would sort only what it has got. */
export const traceColumns: Column<TraceItem>[] = [
  {
    id: 'startedAt',
    header: 'started',
    sort: 'server',
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
  {
    id: 'durationMs',
    header: 'time',
    sort: 'server',
    descOnly: true,
    width: 92,
    number: true,
    cell: item => formatDuration(item.durationMs),
  },
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
    sort: 'server',
    descOnly: true,
    width: 88,
    number: true,
    priority: 'low',
    cell: item => <Tokens item={item} />,
  },
  {
    id: 'cost',
    header: 'cost',
    sort: 'server',
    descOnly: true,
    width: 118,
    number: true,
    cell: item => <Cost item={item} />,
  },
]

function Name({ item }: { item: TraceItem }) {
  const problem = item.errorCount > 0 ? `${plural(item.errorCount, 'span')} failed` : undefined
  return (
    <span className={styles.name}>
      <span title={problem}>
        <Status of="trace" value={item.status} iconOnly label={problem} />
      </span>
      <span className={styles.words}>
        <span className={styles.title}>
          <VisibleText text={item.name ?? item.traceId.slice(0, 12)} />
        </span>
        {item.status !== 'error' && item.errorCount > 0 ? (
          <span className={styles.failed} title={problem}>
            {formatCount(item.errorCount)} failed
          </span>
        ) : null}
        {item.inputPreview ? (
          <span className={styles.preview}>
            <VisibleText text={previewText(item.inputPreview)} />
          </span>
        ) : null}
        <span className={styles.second}>
          <When at={item.startedAt} />
          {item.agent ? (
            <>
              {' · '}
              <VisibleText text={item.agent} />
            </>
          ) : null}
        </span>
      </span>
    </span>
  )
}

/** A total that leaves calls out ends in a plus; unknown altogether it is a dash. */
function Total({ text, known, missing }: { text: string; known: boolean; missing: string[] }) {
  return (
    <span title={missing.length > 0 ? `Without ${missing.join(' and ')}` : undefined}>
      {text}
      {missing.length > 0 && known ? '+' : ''}
    </span>
  )
}

const unmetered = ({ unmeteredCalls }: TraceItem) =>
  unmeteredCalls > 0 ? [`${plural(unmeteredCalls, 'call')} that told no tokens`] : []

function Tokens({ item }: { item: TraceItem }) {
  const tokens = totalTokens(item)
  return <Total text={formatCount(tokens)} known={tokens !== null} missing={unmetered(item)} />
}

function Cost({ item }: { item: TraceItem }) {
  const unpriced = item.unpricedSpans > 0 ? [`${plural(item.unpricedSpans, 'call')} with no known price`] : []
  return <Total text={formatUsd(item.cost)} known={item.cost !== null} missing={[...unpriced, ...unmetered(item)]} />
}
