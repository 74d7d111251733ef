import { authorize } from '#lib/platform/auth/authorize.ts'
import { change } from '#lib/platform/change.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { conflict } from '#lib/shared/problem.ts'
import { auditAttempt } from './audit-attempt.ts'
import type { settleApprovalContract } from './contract.ts'
import { become, toApproval } from './internal.ts'
import { lockApproval } from './lock.ts'
import { record } from './record.ts'
import { endIfDue } from './waiting/end-if-due.ts'

/** A person states the outcome of an action whose executor did not report. Nothing is retried automatically. */
export async function settleApproval(
  ctx: Context,
  { params: { id }, body }: Input<typeof settleApprovalContract>,
): Promise<Output<typeof settleApprovalContract>> {
  await authorize(ctx, 'approvals.settle', { type: 'approval', id })
  const settle = () =>
    change(ctx, async tx => {
      const locked = await lockApproval(tx, ctx, id)
      const now = await ctx.clock.now(tx)
      const before = await endIfDue(tx, ctx, locked, now)
      const settlement = { settledBy: ctx.actor.label, settleNote: body.note, outcomeAt: now }
      const row = await become(tx, before, body.status, now, settlement, { status: 'unknown' })
      if (!row) {
        const { status } = before
        throw conflict('not-unknown', `Only a request with an unknown outcome can be settled. This one is ${status}.`, {
          state: status,
        })
      }
      await record(tx, ctx, 'approval.settled', before, row, {
        note: body.note,
        lateReport: row.lateReport?.status ?? null,
      })
      return toApproval(row)
    })
  return auditAttempt(ctx, 'approval.settled', id, settle)
}
