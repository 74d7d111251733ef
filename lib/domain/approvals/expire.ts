import { type Clock, type Context, databaseClock, systemContext } from '#lib/platform/context.ts'
import type { Database } from '#lib/platform/db/client.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import { transaction } from '#lib/platform/db/transaction.ts'
import { logger } from '#lib/platform/logger.ts'
import { endIfDue } from './end-if-due.ts'
import { lockApproval } from './lock.ts'
import { statusesBefore } from './rules.ts'
import type { Status } from './schemas.ts'

// SQL: one statement over all projects that two partial indexes answer, which the statuses have to stand in.

interface Due {
  project_id: string
  id: string
}

/** As many are ended in one sweep at most; the rest follows in the next, a second later. */
const batch = 500

const mayBecome = (to: Status) =>
  `status in (${statusesBefore(to)
    .map(from => `'${from}'`)
    .join(', ')})`

/** Overdue at $1: requests nobody decided, approvals nobody claimed, claims nobody reported on. Two partial indexes serve it. */
export const dueSql = `(select project_id, id from approval where ${mayBecome('expired')} and expires_at <= $1::timestamptz
    order by expires_at limit ${batch})
  union all (select project_id, id from approval where ${mayBecome('unknown')} and lease_until <= $1::timestamptz
    order by lease_until limit ${batch})`

/** Ends what is overdue. Each end is decided by its own conditional update, so any number of workers may run this. */
export async function expireDue(db: Database, clock: Clock = databaseClock): Promise<number> {
  const sql = poolSql(db)
  const now = await clock.now(sql)
  const due = await sql.query<Due>(dueSql, [now.toISOString()])
  let ended = 0
  for (const { project_id, id } of due) {
    // One that cannot be ended must not keep the others open.
    const done = await end(systemContext(db, project_id, 'expiry'), id, now).catch(error => {
      logger().warn({ err: error, approval: id }, 'approval could not be expired')
      return false
    })
    if (done) ended += 1
  }
  return ended
}

function end(ctx: Context, id: string, now: Date): Promise<boolean> {
  return transaction(ctx.db, async tx => {
    const before = await lockApproval(tx, ctx, id)
    return (await endIfDue(tx, ctx, before, now)) !== before
  })
}
