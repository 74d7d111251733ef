import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import { transaction } from '#lib/platform/db/transaction.ts'
import { newId } from '#lib/shared/ids.ts'
import { conflict } from '#lib/shared/problem.ts'
import { columns, findApproval, type Row, record, toApproval } from './internal.ts'
import { activeKey, signReceipt } from './receipt.ts'
import { claimLeaseSeconds, judge } from './rules.ts'
import type { ClaimAnswer } from './schemas.ts'

/**
 * Takes an approved action, once. The executor shows the digest of what it is about to run; whoever changes the one row
 * has the claim, everybody else is told why not. From here the action is executed, failed, or a person's to settle.
 */
export async function claimApproval(ctx: Context, id: string, digest: string): Promise<ClaimAnswer> {
  await authorize(ctx, 'approvals.claim', { type: 'approval', id })
  // Before the transaction: signing must not ask the pool for a second connection while this one holds locks.
  const key = await activeKey(ctx.db)
  return transaction(ctx.db, async tx => {
    const before = await findApproval(tx, ctx, id)
    recheck(before)
    const now = await ctx.clock.now(tx)
    const lease = new Date(now.getTime() + claimLeaseSeconds * 1000).toISOString()
    const [row] = await tx.query<Row>(
      `update approval set status = 'claimed', claim_id = $3, claimed_by = $4, claimed_at = $5::timestamptz, lease_until = $6::timestamptz,
         revision = revision + 1, updated_at = $5::timestamptz
       where project_id = $1 and id = $2 and status = 'approved' and digest = $7 and expires_at > $5::timestamptz returning ${columns}`,
      [ctx.projectId, id, newId('clm'), String(ctx.actor.id), now.toISOString(), lease, digest],
    )
    if (!row?.claim_id || !row.lease_until) throw refusalOf(await findApproval(tx, ctx, id), digest)
    await record(tx, ctx, 'approval.claimed', before.status, row, { claimId: row.claim_id })
    const receipt = await signReceipt(key, toApproval(row), now)
    return {
      claimId: row.claim_id,
      receipt,
      effectiveArguments: toApproval(row).arguments,
      leaseUntil: row.lease_until,
    }
  })
}

/** The world may have changed since the decision. A person's word stands; what only the policy allowed is judged again. */
function recheck(row: Row): void {
  if (row.decided_by !== 'policy') return
  const verdict = judge({ tool: row.tool, environment: row.environment, risk: row.risk })
  if (verdict.outcome === 'hold') throw conflict('recheck-denied', verdict.reasons[0]?.message ?? 'The policy changed.')
}

function refusalOf(row: Row, digest: string) {
  const now = { status: row.status, revision: row.revision }
  if (row.claim_id !== null)
    return conflict('already-claimed', 'It was claimed before; an approval is good for one execution.', now)
  if (row.status === 'expired') return conflict('expired', 'Its time is over.', now)
  if (row.status !== 'approved') return conflict('not-approved', `It is ${row.status}.`, now)
  if (row.digest !== digest) {
    return conflict('digest-mismatch', 'What you are about to run is not what was approved.', {
      ...now,
      digest: row.digest,
    })
  }
  return conflict('expired', 'Its time is over; ask again.', now)
}
