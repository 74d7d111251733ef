import type { Context } from '#lib/platform/context.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import type { Sql } from '#lib/platform/db/sql.ts'
import { transaction } from '#lib/platform/db/transaction.ts'
import { logger } from '#lib/platform/logger.ts'
import { lockApproval } from '../lock.ts'
import { statusesBefore } from '../rules.ts'
import type { Status } from '../schemas.ts'
import { endIfDue } from './end-if-due.ts'

// SQL: one statement over all projects. Two partial indexes answer it if the statuses are written out.

/** The most that one sweep ends. The rest follows a second later. */
const batch = 500

const mayBecome = (to: Status) =>
  `status in (${statusesBefore(to)
    .map(from => `'${from}'`)
    .join(', ')})`

/** What is overdue at $1, the oldest first: undecided requests, unclaimed approvals, and claims without a report. */
const overdue = (and = '') => `(select project_id, id from approval
    where ${mayBecome('expired')} and expires_at <= $1::timestamptz ${and} order by expires_at limit ${batch})
  union all (select project_id, id from approval
    where ${mayBecome('unknown')} and lease_until <= $1::timestamptz ${and} order by lease_until limit ${batch})`

export const dueSql = overdue()

/** Projects in which something is overdue. If there are very many, the rest follows a second later. */
export async function projectsWithDue(sql: Sql, now: Date): Promise<string[]> {
  const rows = await sql.query<{ project_id: string }>(`select distinct project_id from (${dueSql}) due`, [
    now.toISOString(),
  ])
  return rows.map(row => row.project_id)
}

/** Ends what is overdue in the project, each by its own conditional update. Returns how many. */
export async function expireDue(ctx: Context): Promise<number> {
  const sql = poolSql(ctx.db)
  const now = await ctx.clock.now(sql)
  const due = await sql.query<{ id: string }>(overdue('and project_id = $2'), [now.toISOString(), ctx.projectId])
  let ended = 0
  for (const { id } of due) {
    if (ctx.signal?.aborted) break
    // If one cannot be ended, the others still are.
    const done = await end(ctx, id, now).catch(error => {
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
