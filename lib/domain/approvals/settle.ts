import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import { transaction } from '#lib/platform/db/transaction.ts'
import { conflict } from '#lib/shared/problem.ts'
import { columns, findApproval, type Row, record, toApproval } from './internal.ts'
import type { Approval, SettleBody } from './schemas.ts'

/** A person says what became of an action whose executor fell silent. Nothing retries by itself. */
export async function settleApproval(ctx: Context, id: string, body: SettleBody): Promise<Approval> {
  await authorize(ctx, 'approvals.settle', { type: 'approval', id })
  return transaction(ctx.db, async tx => {
    const now = (await ctx.clock.now(tx)).toISOString()
    const [row] = await tx.query<Row>(
      `update approval set status = $3, settled_by = $4, settle_note = $5, outcome_at = $6::timestamptz, revision = revision + 1,
         updated_at = $6::timestamptz
       where project_id = $1 and id = $2 and status = 'unknown' returning ${columns}`,
      [ctx.projectId, id, body.status, ctx.actor.label, body.note, now],
    )
    if (!row) {
      const { status } = await findApproval(tx, ctx, id)
      throw conflict('not-unknown', `Only an unknown outcome is settled; this one is ${status}.`, { status })
    }
    await record(tx, ctx, 'approval.settled', 'unknown', row, { note: body.note })
    return toApproval(row)
  })
}
