import Link from 'next/link'
import type { ReactNode } from 'react'
import { Tag } from '#components/kit/blocks.tsx'
import { CopyButton } from '#components/kit/copy-button.tsx'
import { EnvironmentTag } from '#components/kit/environment-tag.tsx'
import { Status } from '#components/kit/status.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { When } from '#components/kit/when.tsx'
import type { TraceDetail } from '#lib/domain/traces/schemas.ts'
import { traceStatuses } from '#lib/domain/traces/statuses.ts'
import { formatUsd } from '#lib/shared/money.ts'
import { formatCompact, formatCount, plural } from '#lib/shared/numbers.ts'
import { formatDuration } from '#lib/shared/time.ts'
import { traceState } from '../parts/trace-state.ts'
import { TraceLimits } from './trace-limits.tsx'
import styles from './trace-page.module.css'
import { TraceRuns } from './trace-runs.tsx'

interface Props {
  trace: TraceDetail
  /** What can be done with it. */
  actions: ReactNode
  onFailed: () => void
}

/** What the trace is and what it took, before any of its spans. */
export function TraceHead({ trace, actions, onFailed }: Props) {
  return (
    <div className={styles.head}>
      <p className={styles.facts}>
        {trace.errorCount > 0 ? (
          <button type="button" className={styles.failed} onClick={onFailed} title="Open the first failure">
            <Status of={traceStatuses} {...traceState(trace)} />
          </button>
        ) : (
          <Status of={traceStatuses} {...traceState(trace)} />
        )}
        {trace.agent ? <Filter name="agent" value={trace.agent} bare /> : null}
        {trace.framework ? <Tag>{trace.framework}</Tag> : null}
        {trace.environment ? <EnvironmentTag name={trace.environment} /> : null}
        {trace.release ? <Filter name="release" value={trace.release} /> : null}
        {trace.sessionId ? <Filter name="session" value={trace.sessionId} /> : null}
        {trace.userId ? <Filter name="user" value={trace.userId} /> : null}
        <span className={styles.id}>
          <span className="hp-mono hp-muted">{trace.traceId}</span>
          <CopyButton text={trace.traceId} label="Copy trace id" />
        </span>
        {actions}
      </p>
      <dl className={styles.figures}>
        <Figure label="started">
          <When at={trace.startedAt} form="absolute" />
        </Figure>
        <Figure label="duration">{formatDuration(trace.durationMs)}</Figure>
        <Figure label="cost">{formatUsd(trace.cost)}</Figure>
        <Figure label="tokens">
          {formatCount(trace.inputTokens)} in · {formatCount(trace.outputTokens)} out
        </Figure>
        <Figure label="model calls">{formatCount(trace.llmCalls)}</Figure>
        <Figure label="tool calls">{formatCount(trace.toolCalls)}</Figure>
        {trace.scores
          .filter(score => score.spanId === null)
          .map(score => (
            <Figure key={`${score.source}-${score.name}`} label={score.name}>
              {score.label ?? formatCompact(score.value)}
            </Figure>
          ))}
      </dl>
      <LeftOut trace={trace} />
      <TraceLimits traceId={trace.traceId} />
      <TraceRuns trace={trace} />
    </div>
  )
}

/** An incomplete total says what is missing. */
function LeftOut({ trace }: { trace: TraceDetail }) {
  const { unmeteredCalls: unmetered, unpricedSpans: unpriced } = trace
  if (unmetered + unpriced === 0) return null
  return (
    <p className="hp-muted">
      {unmetered > 0 ? `Tokens and cost leave out ${plural(unmetered, 'model call')} that reported no tokens. ` : null}
      {unpriced > 0 ? `Cost leaves out ${plural(unpriced, 'model call')} without a known price.` : null}
    </p>
  )
}

function Figure({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function Filter({ name, value, bare = false }: { name: string; value: string; bare?: boolean }) {
  return (
    <span>
      {bare ? null : <span className="hp-muted">{name} </span>}
      <Link href={`/traces?range=all&${name}=${encodeURIComponent(value)}`}>
        <VisibleText text={value} />
      </Link>
    </span>
  )
}
