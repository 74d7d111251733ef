import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import type { Sql } from '#lib/platform/db/sql.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import type { listApprovalsContract } from './contract.ts'
import { type Order, readCursor, writeCursor } from './cursor.ts'
import { type ItemRow, itemColumns, toItem } from './item.ts'
import type { ListQuery } from './schemas.ts'

const waiting = "status in ('pending', 'unknown')"
const groups: Record<string, string> = { waiting, decided: `not (${waiting})`, all: 'true' }

const latestFirst = (column: string) => ({
  by: `approval.${column} desc, id`,
  after: `($2::timestamptz is null or (approval.${column} <= $2::timestamptz
    and (approval.${column} < $2::timestamptz or id > $3)))`,
})

/** Ascending expiry, or descending time of the request or the last change; the id breaks ties. `$2` is the last row's time, `$3` its id. */
const orders: Record<Order, { by: string; after: string }> = {
  expires: {
    by: 'approval.expires_at, id',
    after: '($2::timestamptz is null or (approval.expires_at, id) > ($2::timestamptz, $3))',
  },
  requested: latestFirst('requested_at'),
  changed: latestFirst('updated_at'),
}

const orderOf = (status: ListQuery['status']): Order =>
  status === 'waiting' ? 'expires' : status === 'decided' ? 'changed' : 'requested'

const timeOf = { expires: 'expires_at', requested: 'requested_at', changed: 'updated_at' } as const

/**
 * Waiting ones by what expires first, decided ones by what changed last, others newest first. The cursor is stable while
 * requests arrive and are decided; a decided one that changes meanwhile is at the top of a new list.
 */
export async function listApprovals(
  ctx: Context,
  { query }: Input<typeof listApprovalsContract>,
): Promise<Output<typeof listApprovalsContract>> {
  await authorize(ctx, 'approvals.read')
  const sql = poolSql(ctx.db)
  const order = orderOf(query.status)
  const after = query.cursor === undefined ? null : readCursor(query.cursor, order)
  const group = groups[query.status] ?? 'status = $8'
  const rows = await sql.query<ItemRow>(
    `select ${itemColumns} from approval where project_id = $1 and ${orders[order].after} and ${group}
       and ($4::text is null or agent = $4) and ($5::text is null or agent = $5) and ($6::text is null or tool = $6)
       and ($7::text is null or environment = $7) and $8::text is not null
     order by ${orders[order].by} limit ${query.limit + 1}`,
    [
      ctx.projectId,
      after?.at ?? null,
      after?.id ?? null,
      boundAgent(ctx),
      query.agent ?? null,
      query.tool ?? null,
      query.environment ?? null,
      query.status,
    ],
  )
  const items = rows.slice(0, query.limit)
  const last = rows.length > query.limit ? items.at(-1) : undefined
  return {
    items: items.map(toItem),
    nextCursor: last ? writeCursor(order, last[timeOf[order]], last.id) : null,
    waiting: await countWaiting(sql, ctx, query),
  }
}

async function countWaiting(sql: Sql, ctx: Context, { agent, tool, environment }: ListQuery): Promise<number> {
  const [count] = await sql.query<{ waiting: number }>(
    `select count(*)::int as waiting from approval where project_id = $1 and ${waiting}
       and ($2::text is null or agent = $2) and ($3::text is null or agent = $3) and ($4::text is null or tool = $4)
       and ($5::text is null or environment = $5)`,
    [ctx.projectId, boundAgent(ctx), agent ?? null, tool ?? null, environment ?? null],
  )
  return count?.waiting ?? 0
}

/** A key bound to one agent sees only that agent's. */
const boundAgent = (ctx: Context) => (ctx.actor.kind === 'key' ? ctx.actor.agent : null)
