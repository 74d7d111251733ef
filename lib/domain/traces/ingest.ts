import type { PoolClient } from 'pg'
import { loadPriceBook, type PriceBook } from '#lib/domain/prices/index.ts'
import type { Context } from '#lib/platform/context.ts'
import { maxIds, publish } from '#lib/platform/events/publish.ts'
import type { CanonicalSpan } from './canonical.ts'
import { lacksUsage, withUsageOfLog } from './normalise/log-usage.ts'
import { joinRuns } from './runs/store.ts'
import { isPlan, planTrace, type TracePlan } from './store/plan.ts'
import { accumulate, type Contribution, emptyContribution } from './store/rollups/contribution.ts'
import { costsMove, foldCosts } from './store/rollups/fold-costs.ts'
import { foldPrompts } from './store/rollups/fold-prompts.ts'
import { foldScored } from './store/rollups/fold-scored.ts'
import { foldScores } from './store/rollups/fold-scores.ts'
import { foldSessions } from './store/rollups/fold-sessions.ts'
import { writeRollups } from './store/rollups/write-rollups.ts'
import { storing } from './store/storing.ts'
import { type Batch, batches } from './store/tables/batches.ts'
import { type Around, loadAround, lockNodes, lockResponses } from './store/tables/load.ts'
import { loadMissing, loadTraces } from './store/tables/load-traces.ts'
import { type Received, receive } from './store/tables/received.ts'
import type { StoredTrace } from './store/tables/stored-trace.ts'
import { writePlans } from './store/tables/write.ts'
import { spanScores, upsertScores } from './store/tables/write-scores.ts'

/**
 * Stores spans and folds them into the rollups, each trace in one transaction: when it resolves, all are durable and
 * counted. Idempotent: a span already stored, or a less complete version of it, changes nothing.
 */
export async function ingestSpans(ctx: Context, spans: readonly CanonicalSpan[]): Promise<void> {
  await ingestReceived(ctx, spans.map(receive))
}

export async function ingestReceived(ctx: Context, received: readonly Received[]): Promise<void> {
  for (const batch of batches(received)) await ingestBatch(ctx, batch)
}

async function ingestBatch(ctx: Context, sent: Batch): Promise<void> {
  const traceIds = [...sent.traces.keys()]
  const responseIds = responseIdsOf(sent)
  const silent = silentCalls(sent)
  const prices = silent.length > 0 ? await loadPriceBook(ctx) : null
  await storing(ctx, async (client, sql) => {
    if (responseIds.length > 0) await lockResponses(client, ctx.projectId, 'together')
    await lockNodes(client, ctx.projectId, [...sent.nodes])
    const batch = silent.length > 0 ? await withUsageOfLogs(client, ctx.projectId, sent, silent, prices) : sent
    const around = await loadAround(client, ctx.projectId, traceIds, responseIds)
    const stored = await loadTraces(client, ctx.projectId, batch.traces, around)
    const plans: TracePlan[] = []
    for (const [traceId, received] of batch.traces) {
      const plan = await planFrom(client, ctx.projectId, received, stored.get(traceId), around)
      if (plan) plans.push(plan)
    }
    await writeSpans(client, ctx.projectId, batch, plans, around)
    const costed = plans.filter(plan => around.costed.has(plan.traceId) && costsMove(plan)).map(plan => plan.traceId)
    if (costed.length > 0) await foldCosts(client, ctx.projectId, { traceIds: costed })
    if (plans.length === 0) return
    const ids = plans.length <= maxIds ? plans.map(plan => plan.traceId) : []
    await publish(sql, ctx.projectId, { topic: 'traces', type: 'trace.updated', ids })
    const delta = total(plans)
    const joined = plans.filter(plan => plan.joined)
    accumulate(delta, await joinRuns(client, ctx.projectId, joined), 1)
    await foldSessions(client, ctx.projectId, plans)
    await foldPrompts(client, ctx.projectId, plans, around.prompted)
    // Last, because many traces share these rows: they are locked for as short as can be.
    await writeRollups(client, ctx.projectId, delta)
  })
}

/** Model calls without tokens, whose events may have reported them. */
const silentCalls = (batch: Batch): CanonicalSpan[] =>
  [...batch.traces.values()].flat().flatMap(({ span }) => (lacksUsage(span) ? [span] : []))

async function withUsageOfLogs(
  client: PoolClient,
  projectId: string,
  batch: Batch,
  silent: readonly CanonicalSpan[],
  prices: PriceBook | null,
): Promise<Batch> {
  const { rows } = await client.query({
    name: 'load-usage-of-logs',
    text: `select distinct on (m.trace_id, m.span_id) m.trace_id, m.span_id, m.json
           from unnest($2::text[], $3::text[]) as s (trace_id, span_id)
           join span_message m on m.project_id = $1 and m.trace_id = s.trace_id and m.span_id = s.span_id
             and m.direction = 'usage'
           order by m.trace_id, m.span_id, m.at_us desc, m.json`,
    values: [projectId, silent.map(span => span.traceId), silent.map(span => span.spanId)],
  })
  if (rows.length === 0) return batch
  const told = new Map<string, string>(rows.map(row => [`${row.trace_id} ${row.span_id}`, row.json]))
  const complete = (item: Received): Received => {
    const json = told.get(`${item.span.traceId} ${item.span.spanId}`) ?? null
    const span = withUsageOfLog(item.span, json, prices)
    if (span === item.span) return item
    const whole = receive(span)
    // It is more complete than the same span before its event had come.
    return { ...whole, state: { ...whole.state, attributeCount: whole.state.attributeCount + 1 } }
  }
  return { ...batch, traces: new Map([...batch.traces].map(([traceId, items]) => [traceId, items.map(complete)])) }
}

/** How many levels below a changed span are read one by one; with more, reading the whole trace is faster. */
const maxSteps = 8

async function planFrom(
  client: PoolClient,
  projectId: string,
  received: readonly Received[],
  stored: StoredTrace | undefined,
  { joined }: Around,
): Promise<TracePlan | null> {
  const traceId = received[0]?.span.traceId ?? ''
  for (let step = 0; ; step++) {
    const plan = planTrace(projectId, traceId, received, stored, joined.has(traceId))
    if (plan === null || isPlan(plan)) return plan
    if (!stored || stored.whole) throw new Error('a whole trace lacks nothing')
    await loadMissing(client, projectId, stored, step < maxSteps ? plan : { whole: true })
  }
}

function responseIdsOf(batch: Batch): string[] {
  const ids = new Set<string>()
  for (const received of batch.traces.values()) {
    for (const { span } of received) if (span.responseId !== null) ids.add(span.responseId)
  }
  return [...ids]
}

function total(plans: readonly TracePlan[]): Contribution {
  const sum = emptyContribution()
  for (const plan of plans) accumulate(sum, plan.delta, 1)
  return sum
}

/**
 * Writes the spans, then the scores: those that travel on any version of a span, those that waited for one of these
 * spans, and those whose trace changed its identity.
 */
async function writeSpans(
  client: PoolClient,
  projectId: string,
  batch: Batch,
  plans: readonly TracePlan[],
  around: Around,
): Promise<void> {
  await writePlans(client, projectId, plans)
  const received = [...batch.traces.values()].flat().map(item => item.span)
  const own = received.flatMap(span => spanScores(span.traceId, span.spanId, null, span.scores, span.startUs))
  await upsertScores(client, projectId, own)
  const answered = await answerWaiting(client, projectId, received, around)
  const changed = scoresOf(plans, around)
  const ids = [...own.map(score => score.id), ...answered]
  if (ids.length + changed.traceIds.length + changed.spans.length > 0) {
    const left = await foldScores(client, projectId, { ids, ...changed })
    const moved = plans.filter(plan => plan.moved && around.scored.has(plan.traceId))
    await foldScored(client, projectId, { ids, left, moved })
  }
}

/** Scores of what changed: of a whole trace where its own identity or start did, else of the spans that did. */
function scoresOf(plans: readonly TracePlan[], { scored }: Around) {
  const judged = plans.filter(plan => scored.has(plan.traceId))
  return {
    traceIds: judged.filter(plan => plan.moved).map(plan => plan.traceId),
    spans: judged
      .filter(plan => !plan.moved)
      .flatMap(({ traceId, written, reattributed }) => [
        ...written.map(({ state }) => ({ traceId, spanId: state.spanId })),
        ...reattributed.map(({ spanId }) => ({ traceId, spanId })),
      ]),
  }
}

async function answerWaiting(
  client: PoolClient,
  projectId: string,
  spans: readonly CanonicalSpan[],
  { waiting }: Around,
): Promise<string[]> {
  const answered: string[] = []
  for (const { scoreId, responseId } of waiting) {
    const span = spans.find(candidate => candidate.responseId === responseId)
    if (!span) continue
    await client.query(
      'update score set trace_id = $3, span_id = $4 where project_id = $1 and id = $2 and trace_id is null',
      [projectId, scoreId, span.traceId, span.spanId],
    )
    answered.push(scoreId)
  }
  return answered
}
