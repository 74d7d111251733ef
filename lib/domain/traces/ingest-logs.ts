import { createHash } from 'node:crypto'
import type { PoolClient } from 'pg'
import { loadPriceBook } from '#lib/domain/prices/index.ts'
import type { MessagePart } from '#lib/domain/traces/normalise/text/parts.ts'
import type { Context } from '#lib/platform/context.ts'
import { maxIds, publish } from '#lib/platform/events/publish.ts'
import type { CanonicalLog } from './normalise/log.ts'
import { recomputeTraces } from './recompute/recompute-traces.ts'
import { traceNode } from './runs/parts.ts'
import { storing } from './store/storing.ts'
import { type Column, insertFrom, type Statement, writeRows } from './store/tables/columns.ts'
import { lockNodes } from './store/tables/load.ts'
import { spanScores } from './store/tables/write-scores.ts'
import { storeScores } from './store-scores.ts'

interface Row extends Omit<MessagePart, 'direction'> {
  /** `usage`: tokens of the call, as `normalise/log-usage.ts` keeps them. */
  direction: MessagePart['direction'] | 'usage'
  projectId: string
  traceId: string
  spanId: string
  hash: string
}

const columns: Column<Row>[] = [
  { name: 'project_id', type: 'text', get: row => row.projectId },
  { name: 'trace_id', type: 'text', get: row => row.traceId },
  { name: 'span_id', type: 'text', get: row => row.spanId },
  { name: 'part_hash', type: 'text', get: row => row.hash },
  { name: 'direction', type: 'text', get: row => row.direction },
  { name: 'at_us', type: 'bigint', get: row => row.atUs },
  { name: 'position', type: 'int', get: row => row.index },
  { name: 'json', type: 'text', get: row => row.json },
]
const insert: Statement<Row> = {
  name: 'insert-messages',
  columns,
  text: `${insertFrom('span_message', columns)} on conflict do nothing`,
}

/** Records of one transaction. */
const chunk = 2_000

/** Stores the content of log events for their spans, which may arrive before or after. A repetition changes nothing. */
export async function ingestLogs(ctx: Context, logs: readonly CanonicalLog[]): Promise<void> {
  for (let from = 0; from < logs.length; from += chunk) await storeMessages(ctx, logs.slice(from, from + chunk))
  await tellUsage(ctx, logs)
  await storeScores(
    ctx,
    logs.flatMap(log => spanScores(log.traceId, log.spanId, log.responseId, log.scores, log.atUs)),
  )
}

async function storeMessages(ctx: Context, logs: readonly CanonicalLog[]): Promise<void> {
  const rows = logs.flatMap(log => rowsOf(ctx.projectId, log))
  if (rows.length === 0) return
  rows.sort((a, b) => (a.traceId + a.spanId + a.hash < b.traceId + b.spanId + b.hash ? -1 : 1))
  await storing(ctx, async (client, sql) => {
    await writeRows(client, insert, rows)
    const ids = [...new Set(rows.map(row => row.traceId))]
    await publish(sql, ctx.projectId, { topic: 'traces', type: 'trace.updated', ids: ids.length <= maxIds ? ids : [] })
  })
}

/** Traces of one transaction. */
const traceChunk = 20

/** Gives stored spans the tokens of their events; later spans find their events themselves. */
async function tellUsage(ctx: Context, logs: readonly CanonicalLog[]): Promise<void> {
  const telling = logs.filter(log => log.usage !== null && log.traceId !== null && log.spanId !== null)
  const ids = [...new Set(telling.map(log => log.traceId ?? ''))].sort()
  if (ids.length === 0) return
  const { projectId } = ctx
  const prices = await loadPriceBook(ctx)
  for (let from = 0; from < ids.length; from += traceChunk) {
    const part = new Set<string | null>(ids.slice(from, from + traceChunk))
    const some = telling.filter(log => part.has(log.traceId))
    await storing(ctx, async (client, sql) => {
      const silent = await tracesLacking(client, projectId, some, await nodesAround(client, projectId, some))
      if (silent.length === 0) return
      const { changed } = await recomputeTraces(client, projectId, silent, prices)
      if (changed.length > 0) {
        await publish(sql, projectId, { topic: 'traces', type: 'trace.updated', ids: changed })
      }
    })
  }
}

/** The traces, with the stored links and names that join them with others. */
async function nodesAround(client: PoolClient, projectId: string, logs: readonly CanonicalLog[]): Promise<string[]> {
  const ids = [...new Set(logs.map(log => log.traceId ?? ''))]
  const { rows } = await client.query<{ node: string }>(
    'select distinct node from run_edge where project_id = $1 and trace_id = any($2::text[])',
    [projectId, ids],
  )
  return [...new Set([...ids.map(traceNode), ...rows.map(row => row.node)])]
}

/** Locks the traces, then finds those with a call without tokens, or with tokens from an earlier event. */
async function tracesLacking(
  client: PoolClient,
  projectId: string,
  logs: readonly CanonicalLog[],
  nodes: readonly string[],
): Promise<string[]> {
  await lockNodes(client, projectId, nodes)
  const { rows } = await client.query<{ trace_id: string }>({
    name: 'traces-lacking-usage',
    text: `select distinct s.trace_id from unnest($2::text[], $3::text[]) as e (trace_id, span_id)
           join trace t on t.project_id = $1 and t.trace_id = e.trace_id
           join span s on s.project_id = $1 and s.day = t.day and s.trace_id = e.trace_id and s.span_id = e.span_id
           where s.kind in ('llm', 'embedding') and (
             (s.input_tokens is null and s.output_tokens is null) or (
               select count(*) > 1 from span_message m where m.project_id = $1 and m.trace_id = s.trace_id
                 and m.span_id = s.span_id and m.direction = 'usage'))`,
    values: [projectId, logs.map(log => log.traceId), logs.map(log => log.spanId)],
  })
  return rows.map(row => row.trace_id)
}

function rowsOf(projectId: string, log: CanonicalLog): Row[] {
  const { spanId, traceId } = log
  if (traceId === null || spanId === null) return []
  const usage =
    log.usage === null ? [] : [{ direction: 'usage' as const, atUs: log.atUs ?? 0, index: 0, json: log.usage }]
  return [...log.parts, ...usage].map(part => {
    const content = JSON.stringify([part.direction, part.atUs, part.index, part.json])
    return { ...part, projectId, traceId, spanId, hash: createHash('sha256').update(content).digest('base64url') }
  })
}
