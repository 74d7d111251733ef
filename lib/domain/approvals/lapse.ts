import { type Context, systemContext } from '#lib/platform/context.ts'
import type { Sql } from '#lib/platform/db/sql.ts'
import { columns, mayBecome, type Row, record } from './internal.ts'

/** A claim without an outcome is unknown once its lease is over, whether or not the sweep has come by. Expects a locked row. */
export async function lapseIfDue(tx: Sql, ctx: Context, row: Row, now: Date): Promise<Row> {
  if (row.status !== 'claimed' || Date.parse(row.lease_until ?? '') > now.getTime()) return row
  const [lapsed] = await tx.query<Row>(
    `update approval set status = 'unknown', revision = revision + 1, updated_at = $3::timestamptz
     where project_id = $1 and id = $2 and ${mayBecome('unknown')} returning ${columns}`,
    [ctx.projectId, row.id, now.toISOString()],
  )
  if (!lapsed) return row
  await record(tx, systemContext(ctx.db, ctx.projectId, 'expiry'), 'approval.lapsed', row, lapsed)
  return lapsed
}
