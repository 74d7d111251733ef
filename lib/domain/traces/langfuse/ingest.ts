import { loadPriceBook, type PriceBook } from '#lib/domain/prices/index.ts'
import { ingestSpans } from '#lib/domain/traces/ingest.ts'
import { normalise } from '#lib/domain/traces/normalise/normalise.ts'
import { priceSpan } from '#lib/domain/traces/pricing/price-span.ts'
import type { ScoreRow } from '#lib/domain/traces/store/tables/write-scores.ts'
import { storeScores } from '#lib/domain/traces/store-scores.ts'
import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import { sqlTransaction } from '#lib/platform/db/transaction.ts'
import type { Input } from '#lib/shared/contract.ts'
import type { langfuseIngestionContract } from './contract.ts'
import { type Event, eventSchema, type ObjectUpdate, readEvent, subjectOf } from './event.ts'
import { keyOf, type LangfuseObject } from './object-rows.ts'
import { remember } from './remember.ts'
import { langfuseScore } from './schemas.ts'
import { scoreRow } from './scores.ts'
import { spanOf } from './span.ts'

interface Answer {
  successes: { id: string; status: number }[]
  errors: { id: string; status: number; message: string; error: string }[]
}

interface Sorted {
  updates: ObjectUpdate[]
  scores: ScoreRow[]
}

/** Stores a batch of Langfuse's older SDKs. Invalid events are named; the others are stored when it resolves. */
export async function ingestLangfuse(
  ctx: Context,
  { body: { batch } }: Input<typeof langfuseIngestionContract>,
): Promise<Answer> {
  await authorize(ctx, 'traces.ingest')
  const answer: Answer = { successes: [], errors: [] }
  const sorted: Sorted = { updates: [], scores: [] }
  for (const [place, item] of batch.entries()) {
    const { id, fault } = sort(item, place, sorted)
    if (fault === null) answer.successes.push({ id, status: 201 })
    else answer.errors.push({ id, status: 400, message: 'Invalid event', error: fault })
  }
  for (const updates of portions(sorted.updates)) await storeUpdates(ctx, updates)
  await storeScores(ctx, sorted.scores)
  return answer
}

/** Adds an event to its trace or observation, or returns why it is invalid. */
function sort(item: unknown, place: number, sorted: Sorted): { id: string; fault: string | null } {
  const parsed = eventSchema.safeParse(item)
  if (!parsed.success) {
    const own = typeof item === 'object' && item !== null && 'id' in item ? item.id : undefined
    const [issue] = parsed.error.issues
    return { id: typeof own === 'string' ? own : '', fault: `${issue?.path.join('.')}: ${issue?.message}` }
  }
  const event = parsed.data
  const subject = subjectOf(event.type)
  // What the SDK reports of itself is no trace.
  const fault =
    subject === 'log' ? null : subject === 'score' ? sortScore(event, sorted) : sortUpdate(event, place, sorted)
  return { id: event.id, fault }
}

function sortScore({ id, timestamp, body }: Event, { scores }: Sorted): string | null {
  const score = langfuseScore.safeParse({ timestamp, ...body, id: body.id ?? id })
  if (!score.success) return `body.${score.error.issues[0]?.path.join('.')}: ${score.error.issues[0]?.message}`
  scores.push(scoreRow(score.data))
  return null
}

function sortUpdate(event: Event, place: number, { updates }: Sorted): string | null {
  const update = readEvent(event, place)
  if (typeof update === 'string') return update
  updates.push(update)
  return null
}

/** Objects of one transaction: what is known of each comes into memory. */
const portion = 100

function portions(updates: readonly ObjectUpdate[]): ObjectUpdate[][] {
  const portions: ObjectUpdate[][] = []
  let objects = new Set<string>()
  for (const update of updates) {
    if (portions.length === 0 || (objects.size >= portion && !objects.has(keyOf(update)))) {
      portions.push([])
      objects = new Set()
    }
    objects.add(keyOf(update))
    portions.at(-1)?.push(update)
  }
  return portions
}

/** First the updates are stored, then their spans: a request that fails in between can be sent again and stores the same. */
async function storeUpdates(ctx: Context, updates: readonly ObjectUpdate[]): Promise<void> {
  const objects = await sqlTransaction(ctx.db.pool, client => remember(client, ctx.projectId, updates))
  const prices = await loadPriceBook(ctx)
  await ingestSpans(
    ctx,
    objects.flatMap(object => canonical(object, prices)),
  )
}

function canonical(object: LangfuseObject, prices: PriceBook | null) {
  const { traceId, objectId, fields, revision } = object
  const span = normalise(spanOf(traceId, objectId, fields, object))
  return span ? [{ ...priceSpan(span, prices), revision }] : []
}
