import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { notFound } from '#lib/shared/problem.ts'
import type { getSpanContract, getTraceContract } from './contract.ts'
import { payloadOf, toSpanItem, toTraceFields, traceColumns } from './internal.ts'
import { type MessagePart, renderParts } from './normalise/text/parts.ts'
import { ratesOf } from './pricing/rates.ts'
import { runsOf } from './runs/queries.ts'
import type { TraceDetail } from './schemas.ts'
import { attribute } from './store/attribution/attribute.ts'
import { repeatedCalls } from './store/attribution/model-calls.ts'
import { toSpanState } from './store/tables/load.ts'

/** The most stored bytes of payloads that are sent with a trace; beyond, the payload of each span is requested separately. */
const payloadBytes = 8 * 1024 * 1024

const withPayload = `select s.*, p.input, p.output, p.attributes, p.events, p.links from span s ${payloadOf}`
const withoutPayload = `select s.*, null as input, null as output, '{}'::jsonb as attributes, '[]'::jsonb as events, p.links from span s ${payloadOf}`

interface TraceRow extends Record<string, unknown> {
  day: string
}

/** A trace with all its spans in order of start. Messages that came as log events are put in their span. */
export async function getTrace(
  ctx: Context,
  { params: { traceId } }: Input<typeof getTraceContract>,
): Promise<Output<typeof getTraceContract>> {
  await authorize(ctx, 'traces.read')
  const sql = poolSql(ctx.db)
  const key = [ctx.projectId, traceId]
  const row = await findTrace(ctx, traceId)
  const omitted = await isLarge(ctx, traceId, row.day)
  const [spans, messages, linkedFrom, scores, runs] = await Promise.all([
    sql.query(
      `${omitted ? withoutPayload : withPayload}
       where s.project_id = $1 and s.trace_id = $2 and s.day = $3::date order by s.start_us, s.span_id`,
      [...key, row.day],
    ),
    omitted ? new Map<string, Messages>() : messagesBySpan(ctx, traceId, null),
    sql.query<TraceDetail['linkedFrom'][number]>(
      `select trace_id as "traceId", span_id as "spanId", linked_span_id as "linkedSpanId" from span_link
       where project_id = $1 and linked_trace_id = $2 and trace_id <> $2 order by 1, 2, 3 limit 200`,
      key,
    ),
    sql.query<TraceDetail['scores'][number]>(
      `select name, value, label, comment, source, span_id as "spanId" from score
       where project_id = $1 and trace_id = $2 order by at, id limit 500`,
      key,
    ),
    runsOf(ctx, traceId),
  ])
  return {
    ...toTraceFields(row),
    payloadsOmitted: omitted,
    spans: spans.map(span => toSpanItem(span, messages.get(String(span.span_id)) ?? nothing)),
    repeatedCalls: repeatedCalls(attribute(spans.map(span => toSpanState(span).state))),
    linkedFrom,
    runs,
    scores,
  }
}

/** One span whole, whatever the size of its trace. */
export async function getSpan(
  ctx: Context,
  { params: { traceId, spanId } }: Input<typeof getSpanContract>,
): Promise<Output<typeof getSpanContract>> {
  await authorize(ctx, 'traces.read')
  const { day } = await findTrace(ctx, traceId)
  const [row] = await poolSql(ctx.db).query(
    `${withPayload} where s.project_id = $1 and s.trace_id = $2 and s.day = $3::date and s.span_id = $4`,
    [ctx.projectId, traceId, day, spanId],
  )
  if (!row) throw notFound('span')
  const span = toSpanItem(row, (await messagesBySpan(ctx, traceId, spanId)).get(spanId) ?? nothing)
  return { ...span, rates: ratesOf(span) }
}

/** How many spans a trace has, read without them; 0 where there is no such trace. */
export async function spansOf(ctx: Context, traceId: string): Promise<number> {
  await authorize(ctx, 'traces.read')
  const [row] = await poolSql(ctx.db).query<{ spans: number }>(
    'select span_count::float8 as spans from trace where project_id = $1 and trace_id = $2',
    [ctx.projectId, traceId],
  )
  return row?.spans ?? 0
}

async function findTrace(ctx: Context, traceId: string): Promise<TraceRow> {
  const [row] = await poolSql(ctx.db).query<TraceRow>(
    `select ${traceColumns}, to_char(day, 'YYYY-MM-DD') as day from trace t where project_id = $1 and trace_id = $2`,
    [ctx.projectId, traceId],
  )
  if (!row) throw notFound('trace')
  return row
}

/** The stored sizes, so that the payloads need not be read. */
async function isLarge(ctx: Context, traceId: string, day: string): Promise<boolean> {
  const [row] = await poolSql(ctx.db).query<{ bytes: number }>(
    `select coalesce(sum(coalesce(pg_column_size(input), 0) + coalesce(pg_column_size(output), 0)
       + pg_column_size(attributes) + pg_column_size(events)), 0)::float8 as bytes
     from span_payload where project_id = $1 and trace_id = $2 and day = $3::date`,
    [ctx.projectId, traceId, day],
  )
  return (row?.bytes ?? 0) > payloadBytes
}

interface Messages {
  input: string | null
  output: string | null
}
const nothing: Messages = { input: null, output: null }

async function messagesBySpan(ctx: Context, traceId: string, spanId: string | null): Promise<Map<string, Messages>> {
  const rows = await poolSql(ctx.db).query<MessagePart & { spanId: string }>(
    `select span_id as "spanId", direction, at_us::float8 as "atUs", position as index, json from span_message
     where project_id = $1 and trace_id = $2 and ($3::text is null or span_id = $3)`,
    [ctx.projectId, traceId, spanId],
  )
  const parts = new Map<string, MessagePart[]>()
  for (const row of rows) {
    const own = parts.get(row.spanId)
    if (own) own.push(row)
    else parts.set(row.spanId, [row])
  }
  return new Map(
    [...parts].map(([id, own]) => [id, { input: renderParts(own, 'input'), output: renderParts(own, 'output') }]),
  )
}
