import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { VisibleText } from '#components/kit/visible-text.tsx'
import type { TraceDetail, TraceRun } from '#lib/domain/traces/schemas.ts'
import { formatCount, plural } from '#lib/shared/numbers.ts'
import { formatDuration } from '#lib/shared/time.ts'
import { costText } from '../parts/cost-text.ts'
import { runHref, runPageHref } from '../parts/run-href.ts'
import styles from './trace-page.module.css'

const shown = 12

/** The runs this trace is a part of, with what they took together, and traces it is linked with beyond them. */
export function TraceRuns({ trace }: { trace: TraceDetail }) {
  const runs = trace.runs.filter(run => run.traceCount > 1 || run.runId !== trace.traceId)
  const joined = new Set(runs.flatMap(run => run.traces.map(member => member.traceId)))
  const links = [...trace.spans.flatMap(span => span.links), ...trace.linkedFrom].map(link => link.traceId)
  const others = [...new Set(links)].filter(id => id !== trace.traceId && !joined.has(id))
  return (
    <>
      {runs.map(run => (
        <Run key={run.runId} run={run} here={trace.traceId} />
      ))}
      {others.length > 0 ? (
        <p className={styles.facts}>
          <span className="hp-muted">Linked with {plural(others.length, 'other trace')}:</span>
          {others.slice(0, shown).map(traceId => (
            <Link key={traceId} href={`/traces/${traceId}`} className="hp-mono">
              {traceId.slice(0, 12)}…
            </Link>
          ))}
          {others.length > shown ? (
            <span className="hp-muted">and {formatCount(others.length - shown)} more</span>
          ) : null}
        </p>
      ) : null}
    </>
  )
}

/** What the run took in all its traces, and the way through those in which something ran. */
function Run({ run, here }: { run: TraceRun; here: string }) {
  const named = !/^[0-9a-f]{32}$/.test(run.runId)
  const tokens = `${formatCount(run.inputTokens)} in · ${formatCount(run.outputTokens)} out`
  return (
    <nav className={styles.facts} aria-label={`Run of ${plural(run.traceCount, 'trace')}`}>
      <span>
        Part of{' '}
        <Link href={runPageHref(run.runId)} prefetch={false}>
          {named ? <VisibleText text={run.runId} /> : 'a run'}
        </Link>{' '}
        of <Link href={runHref(run.runId)}>{plural(run.traceCount, 'trace')}</Link>
        {run.messageTraces > 0 ? (
          <span className="hp-muted">, {formatCount(run.messageTraces)} of framework messages only</span>
        ) : null}
      </span>
      <Walk run={run} here={here} />
      <span className="hp-muted">
        in all: {plural(run.llmCalls, 'model call')}, {plural(run.toolCalls, 'tool call')}, {tokens}, {costText(run)},{' '}
        {formatDuration(run.durationMs)}
      </span>
    </nav>
  )
}

/** The trace before and the one after this; from a trace of messages, the first and the last. */
function Walk({ run, here }: { run: TraceRun; here: string }) {
  const working = run.traces.filter(member => !member.messagesOnly)
  const at = working.findIndex(member => member.traceId === here)
  if (working.length === 0 || (working.length === 1 && at === 0)) return null
  const [before, after] = at < 0 ? [undefined, working[0]] : [working[at - 1], working[at + 1]]
  return (
    <span className={styles.walk}>
      {before ? (
        <Step member={before} label="Previous">
          <IconChevronLeft size={14} aria-hidden />
        </Step>
      ) : null}
      {at >= 0 ? (
        <span className="hp-muted">
          {formatCount(at + 1)} of {formatCount(run.traceCount - run.messageTraces)}
        </span>
      ) : null}
      {after ? (
        <Step member={after} label={at < 0 ? 'First' : 'Next'}>
          <IconChevronRight size={14} aria-hidden />
        </Step>
      ) : null}
    </span>
  )
}

interface StepProps {
  member: TraceRun['traces'][number]
  label: string
  children: ReactNode
}

function Step({ member, label, children }: StepProps) {
  const name = member.name ?? member.agent ?? member.traceId.slice(0, 12)
  return (
    <Link href={`/traces/${member.traceId}`} aria-label={`${label} trace of this run: ${name}`} title={name}>
      {label === 'Previous' ? children : null}
      {label}
      {label === 'Previous' ? null : children}
    </Link>
  )
}
