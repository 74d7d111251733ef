import { ingestSpans } from '#lib/domain/traces/ingest.ts'
import { normalise } from '#lib/domain/traces/normalise/normalise.ts'
import { priceSpan } from '#lib/domain/traces/pricing/price-span.ts'
import { langfuseScore } from '#lib/domain/traces/schemas.ts'
import { arrays, type Column, insertFrom } from '#lib/domain/traces/store/columns.ts'
import type { ScoreRow } from '#lib/domain/traces/store/write-scores.ts'
import { storeScores } from '#lib/domain/traces/store-scores.ts'
import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import { sqlTransaction } from '#lib/platform/db/transaction.ts'
import { eventSchema, type LangfuseEvent, readEvent, subjectOf } from './events.ts'
import { foldTrace } from './fold.ts'
import { scoreRow } from './scores.ts'

interface Answer {
  successes: { id: string; status: number }[]
  errors: { id: string; status: number; message: string; error: string }[]
}

/** Takes a batch of Langfuse's older SDKs. An event that cannot be taken is named; the others are stored when it resolves. */
export async function ingestLangfuse(ctx: Context, batch: readonly unknown[]): Promise<Answer> {
  await authorize(ctx, 'traces.ingest')
  const answer: Answer = { successes: [], errors: [] }
  const events: LangfuseEvent[] = []
  const scores: ScoreRow[] = []
  for (const item of batch) {
    const { id, fault } = sort(item, events, scores)
    if (fault === null) answer.successes.push({ id, status: 201 })
    else answer.errors.push({ id, status: 400, message: 'Invalid event', error: fault })
  }
  await storeEvents(ctx, events)
  for (const traceId of new Set(events.map(event => event.traceId))) await refold(ctx, traceId)
  await storeScores(ctx, scores)
  return answer
}

/** Puts an event where it belongs, or says why it cannot be taken. */
function sort(item: unknown, events: LangfuseEvent[], scores: ScoreRow[]): { id: string; fault: string | null } {
  const parsed = eventSchema.safeParse(item)
  const own = typeof item === 'object' && item !== null && 'id' in item ? item.id : undefined
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    return { id: typeof own === 'string' ? own : '', fault: `${issue?.path.join('.')}: ${issue?.message}` }
  }
  const { id, type, body } = parsed.data
  const subject = subjectOf(type)
  if (subject === 'log') return { id, fault: null }
  if (subject === 'score') {
    const score = langfuseScore.safeParse(body)
    if (!score.success)
      return { id, fault: `body.${score.error.issues[0]?.path.join('.')}: ${score.error.issues[0]?.message}` }
    scores.push(scoreRow({ ...score.data, id: score.data.id ?? id }))
    return { id, fault: null }
  }
  const event = readEvent(parsed.data)
  if (typeof event === 'string') return { id, fault: event }
  events.push(event)
  return { id, fault: null }
}

type Row = LangfuseEvent & { projectId: string }
const columns: Column<Row>[] = [
  { name: 'project_id', type: 'text', get: row => row.projectId },
  { name: 'trace_id', type: 'text', get: row => row.traceId },
  { name: 'object_id', type: 'text', get: row => row.objectId },
  { name: 'event_id', type: 'text', get: row => row.eventId },
  { name: 'type', type: 'text', get: row => row.type },
  { name: 'at_us', type: 'bigint', get: row => row.atUs },
  { name: 'body', type: 'jsonb', get: row => row.body },
]
const insert = `${insertFrom('langfuse_event', columns)} on conflict do nothing`

/** Before anything is folded: a request that comes meanwhile folds what this one brought, and the last one folds all. */
async function storeEvents(ctx: Context, events: readonly LangfuseEvent[]): Promise<void> {
  if (events.length === 0) return
  const rows = events.map(event => ({ ...event, projectId: ctx.projectId }))
  const key = (row: Row) => JSON.stringify([row.traceId, row.objectId, row.eventId])
  rows.sort((a, b) => (key(a) < key(b) ? -1 : 1))
  await sqlTransaction(ctx.db.pool, client =>
    client.query({ name: 'insert-langfuse-events', text: insert, values: arrays(columns, rows) }),
  )
}

async function refold(ctx: Context, traceId: string): Promise<void> {
  const { rows } = await ctx.db.pool.query<LangfuseEvent>(
    `select trace_id as "traceId", object_id as "objectId", event_id as "eventId", type, at_us::float8 as "atUs", body
     from langfuse_event where project_id = $1 and trace_id = $2`,
    [ctx.projectId, traceId],
  )
  const spans = foldTrace(traceId, rows).flatMap(({ span, completeness }) => {
    const canonical = normalise(span)
    return canonical ? [{ ...priceSpan(canonical), completeness }] : []
  })
  await ingestSpans(ctx, spans)
}
