import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import type { listTracesContract } from './contract.ts'
import { parameters, traceCursor, traceWalk } from './filter-sql.ts'
import { toTraceFields, traceColumns } from './internal.ts'
import { type MessagePart, renderParts } from './normalise/text/parts.ts'
import { runOfEach } from './runs/queries.ts'
import type { TraceFilter } from './schemas.ts'
import { preview } from './store/received.ts'

/**
 * Traces that match, in the order asked for. The cursor is the place of the last trace looked at: a page may hold fewer
 * than `limit`, even none, and have a cursor, when few of those looked at match.
 */
export async function listTraces(
  ctx: Context,
  { query: filter }: Input<typeof listTracesContract>,
): Promise<Output<typeof listTracesContract>> {
  await authorize(ctx, 'traces.read')
  const sql = poolSql(ctx.db)
  const { values, add } = parameters()
  const walk = traceWalk(ctx.projectId, filter, add)
  const rows = await sql.query(
    `select ${traceColumns}, position, (${walk.isEnd}) as "isEnd", (${walk.matches}) as matches from ${walk.from}
     where ${walk.matches} or ${walk.isEnd} order by ${walk.orderBy} limit ${filter.limit + 1}`,
    values,
  )
  const page = rows.filter(row => row.matches === true).slice(0, filter.limit)
  const last = rows.length > filter.limit ? page.at(-1) : rows.at(-1)
  const goesOn = rows.length > filter.limit || last?.isEnd === true
  const [shown, runs, foldedTraces] = await Promise.all([
    withEventPreviews(ctx, page),
    runOfEach(
      ctx,
      page.map(row => String(row.trace_id)),
    ),
    countFolded(ctx, filter),
  ])
  return {
    items: shown.map(row => ({ ...toTraceFields(row), run: runs.get(String(row.trace_id)) ?? null })),
    foldedTraces,
    nextCursor: goesOn && last ? traceCursor(filter.sort).write([String(last.position), String(last.trace_id)]) : null,
  }
}

const countedFolded = 1_000

/** How many traces of framework messages the list leaves out; counted once, with its first page. */
async function countFolded(ctx: Context, filter: TraceFilter): Promise<number | null> {
  if (filter.messageTraces !== 'fold' || filter.cursor !== undefined) return null
  const { values, add } = parameters()
  const only: TraceFilter = { ...filter, messageTraces: 'only', sort: '-startedAt', limit: countedFolded - 1 }
  const walk = traceWalk(ctx.projectId, only, add)
  const [row] = await poolSql(ctx.db).query<{ count: number }>(
    `select least(count(*), ${countedFolded})::int as count from ${walk.from} where ${walk.matches}`,
    values,
  )
  return row?.count ?? 0
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
