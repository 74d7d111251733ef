import type { Context } from '#lib/platform/context.ts'
import { sqlTransaction } from '#lib/platform/db/transaction.ts'
import { maxIds, publish } from '#lib/platform/events/publish.ts'
import type { CanonicalScore, CanonicalSpan } from './canonical.ts'
import { accumulate, type Contribution } from './store/contribution.ts'
import { loadTraces, lockTraces } from './store/load.ts'
import { planTrace, type TracePlan } from './store/plan.ts'
import { type Received, receive } from './store/received.ts'
import { writePlans } from './store/write.ts'
import { writeRollups } from './store/write-rollups.ts'
import { spanScores, writeScores } from './store/write-scores.ts'

/**
 * Stores spans and folds them into the rollups, in one transaction: when it resolves, they are durable and counted.
 * Idempotent: a span already stored, or a less complete version of it, changes nothing.
 */
export async function ingestSpans(ctx: Context, spans: readonly CanonicalSpan[]): Promise<void> {
  if (spans.length === 0) return
  const byTrace = groupByTrace(spans)
  const traceIds = [...byTrace.keys()]
  await sqlTransaction(ctx.db.pool, async (client, sql) => {
    await lockTraces(client, ctx.projectId, traceIds)
    const stored = await loadTraces(client, ctx.projectId, traceIds)
    const plans: TracePlan[] = []
    for (const [traceId, received] of byTrace) {
      const plan = planTrace(ctx.projectId, traceId, received, stored.get(traceId))
      if (plan) plans.push(plan)
    }
    if (plans.length === 0) return
    await writePlans(client, ctx.projectId, plans)
    await writeScores(client, ctx.projectId, scoresOf(plans))
    const ids = plans.length <= maxIds ? plans.map(plan => plan.traceId) : []
    await publish(sql, ctx.projectId, { topic: 'traces', type: 'trace.updated', ids })
    // Last, because many traces share these rows: they are locked for as short as can be.
    await writeRollups(client, ctx.projectId, total(plans))
  })
}

function groupByTrace(spans: readonly CanonicalSpan[]): Map<string, Received[]> {
  const groups = new Map<string, Received[]>()
  for (const span of spans) {
    const group = groups.get(span.traceId)
    if (group) group.push(receive(span))
    else groups.set(span.traceId, [receive(span)])
  }
  return groups
}

function total(plans: readonly TracePlan[]): Contribution {
  const sum: Contribution = { sums: new Map(), bins: new Map() }
  for (const plan of plans) accumulate(sum, plan.delta, 1)
  return sum
}

function scoresOf(plans: readonly TracePlan[]) {
  return plans.flatMap(plan =>
    plan.written.flatMap(({ span }) => spanScores(span.traceId, span.spanId, null, span.scores as CanonicalScore[])),
  )
}
