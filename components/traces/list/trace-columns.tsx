import Link from 'next/link'
import { Status } from '#components/kit/status.tsx'
import type { Column } from '#components/kit/table/columns.ts'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { When } from '#components/kit/when.tsx'
import type { TraceItem } from '#lib/domain/traces/list-schemas.ts'
import { traceStatuses } from '#lib/domain/traces/statuses.ts'
import { formatUsd } from '#lib/shared/money.ts'
import { formatCount, plural } from '#lib/shared/numbers.ts'
import { formatDuration } from '#lib/shared/time.ts'
import { runHref } from '../parts/run-href.ts'
import { totalTokens } from '../parts/tokens.ts'
import { traceState } from '../parts/trace-state.ts'
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
    width: 150,
    priority: 'low',
    cell: item => (item.agent ? <VisibleText text={item.agent} /> : '–'),
  },
  { id: 'run', header: 'run', width: 172, priority: 'low', cell: item => <Run run={item.run} /> },
  {
    id: 'durationMs',
    header: 'time',
    sort: 'server',
    descOnly: true,
    width: 92,
    number: true,
    // The second line of the name has it there: beside it names that begin alike looked the same.
    priority: 'lowest',
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
  const { value, label } = traceState(item)
  return (
    <span className={styles.name}>
      <span title={label}>
        <Status of={traceStatuses} value={value} iconOnly label={label} />
      </span>
      <span className={styles.words}>
        <span className={styles.title}>
          <VisibleText text={item.name ?? item.traceId.slice(0, 12)} />
        </span>
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
          {` · ${formatDuration(item.durationMs)}`}
          {item.run ? ` · in a run of ${plural(item.run.traceCount, 'trace')}` : null}
        </span>
      </span>
    </span>
  )
}

/** The other traces of its run, those of framework messages among them: folded in the list, opened here. */
function Run({ run }: Pick<TraceItem, 'run'>) {
  if (!run) return '–'
  const { traceCount, messageTraces } = run
  const messages = messageTraces > 0 ? `, ${formatCount(messageTraces)} of framework messages only` : ''
  return (
    <Link
      href={runHref(run.runId)}
      prefetch={false}
      title={`Show all ${plural(traceCount, 'trace')} of this run${messages}`}
    >
      {plural(traceCount, 'trace')}
      {messageTraces > 0 ? `, ${plural(messageTraces, 'message')}` : null}
    </Link>
  )
}

/** A total without some calls ends in a plus; an unknown one is a dash. */
function Total({ text, known, missing }: { text: string; known: boolean; missing: string[] }) {
  return (
    <span title={missing.length > 0 ? `Without ${missing.join(' and ')}` : undefined}>
      {text}
      {missing.length > 0 && known ? '+' : ''}
    </span>
  )
}

const unmetered = ({ unmeteredCalls }: TraceItem) =>
  unmeteredCalls > 0 ? [`${plural(unmeteredCalls, 'model call')} that reported no tokens`] : []

function Tokens({ item }: { item: TraceItem }) {
  const tokens = totalTokens(item)
  return <Total text={formatCount(tokens)} known={tokens !== null} missing={unmetered(item)} />
}

function Cost({ item }: { item: TraceItem }) {
  const unpriced = item.unpricedSpans > 0 ? [`${plural(item.unpricedSpans, 'model call')} without a known price`] : []
  return <Total text={formatUsd(item.cost)} known={item.cost !== null} missing={[...unpriced, ...unmetered(item)]} />
}
