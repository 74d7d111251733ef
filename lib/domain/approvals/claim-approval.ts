import { authorize } from '#lib/platform/auth/authorize.ts'
import { change } from '#lib/platform/change.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Tx } from '#lib/platform/db/transaction.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { newId } from '#lib/shared/ids.ts'
import { conflict } from '#lib/shared/problem.ts'
import type { claimApprovalContract } from './contract.ts'
import { columns, findApproval, mayBecome, type Row, record, toApproval } from './internal.ts'
import { signReceipt } from './receipt.ts'
import { auditRefused } from './refused.ts'
import { claimLeaseSeconds, judge } from './rules.ts'
import type { ClaimAnswer } from './schemas.ts'
import { activeKey, type SigningKey } from './signing-key.ts'

/**
 * Takes an approved action, once. The executor shows the digest of what it is about to run; whoever changes the one row
 * has the claim, everybody else is told why not. From here the action is executed, failed, or a person's to settle.
 */
export async function claimApproval(
  ctx: Context,
  { params: { id }, body: { digest } }: Input<typeof claimApprovalContract>,
): Promise<Output<typeof claimApprovalContract>> {
  await authorize(ctx, 'approvals.claim', { type: 'approval', id })
  // Before the transaction: signing must not ask the pool for a second connection while this one holds locks.
  const key = await activeKey(ctx.db)
  return auditRefused(ctx, 'approval.claimed', id, () => change(ctx, tx => claim(tx, ctx, id, digest, key)))
}

async function claim(tx: Tx, ctx: Context, id: string, digest: string, key: SigningKey): Promise<ClaimAnswer> {
  const before = await findApproval(tx, ctx, id, 'lock')
  // Read under the lock: whoever waited for it may have become too late.
  const now = await ctx.clock.now(tx)
  const refused = refusalOf(before, digest, now) ?? recheck(before)
  if (refused) throw refused
  const lease = new Date(now.getTime() + claimLeaseSeconds * 1000).toISOString()
  const [row] = await tx.query<Row>(
    `update approval set status = 'claimed', claim_id = $3, claimed_by = $4, claimer_label = $8, claimed_at = $5::timestamptz,
       lease_until = $6::timestamptz, revision = revision + 1, updated_at = $5::timestamptz
     where project_id = $1 and id = $2 and ${mayBecome('claimed')} and digest = $7 and expires_at > $5::timestamptz returning ${columns}`,
    [ctx.projectId, id, newId('clm'), String(ctx.actor.id), now.toISOString(), lease, digest, ctx.actor.label],
  )
  if (!row?.claim_id || !row.lease_until) throw conflict('already-claimed', 'Somebody else was first.')
  await record(tx, ctx, 'approval.claimed', before, row, { leaseUntil: row.lease_until })
  const approval = toApproval(row)
  return {
    claimId: row.claim_id,
    receipt: await signReceipt(key, approval, before.decided_by === 'policy' ? 'policy' : 'person', now),
    effectiveArguments: approval.arguments,
    leaseUntil: row.lease_until,
  }
}

/** The world may have changed since the decision. A person's word stands; what only the policy allowed is judged again. */
function recheck(row: Row) {
  if (row.decided_by !== 'policy') return null
  const verdict = judge({ tool: row.tool, environment: row.environment, risk: row.risk })
  if (verdict.outcome !== 'hold') return null
  return conflict('recheck-denied', `${verdict.reasons[0]?.message ?? 'The policy changed.'} Ask again.`)
}

function refusalOf(row: Row, digest: string, at: Date) {
  const now = { state: row.status, revision: row.revision }
  if (row.claim_id !== null)
    return conflict('already-claimed', 'It was claimed before; an approval is good for one execution.', now)
  const over = (row.status === 'pending' || row.status === 'approved') && Date.parse(row.expires_at) <= at.getTime()
  if (row.status === 'expired' || over) return conflict('expired', 'Its time is over; ask again.', now)
  if (row.status !== 'approved') return conflict('not-approved', `It is ${row.status}.`, now)
  if (row.digest === digest) return null
  const detail = 'What you are about to run is not what was approved.'
  return conflict('digest-mismatch', detail, { ...now, digest: row.digest })
}
