import { authorize } from '#lib/platform/auth/authorize.ts'
import { change } from '#lib/platform/change.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { conflict } from '#lib/shared/problem.ts'
import type { cancelApprovalContract } from './contract.ts'
import { columns, findApproval, mayBecome, type Row, record, toApproval } from './internal.ts'
import { auditRefused } from './refused.ts'

/** Withdraws a request that nobody claimed yet, decided or not. */
export async function cancelApproval(
  ctx: Context,
  { params: { id } }: Input<typeof cancelApprovalContract>,
): Promise<Output<typeof cancelApprovalContract>> {
  await authorize(ctx, 'approvals.cancel', { type: 'approval', id })
  const cancel = () =>
    change(ctx, async tx => {
      const before = await findApproval(tx, ctx, id, 'lock')
      const now = (await ctx.clock.now(tx)).toISOString()
      const [row] = await tx.query<Row>(
        `update approval set status = 'cancelled', revision = revision + 1, updated_at = $3::timestamptz
         where project_id = $1 and id = $2 and ${mayBecome('cancelled')} returning ${columns}`,
        [ctx.projectId, id, now],
      )
      if (!row) {
        const { status } = before
        const type = before.claim_id === null ? 'already-decided' : 'already-claimed'
        throw conflict(type, `It is ${status} already.`, { state: status })
      }
      await record(tx, ctx, 'approval.cancelled', before, row)
      return toApproval(row)
    })
  return auditRefused(ctx, 'approval.cancelled', id, cancel)
}
