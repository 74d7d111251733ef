import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import { transaction } from '#lib/platform/db/transaction.ts'
import { conflict } from '#lib/shared/problem.ts'
import { columns, findApproval, type Row, record, toApproval } from './internal.ts'
import type { Approval, OutcomeBody } from './schemas.ts'

/** What the claimed action did. The same word again is answered the same; another is refused, the first stands. */
export async function reportOutcome(ctx: Context, id: string, body: OutcomeBody): Promise<Approval> {
  await authorize(ctx, 'approvals.claim', { type: 'approval', id })
  return transaction(ctx.db, async tx => {
    const before = await findApproval(tx, ctx, id)
    const now = (await ctx.clock.now(tx)).toISOString()
    // An outcome that comes after the lease still tells the truth: the executor knows better than a person could.
    const [row] = await tx.query<Row>(
      `update approval set status = $4, outcome_result = $5::jsonb, outcome_error = $6, outcome_at = $7::timestamptz, revision = revision + 1,
         updated_at = $7::timestamptz
       where project_id = $1 and id = $2 and claim_id = $3 and status in ('claimed', 'unknown') returning ${columns}`,
      [ctx.projectId, id, body.claimId, body.status, JSON.stringify(body.result ?? null), body.error ?? null, now],
    )
    if (row) {
      await record(tx, ctx, `approval.${body.status}`, before.status, row, {
        claimId: body.claimId,
        error: body.error ?? null,
      })
      return toApproval(row)
    }
    const after = await findApproval(tx, ctx, id)
    if (after.claim_id !== body.claimId)
      throw conflict('not-claimed', 'This claim is not the one that holds the action.')
    if (after.status !== body.status) throw conflict('outcome-differs', `It was reported as ${after.status} before.`)
    return toApproval(after)
  })
}
