import Link from 'next/link'
import { VisibleText } from '#components/kit/visible-text.tsx'
import type { TraceDetail, TraceRun } from '#lib/domain/traces/schemas.ts'
import { formatCount, plural } from '#lib/shared/numbers.ts'
import { formatDuration } from '#lib/shared/time.ts'
import { costText } from '../parts/cost-text.ts'
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
          <More count={others.length} />
        </p>
      ) : null}
    </>
  )
}

function Run({ run, here }: { run: TraceRun; here: string }) {
  const others = run.traces.filter(member => member.traceId !== here)
  const named = !/^[0-9a-f]{32}$/.test(run.runId)
  const tokens = `${formatCount(run.inputTokens)} in · ${formatCount(run.outputTokens)} out`
  return (
    <p className={styles.facts}>
      <span>
        Run {named ? <VisibleText text={run.runId} /> : null} of {plural(run.traceCount, 'trace')}
      </span>
      <span className="hp-muted">
        {plural(run.llmCalls, 'model call')}, {plural(run.toolCalls, 'tool call')}, {tokens}, {costText(run)},{' '}
        {formatDuration(run.durationMs)}
      </span>
      {others.slice(0, shown).map(member => (
        <Link key={member.traceId} href={`/traces/${member.traceId}`} title={member.traceId}>
          <VisibleText text={member.agent ?? member.name ?? member.traceId.slice(0, 12)} />
        </Link>
      ))}
      <More count={run.traceCount - 1} />
    </p>
  )
}

const More = ({ count }: { count: number }) =>
  count > shown ? <span className="hp-muted">and {formatCount(count - shown)} more</span> : null
