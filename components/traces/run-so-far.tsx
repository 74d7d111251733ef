'use client'

import { Part } from '#components/kit/blocks.tsx'
import { useContract } from '#lib/client/use-contract.ts'
import { getTraceContract } from '#lib/domain/traces/contract.ts'
import type { TraceDetail } from '#lib/domain/traces/schemas.ts'
import { formatCount, plural } from '#lib/shared/numbers.ts'
import styles from './excerpt/run-so-far.module.css'
import { costText } from './parts/cost-text.ts'

/** What the run that asks has cost and done until now. */
export function RunSoFar({ traceId, runId }: { traceId: string; runId: string | null }) {
  const { data } = useContract(getTraceContract, { params: { traceId } })
  const run = data ? runOf(data, runId) : null
  const figures: [name: string, value: string][] = [
    ['Cost', run ? costText(run) : '–'],
    ['Model calls', formatCount(run?.llmCalls)],
    ['Tool calls', formatCount(run?.toolCalls)],
    ['Tokens in', formatCount(run?.inputTokens)],
    ['Tokens out', formatCount(run?.outputTokens)],
  ]
  return (
    <Part title="This run so far">
      <dl className={styles.figures}>
        {figures.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {run && run.traceCount > 1 ? <p className="hp-muted">Over {plural(run.traceCount, 'trace')}.</p> : null}
    </Part>
  )
}

/** The run that asks: the one it names, else the only one of its trace, else the whole trace. */
function runOf(trace: TraceDetail, runId: string | null) {
  const named = trace.runs.find(run => run.runId === runId)
  return named ?? (trace.runs.length === 1 ? trace.runs[0] : undefined) ?? { ...trace, traceCount: 1 }
}
