import { type Clock, type Context, databaseClock, systemContext } from '#lib/platform/context.ts'
import type { Database } from '#lib/platform/db/client.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import { transaction } from '#lib/platform/db/transaction.ts'
import { columns, type Row, record } from './internal.ts'
import type { Status } from './schemas.ts'

interface Due {
  project_id: string
  id: string
  status: Status
}

/** Overdue at $1: requests nobody decided, approvals nobody claimed, claims nobody reported on. */
const overdue = `((status in ('pending', 'approved') and expires_at <= $1::timestamptz)
  or (status = 'claimed' and lease_until <= $1::timestamptz))`

/** Ends what is overdue. Each end is decided by its own conditional update, so any number of workers may run this. */
export async function expireDue(db: Database, clock: Clock = databaseClock): Promise<number> {
  const sql = poolSql(db)
  const now = (await clock.now(sql)).toISOString()
  const due = await sql.query<Due>(`select project_id, id, status from approval where ${overdue} limit 500`, [now])
  let ended = 0
  for (const item of due) ended += (await end(systemContext(db, item.project_id, 'expiry'), item, now)) ? 1 : 0
  return ended
}

function end(ctx: Context, item: Due, now: string): Promise<boolean> {
  return transaction(ctx.db, async tx => {
    const [row] = await tx.query<Row>(
      `update approval set status = case when status = 'claimed' then 'unknown' else 'expired' end, revision = revision + 1,
         updated_at = $1::timestamptz
       where project_id = $2 and id = $3 and status = $4 and ${overdue} returning ${columns}`,
      [now, ctx.projectId, item.id, item.status],
    )
    if (!row) return false
    await record(tx, ctx, row.status === 'unknown' ? 'approval.lapsed' : 'approval.expired', item.status, row)
    return true
  })
}
