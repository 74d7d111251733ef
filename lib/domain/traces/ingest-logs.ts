import { createHash } from 'node:crypto'
import type { MessagePart } from '#lib/domain/traces/normalise/text/parts.ts'
import type { Context } from '#lib/platform/context.ts'
import { sqlTransaction } from '#lib/platform/db/transaction.ts'
import { maxIds, publish } from '#lib/platform/events/publish.ts'
import type { CanonicalLog } from './normalise/log.ts'
import { type Column, insertFrom, type Statement, writeRows } from './store/tables/columns.ts'
import { spanScores } from './store/tables/write-scores.ts'
import { storeScores } from './store-scores.ts'

interface Row extends MessagePart {
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

/** Stores what log events say of spans, whether the span came before or comes after. A repeat changes nothing. */
export async function ingestLogs(ctx: Context, logs: readonly CanonicalLog[]): Promise<void> {
  for (let from = 0; from < logs.length; from += chunk) await storeMessages(ctx, logs.slice(from, from + chunk))
  await storeScores(
    ctx,
    logs.flatMap(log => spanScores(log.traceId, log.spanId, log.responseId, log.scores, log.atUs)),
  )
}

async function storeMessages(ctx: Context, logs: readonly CanonicalLog[]): Promise<void> {
  const rows = logs.flatMap(log => rowsOf(ctx.projectId, log))
  if (rows.length === 0) return
  rows.sort((a, b) => (a.traceId + a.spanId + a.hash < b.traceId + b.spanId + b.hash ? -1 : 1))
  await sqlTransaction(ctx.db.pool, async (client, sql) => {
    await writeRows(client, insert, rows)
    const ids = [...new Set(rows.map(row => row.traceId))]
    await publish(sql, ctx.projectId, { topic: 'traces', type: 'trace.updated', ids: ids.length <= maxIds ? ids : [] })
  })
}

function rowsOf(projectId: string, log: CanonicalLog): Row[] {
  const { spanId, traceId } = log
  if (traceId === null || spanId === null) return []
  return log.parts.map(part => {
    const content = JSON.stringify([part.direction, part.atUs, part.index, part.json])
    return { ...part, projectId, traceId, spanId, hash: createHash('sha256').update(content).digest('base64url') }
  })
}
