import { authorize } from '#lib/platform/auth/authorize.ts'
import { change } from '#lib/platform/change.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { conflict } from '#lib/shared/problem.ts'
import type { settleApprovalContract } from './contract.ts'
import { endIfDue } from './end-if-due.ts'
import { columns, findApproval, type Row, record, toApproval } from './internal.ts'
import { auditRefused } from './refused.ts'

/** A person says what became of an action whose executor fell silent. Nothing retries by itself. */
export async function settleApproval(
  ctx: Context,
  { params: { id }, body }: Input<typeof settleApprovalContract>,
): Promise<Output<typeof settleApprovalContract>> {
  await authorize(ctx, 'approvals.settle', { type: 'approval', id })
  const settle = () =>
    change(ctx, async tx => {
      const locked = await findApproval(tx, ctx, id, 'lock')
      const now = await ctx.clock.now(tx)
      const before = await endIfDue(tx, ctx, locked, now)
      const [row] = await tx.query<Row>(
        `update approval set status = $3, settled_by = $4, settle_note = $5, outcome_at = $6::timestamptz, revision = revision + 1,
           updated_at = $6::timestamptz
         where project_id = $1 and id = $2 and status = 'unknown' returning ${columns}`,
        [ctx.projectId, id, body.status, ctx.actor.label, body.note, now.toISOString()],
      )
      if (!row) {
        const { status } = before
        throw conflict('not-unknown', `Only an unknown outcome is settled; this one is ${status}.`, { state: status })
      }
      await record(tx, ctx, 'approval.settled', before, row, {
        note: body.note,
        lateReport: row.late_report?.status ?? null,
      })
      return toApproval(row)
    })
  return auditRefused(ctx, 'approval.settled', id, settle)
}
