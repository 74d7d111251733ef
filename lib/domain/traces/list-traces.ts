import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import type { listTracesContract } from './contract.ts'
import { onlyLook, parameters, traceCursor, traceWalk } from './filter-sql.ts'
import { findTraces } from './find/find-traces.ts'
import { toTraceFields } from './internal.ts'
import type { TraceFilter } from './list-schemas.ts'
import { type MessagePart, renderParts } from './normalise/text/parts.ts'
import { runOfEach } from './runs/queries.ts'
import { preview } from './store/tables/received.ts'

/** Matching traces, in the requested order. The cursor is the place of the last one, or of the last that was checked. */
export async function listTraces(
  ctx: Context,
  { query: filter }: Input<typeof listTracesContract>,
): Promise<Output<typeof listTracesContract>> {
  await authorize(ctx, 'traces.read')
  const { rows: page, next } = await findTraces(ctx, filter)
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
    nextCursor: next ? traceCursor(filter.sort).write([next.position, next.traceId]) : null,
  }
}

const countedFolded = 1_000

/** How many traces of framework messages the list leaves out; counted once, with its first page. */
async function countFolded(ctx: Context, filter: TraceFilter): Promise<number | null> {
  if (filter.messageTraces !== 'fold' || filter.cursor !== undefined) return null
  const { values, add } = parameters()
  const only: TraceFilter = { ...filter, messageTraces: 'only', sort: '-startedAt', limit: countedFolded - 1 }
  const walk = traceWalk(ctx.projectId, only, add, onlyLook)
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
  const previewOf = (row: Record<string, unknown>, direction: 'input' | 'output') =>
    preview(
      renderParts(
        parts.filter(part => part.traceId === row.trace_id),
        direction,
      ),
    )
  return rows.map(row => ({
    ...row,
    input_preview: row.input_preview ?? previewOf(row, 'input'),
    output_preview: row.output_preview ?? previewOf(row, 'output'),
  }))
}
