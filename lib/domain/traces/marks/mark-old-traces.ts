import type { PoolClient } from 'pg'
import { traceNode } from '#lib/domain/traces/runs/parts.ts'
import { lockNodes } from '#lib/domain/traces/store/tables/load.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Sql } from '#lib/platform/db/sql.ts'
import { sqlTransaction } from '#lib/platform/db/transaction.ts'
import { attributeWords, dayOf, factWords, markOf, promptWords } from './marks.ts'

/** The most traces of one transaction, within the limit of spans. */
const batch = { traces: 50, spans: 2_000 }
/** Rows of marks by ingestion are numbered from 1. */
const ofOldTraces = 0

/** Projects with traces from before there were marks, or before the present kinds of marks. */
export async function projectsWithUnmarked(sql: Sql): Promise<string[]> {
  const rows = await sql.query<{ id: string }>(
    'select p.id from project p where exists (select from trace t where t.project_id = p.id and not t.marked) limit 100',
  )
  return rows.map(row => row.id)
}

/** Adds marks to traces from before there were any, the newest first; returns how many. */
export async function markOldTraces(ctx: Context): Promise<number> {
  let marked = 0
  for (;;) {
    const traces = await sqlTransaction(ctx.db.pool, client => markBatch(client, ctx.projectId))
    marked += traces
    if (traces === 0 || ctx.signal?.aborted) return marked
  }
}

async function markBatch(client: PoolClient, projectId: string): Promise<number> {
  const { rows } = await client.query<{ trace_id: string; span_count: number }>(
    `select trace_id, span_count from trace where project_id = $1 and not marked order by started_at desc limit ${batch.traces}`,
    [projectId],
  )
  const spansTo = (i: number) => rows.slice(0, i + 1).reduce((sum, row) => sum + row.span_count, 0)
  const ids = rows.filter((_, i) => i === 0 || spansTo(i) <= batch.spans).map(row => row.trace_id)
  if (ids.length === 0) return 0
  await lockNodes(client, projectId, ids.map(traceNode))
  for (const traceId of ids) await markTrace(client, projectId, traceId)
  return ids.length
}

async function markTrace(client: PoolClient, projectId: string, traceId: string): Promise<void> {
  const traces = await client.query(
    `update trace set marked = true where project_id = $1 and trace_id = $2 and not marked
     returning agent, framework, release, environment, user_id as "userId", status, tags, models, tools, start_us, day::text`,
    [projectId, traceId],
  )
  const [trace] = traces.rows
  if (!trace) return
  const words = new Set(factWords(projectId, trace))
  for (const word of await spanWords(client, projectId, trace.day, traceId)) words.add(word)
  const day = dayOf(Number(trace.start_us))
  await client.query(
    `insert into trace_marks (project_id, trace_id, revision, marks) values ($1, $2, $3, $4::bigint[])
     on conflict (project_id, trace_id, revision) do update set marks = excluded.marks`,
    [projectId, traceId, ofOldTraces, [...words].map(word => String(markOf(day, word)))],
  )
}

/** What the spans of a trace say: their attributes, and the prompts that they name. */
async function spanWords(client: PoolClient, projectId: string, day: string, traceId: string): Promise<number[]> {
  const values = [projectId, day, traceId]
  const where = 'where project_id = $1 and day = $2::date and trace_id = $3'
  const payloads = await client.query<{ attributes: Record<string, unknown> }>(
    `select attributes from span_payload ${where}`,
    values,
  )
  const prompts = await client.query<{ promptName: string; promptVersion: string | null }>(
    `select distinct prompt_name as "promptName", prompt_version as "promptVersion" from span ${where} and prompt_name is not null`,
    values,
  )
  return [
    ...payloads.rows.flatMap(({ attributes }) => attributeWords(projectId, attributes)),
    ...prompts.rows.flatMap(row => promptWords(projectId, row)),
  ]
}
