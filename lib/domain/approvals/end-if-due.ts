import { type Context, systemContext } from '#lib/platform/context.ts'
import type { Sql } from '#lib/platform/db/sql.ts'
import { columns, mayBecome, type Row, record } from './internal.ts'

/**
 * Ends a request whose time is over, whether or not the sweep has come by: nobody decided or claimed it (`expired`), or
 * its claim brought no outcome (`unknown`). Expects a locked row; gives it back as it then is.
 */
export async function endIfDue(tx: Sql, ctx: Context, row: Row, now: Date): Promise<Row> {
  const claimed = row.status === 'claimed'
  const [to, action] = claimed ? (['unknown', 'approval.lapsed'] as const) : (['expired', 'approval.expired'] as const)
  const [ended] = await tx.query<Row>(
    `update approval set status = '${to}', revision = revision + 1, updated_at = $3::timestamptz
     where project_id = $1 and id = $2 and ${mayBecome(to)} and ${claimed ? 'lease_until' : 'expires_at'} <= $3::timestamptz
     returning ${columns}`,
    [ctx.projectId, row.id, now.toISOString()],
  )
  if (!ended) return row
  await record(tx, systemContext(ctx.db, ctx.projectId, 'expiry'), action, row, ended)
  return ended
}
