'use client'

import Link from 'next/link'
import { Part, Skeleton } from '#components/kit/blocks.tsx'
import { Status } from '#components/kit/status.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { useContract } from '#lib/client/use-contract.ts'
import { getTraceContract } from '#lib/domain/traces/contract.ts'
import type { SpanItem, TraceDetail } from '#lib/domain/traces/schemas.ts'
import { formatCount, plural } from '#lib/shared/numbers.ts'
import { formatDuration, parseMicros } from '#lib/shared/time.ts'
import { costText } from './cost-text.ts'
import { KindIcon } from './kind-icon.tsx'
import styles from './led-here.module.css'
import { spanTitle } from './span-title.ts'

const shown = 6

interface Props {
  traceId: string
  spanId: string | null
  tool: string
  askedAt: string
  runId: string | null
}

/** The last spans before a request, one line each, and what the run has cost so far. */
export function LedHere({ traceId, spanId, tool, askedAt, runId }: Props) {
  const { data, error, isPending } = useContract(getTraceContract, { params: { traceId } })
  const href = `/traces/${traceId}${spanId ? `?span=${spanId}` : ''}`
  return (
    <Part title="What led here" end={<Link href={href}>open trace</Link>}>
      {isPending ? <Skeleton rows={3} height={30} /> : null}
      {error ? (
        <p className="hp-muted">
          Trace <span className="hp-mono">{traceId.slice(0, 12)}…</span> has not come yet; most clients send it when the
          step ends. It shows here when it does.
        </p>
      ) : null}
      {data ? <Lines trace={data} tool={tool} askedAt={askedAt} runId={runId} /> : null}
    </Part>
  )
}

function Lines({ trace, tool, askedAt, runId }: { trace: TraceDetail } & Pick<Props, 'tool' | 'askedAt' | 'runId'>) {
  const before = trace.spans.filter(span => !span.noise && parseMicros(span.startedAt) <= parseMicros(askedAt))
  const last = before.slice(-shown)
  const run = runOf(trace, runId)
  return (
    <>
      <ol className={styles.lines}>
        {last.map(span => (
          <Line key={span.spanId} span={span} />
        ))}
        <li>
          <span />
          <span>
            <strong className="hp-mono">{tool}</strong> <Status of="approval" value="pending" label="is asked for" />
          </span>
          <span />
        </li>
      </ol>
      {before.length > shown ? <p className="hp-muted">{plural(before.length - shown, 'earlier span')}</p> : null}
      <p className="hp-muted">
        Run so far: <span className="hp-mono">{costText(run)}</span> · {plural(run.llmCalls, 'model call')} ·{' '}
        {plural(run.toolCalls, 'tool call')} · {formatCount(run.inputTokens)} in, {formatCount(run.outputTokens)} out
        {run.traceCount > 1 ? ` · in ${plural(run.traceCount, 'trace')}` : ''}
      </p>
    </>
  )
}

/** The run that asks: the one it names, else the only one of its trace, else the whole trace. */
function runOf(trace: TraceDetail, runId: string | null) {
  const named = trace.runs.find(run => run.runId === runId)
  return named ?? (trace.runs.length === 1 ? trace.runs[0] : undefined) ?? { ...trace, traceCount: 1 }
}

function Line({ span }: { span: SpanItem }) {
  const tokens =
    span.inputTokens === null ? null : `${formatCount(span.inputTokens)} → ${formatCount(span.outputTokens)} tokens`
  return (
    <li>
      <KindIcon kind={span.kind} />
      <span className={styles.what}>
        <VisibleText text={spanTitle(span)} />
        <span className="hp-muted">
          {' '}
          <VisibleText text={tokens ?? span.input?.slice(0, 160) ?? ''} />
        </span>
        {span.status === 'error' ? <Status of="span" value="error" /> : null}
      </span>
      <span className="hp-mono hp-muted">{formatDuration(span.durationMs)}</span>
    </li>
  )
}
