import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import { badRequest } from '#lib/shared/problem.ts'
import { toTraceItem, traceColumns } from './internal.ts'
import { type MessagePart, renderParts } from './normalise/parts.ts'
import type { TraceFilter, TracePage } from './schemas.ts'
import { preview } from './store/received.ts'

/** Traces that match, newest first; the cursor is the last row's start and id. */
export async function listTraces(ctx: Context, filter: TraceFilter): Promise<TracePage> {
  await authorize(ctx, 'traces.read')
  const values: unknown[] = [ctx.projectId]
  const where = ['project_id = $1', ...conditions(filter, values)]
  const sql = poolSql(ctx.db)
  const rows = await sql.query(
    `select ${traceColumns}, started_at::text as position from trace where ${where.join(' and ')}
     order by started_at desc, trace_id desc limit ${filter.limit + 1}`,
    values,
  )
  const page = rows.slice(0, filter.limit)
  const last = rows.length > filter.limit ? page.at(-1) : undefined
  const now = await ctx.clock.now(sql)
  return {
    items: (await withEventPreviews(ctx, page)).map(row => toTraceItem(row, now)),
    nextCursor: last ? `${last.position}|${last.trace_id}` : null,
  }
}

function conditions(filter: TraceFilter, values: unknown[]): string[] {
  const add = (value: unknown) => `$${values.push(value)}`
  const result: string[] = []
  const equal = {
    agent: 'agent',
    release: 'release',
    environment: 'environment',
    framework: 'framework',
    session: 'session_id',
    user: 'user_id',
    status: 'status',
  } as const
  for (const [key, column] of Object.entries(equal)) {
    const value = filter[key as keyof typeof equal]
    if (value !== undefined) result.push(`${column} = ${add(value)}`)
  }
  if (filter.model) result.push(`${add(filter.model)} = any(models)`)
  if (filter.tool) result.push(`${add(filter.tool)} = any(tools)`)
  if (filter.from) result.push(`started_at >= ${add(filter.from)}::timestamptz`)
  if (filter.to) result.push(`started_at < ${add(filter.to)}::timestamptz`)
  if (filter.text) {
    const like = add(`%${filter.text.replace(/[\\%_]/g, '\\$&')}%`)
    result.push(
      `(name ilike ${like} or input_preview ilike ${like} or output_preview ilike ${like} or trace_id ilike ${like}
        or exists (select from span_message m where m.project_id = $1 and m.trace_id = trace.trace_id and m.json ilike ${like}))`,
    )
  }
  if (filter.cursor) result.push(after(filter.cursor, add))
  return result
}

function after(cursor: string, add: (value: unknown) => string): string {
  const [position, traceId] = cursor.split('|')
  if (!position || !traceId || Number.isNaN(Date.parse(position.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00')))) {
    throw badRequest('This cursor is not one of ours.', 'query.cursor')
  }
  return `(started_at, trace_id) < (${add(position)}::timestamptz, ${add(traceId)})`
}

/** Where a client sends its messages as log events, they are the first input and the last output. */
async function withEventPreviews(ctx: Context, rows: Record<string, unknown>[]): Promise<Record<string, unknown>[]> {
  const silent = rows.filter(row => row.input_preview === null || row.output_preview === null).map(row => row.trace_id)
  if (silent.length === 0) return rows
  const parts = await poolSql(ctx.db).query<MessagePart & { traceId: string }>(
    `select distinct on (trace_id, direction) trace_id as "traceId", direction, at_us::float8 as "atUs", position as index, json
     from span_message where project_id = $1 and trace_id = any($2::text[])
     order by trace_id, direction, case direction when 'input' then at_us else -at_us end, position`,
    [ctx.projectId, silent],
  )
  const said = (row: Record<string, unknown>, direction: 'input' | 'output') =>
    preview(
      renderParts(
        parts.filter(part => part.traceId === row.trace_id),
        direction,
      ),
    )
  return rows.map(row => ({
    ...row,
    input_preview: row.input_preview ?? said(row, 'input'),
    output_preview: row.output_preview ?? said(row, 'output'),
  }))
}
