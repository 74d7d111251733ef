import Link from 'next/link'
import type { ReactNode } from 'react'
import { Tag } from '#components/kit/blocks.tsx'
import { CopyButton } from '#components/kit/copy-button.tsx'
import { Status } from '#components/kit/status.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { When } from '#components/kit/when.tsx'
import type { TraceDetail } from '#lib/domain/traces/schemas.ts'
import { formatCount, plural } from '#lib/shared/numbers.ts'
import { formatDuration } from '#lib/shared/time.ts'
import { costText } from './cost-text.ts'
import styles from './trace-page.module.css'
import { TraceRuns } from './trace-runs.tsx'

/** What the trace is and what it took, before any of its spans. */
export function TraceHead({ trace }: { trace: TraceDetail }) {
  return (
    <div className={styles.head}>
      <p className={styles.facts}>
        <Status of="trace" value={trace.status} />
        {trace.errorCount > 0 ? (
          <Status of="span" value="error" label={`${plural(trace.errorCount, 'span')} failed`} />
        ) : null}
        {trace.agent ? <Filter name="agent" value={trace.agent} bare /> : null}
        {trace.framework ? <Tag>{trace.framework}</Tag> : null}
        {trace.environment ? <Tag critical={trace.environment === 'production'}>{trace.environment}</Tag> : null}
        {trace.release ? <Filter name="release" value={trace.release} /> : null}
        {trace.sessionId ? <Filter name="session" value={trace.sessionId} /> : null}
        {trace.userId ? <Filter name="user" value={trace.userId} /> : null}
        <span className={styles.id}>
          <span className="hp-mono hp-muted">{trace.traceId}</span>
          <CopyButton text={trace.traceId} label="Copy trace id" />
        </span>
      </p>
      <dl className={styles.figures}>
        <Figure label="started">
          <When at={trace.startedAt} form="absolute" />
        </Figure>
        <Figure label="duration">{formatDuration(trace.durationMs)}</Figure>
        <Figure label="cost">{costText(trace)}</Figure>
        <Figure label="tokens">
          {formatCount(trace.inputTokens)} in · {formatCount(trace.outputTokens)} out
        </Figure>
        <Figure label="model calls">{formatCount(trace.llmCalls)}</Figure>
        <Figure label="tool calls">{formatCount(trace.toolCalls)}</Figure>
        {trace.scores
          .filter(score => score.spanId === null)
          .map(score => (
            <Figure key={`${score.source}-${score.name}`} label={score.name}>
              {score.value ?? score.label ?? '–'}
            </Figure>
          ))}
      </dl>
      <TraceRuns trace={trace} />
    </div>
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
