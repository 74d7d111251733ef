import { authorize } from '#lib/platform/auth/authorize.ts'
import { change } from '#lib/platform/change.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { conflict } from '#lib/shared/problem.ts'
import { auditAttempt } from './audit-attempt.ts'
import type { cancelApprovalContract } from './contract.ts'
import { become, toApproval } from './internal.ts'
import { lockApproval } from './lock.ts'
import { record } from './record.ts'

/** Withdraws a request that has not been claimed, whether or not it was decided. */
export async function cancelApproval(
  ctx: Context,
  { params: { id } }: Input<typeof cancelApprovalContract>,
): Promise<Output<typeof cancelApprovalContract>> {
  await authorize(ctx, 'approvals.cancel', { type: 'approval', id })
  const cancel = () =>
    change(ctx, async tx => {
      const before = await lockApproval(tx, ctx, id)
      const row = await become(tx, before, 'cancelled', await ctx.clock.now(tx))
      if (!row) {
        const { status } = before
        const type = before.claimId === null ? 'already-decided' : 'already-claimed'
        throw conflict(type, `The request is already ${status}, so it cannot be withdrawn.`, { state: status })
      }
      await record(tx, ctx, 'approval.cancelled', before, row)
      return toApproval(row)
    })
  return auditAttempt(ctx, 'approval.cancelled', id, cancel)
}
