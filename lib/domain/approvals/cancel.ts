import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import { transaction } from '#lib/platform/db/transaction.ts'
import { conflict } from '#lib/shared/problem.ts'
import { columns, findApproval, type Row, record, toApproval } from './internal.ts'
import type { Approval } from './schemas.ts'

/** Withdraws a request that nobody claimed yet, decided or not. */
export async function cancelApproval(ctx: Context, id: string): Promise<Approval> {
  await authorize(ctx, 'approvals.cancel', { type: 'approval', id })
  return transaction(ctx.db, async tx => {
    const before = await findApproval(tx, ctx, id)
    const now = (await ctx.clock.now(tx)).toISOString()
    const [row] = await tx.query<Row>(
      `update approval set status = 'cancelled', revision = revision + 1, updated_at = $3::timestamptz
       where project_id = $1 and id = $2 and status in ('pending', 'approved') returning ${columns}`,
      [ctx.projectId, id, now],
    )
    if (!row) {
      const { status } = await findApproval(tx, ctx, id)
      throw conflict(status === 'claimed' ? 'already-claimed' : 'already-decided', `It is ${status} already.`, {
        status,
      })
    }
    await record(tx, ctx, 'approval.cancelled', before.status, row)
    return toApproval(row)
  })
}
