'use client'

import { Part, Skeleton } from '#components/kit/blocks.tsx'
import { IntentLink } from '#components/kit/intent-link.tsx'
import { Status } from '#components/kit/status.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { useContract } from '#lib/client/use-contract.ts'
import { useNow } from '#lib/client/use-now.ts'
import { approvalStatuses } from '#lib/domain/approvals/statuses.ts'
import { getTraceContract } from '#lib/domain/traces/contract.ts'
import type { SpanItem, TraceDetail } from '#lib/domain/traces/schemas.ts'
import { spanStatuses } from '#lib/domain/traces/statuses.ts'
import { formatCount, plural } from '#lib/shared/numbers.ts'
import type { StatusOf } from '#lib/shared/status-tone.ts'
import { formatCountdown, formatDuration } from '#lib/shared/time.ts'
import styles from './excerpt/led-here.module.css'
import { ledTo, type Placed } from './excerpt/led-to.ts'
import { KindIcon } from './parts/kind-icon.tsx'
import { spanTitle } from './parts/span-title.ts'
import { toneOf, WaterfallBar } from './parts/waterfall-bar.tsx'

interface Props {
  traceId: string
  spanId: string | null
  tool: string
  /** Of the request, as its domain names it. */
  status: StatusOf<typeof approvalStatuses>
  askedAt: string
}

/** The last spans before a request, one line each, ending in the request itself. */
export function LedHere({ traceId, spanId, tool, status, askedAt }: Props) {
  const { data, error, isPending } = useContract(getTraceContract, { params: { traceId } })
  const href = `/traces/${traceId}${spanId ? `?span=${spanId}` : ''}`
  return (
    <Part title="What led here" end={data ? <IntentLink href={href}>open trace</IntentLink> : null}>
      {isPending ? <Skeleton rows={7} height={30} /> : null}
      {error ? (
        <p className="hp-muted">
          Trace <span className="hp-mono">{traceId.slice(0, 12)}…</span> has not arrived yet; most clients send it when
          the step ends. It appears here when it does.
        </p>
      ) : null}
      {data ? <Lines trace={data} tool={tool} status={status} askedAt={askedAt} /> : null}
    </Part>
  )
}

function Lines({ trace, tool, status, askedAt }: { trace: TraceDetail } & Pick<Props, 'tool' | 'status' | 'askedAt'>) {
  const { shown, earlier } = ledTo(trace.spans, askedAt)
  return (
    <ol className={styles.lines}>
      <Earlier count={earlier} on="wide" />
      <Earlier count={earlier + Math.max(0, shown.length - phoneSpans)} on="phone" />
      {shown.map(placed => (
        <Line key={placed.span.spanId} placed={placed} />
      ))}
      <li>
        <KindIcon kind="tool" />
        <span className={styles.what}>
          <strong>
            <VisibleText text={tool} />
          </strong>{' '}
          {status === 'pending' ? (
            <span className={styles.waits}>waits for you</span>
          ) : (
            <Status of={approvalStatuses} value={status} />
          )}
        </span>
        <WaterfallBar className={styles.bar} left={100} width={0} least={8} tone="asked" />
        <span className={styles.time}>{status === 'pending' ? <Waited since={askedAt} /> : null}</span>
      </li>
    </ol>
  )
}

/** Spans before the request that a phone shows; the style sheet hides the others. */
const phoneSpans = 3

/** How many spans are not listed. */
function Earlier({ count, on }: { count: number; on: 'wide' | 'phone' }) {
  if (count === 0) return null
  return (
    <li className={styles.earlier} data-on={on}>
      <span />
      <span>{plural(count, 'earlier span')}</span>
    </li>
  )
}

function Line({ placed: { span, left, width } }: { placed: Placed<SpanItem> }) {
  const tokens =
    span.inputTokens === null ? null : `${formatCount(span.inputTokens)} → ${formatCount(span.outputTokens)} tokens`
  return (
    <li>
      <KindIcon kind={span.kind} />
      <span className={styles.what}>
        <VisibleText text={spanTitle(span)} />{' '}
        {span.status === 'error' ? (
          <>
            <Status of={spanStatuses} value="error" />{' '}
          </>
        ) : null}
        <span className="hp-muted">
          <VisibleText text={tokens ?? span.input?.slice(0, 160) ?? ''} />
        </span>
      </span>
      <WaterfallBar className={styles.bar} left={left} width={width} tone={toneOf(span)} />
      <span className={styles.time}>{formatDuration(span.durationMs)}</span>
    </li>
  )
}

/** How long the agent has stood still. */
function Waited({ since }: { since: string }) {
  const now = useNow('second')
  return <>{now === 0 ? '–:––' : formatCountdown(now - Date.parse(since))}</>
}
