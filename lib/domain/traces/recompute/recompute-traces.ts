import type { PoolClient } from 'pg'
import type { PriceBook } from '#lib/domain/prices/index.ts'
import { joinRuns } from '#lib/domain/traces/runs/store.ts'
import { planFrom, type TracePlan } from '#lib/domain/traces/store/plan.ts'
import { accumulate, type Contribution, emptyContribution } from '#lib/domain/traces/store/rollups/contribution.ts'
import { foldCosts } from '#lib/domain/traces/store/rollups/fold-costs.ts'
import { foldPrompts } from '#lib/domain/traces/store/rollups/fold-prompts.ts'
import { foldScored } from '#lib/domain/traces/store/rollups/fold-scored.ts'
import { foldScores } from '#lib/domain/traces/store/rollups/fold-scores.ts'
import { foldSessions } from '#lib/domain/traces/store/rollups/fold-sessions.ts'
import { writeRollups } from '#lib/domain/traces/store/rollups/write-rollups.ts'
import { loadAround } from '#lib/domain/traces/store/tables/load.ts'
import { type TraceRow, traceColumns, writeFigures } from '#lib/domain/traces/store/tables/write.ts'
import { loadAgain, type TraceAgain } from './load.ts'
import { addTotals, noTotals, type Totals } from './totals.ts'

/** What a batch came to. */
export interface Outcome {
  totals: Totals
  /** Traces whose figures have changed. */
  changed: string[]
}

/**
 * Brings stored traces to today's rules: spans, attribution, trace rows, runs, scores' identities and rollups, in the
 * caller's transaction and under the traces' locks. What is right already is not written.
 */
export async function recomputeTraces(
  client: PoolClient,
  projectId: string,
  traceIds: readonly string[],
  prices: PriceBook | null,
): Promise<Outcome> {
  const around = await loadAround(client, projectId, traceIds, [])
  const traces = await loadAgain(client, projectId, traceIds, around, prices)
  const totals = noTotals()
  const plans: TracePlan[] = []
  const changed: TracePlan[] = []
  for (const trace of traces) {
    const { stored } = trace
    const plan = planFrom(
      { projectId, traceId: stored.traceId, stored, joined: around.joined.has(stored.traceId) },
      trace.changed,
    )
    plans.push(plan)
    const differs = isChanged(trace, plan, projectId)
    if (differs) changed.push(plan)
    addTotals(totals, trace, plan, differs)
  }
  await writeFigures(client, projectId, changed)
  const ids = changed.map(plan => plan.traceId)
  const scored = changed.filter(plan => around.scored.has(plan.traceId))
  if (scored.length > 0) {
    await foldScores(client, projectId, { traceIds: scored.map(plan => plan.traceId) })
    await foldScored(client, projectId, { moved: scored.filter(plan => plan.moved) })
  }
  const costed = ids.filter(id => around.costed.has(id))
  if (costed.length > 0) await foldCosts(client, projectId, { traceIds: costed })
  const delta = emptyContribution()
  for (const plan of plans) accumulate(delta, plan.delta, 1)
  // All of them: the rules of runs may have changed where no trace did.
  const joined = plans.filter(plan => plan.joined)
  accumulate(delta, await joinRuns(client, projectId, joined), 1)
  await foldSessions(client, projectId, changed)
  await foldPrompts(client, projectId, changed, around.prompted)
  await writeRollups(client, projectId, delta)
  return { totals, changed: ids }
}

function isChanged({ row }: TraceAgain, plan: TracePlan, projectId: string): boolean {
  if (plan.written.length > 0 || plan.reattributed.length > 0 || !isEmpty(plan.delta)) return true
  const after: TraceRow = { ...plan, projectId }
  return traceColumns
    .filter(({ name }) => !['day', 'heads', 'revision'].includes(name))
    .some(({ name, get }) => asText(row[name]) !== asText(get(after)))
}

const isEmpty = ({ sums, bins, tops, prompts, traces }: Contribution) =>
  sums.size + bins.size + tops.size + prompts.size + traces.size === 0

const asText = (value: unknown) =>
  value === null || value === undefined ? null : Array.isArray(value) ? JSON.stringify(value) : String(value)
