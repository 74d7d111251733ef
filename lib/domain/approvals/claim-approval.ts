import { requireEnabled } from '#lib/domain/agents/index.ts'
import { blockingBreakers } from '#lib/domain/breakers/index.ts'
import { touch } from '#lib/domain/policies/index.ts'
import { registeredTool } from '#lib/domain/tools/index.ts'
import { authorize } from '#lib/platform/auth/authorize.ts'
import { requireValidKey } from '#lib/platform/auth/require-valid-key.ts'
import { change } from '#lib/platform/change.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Tx } from '#lib/platform/db/transaction.ts'
import { declared } from '#lib/platform/declared.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { newId } from '#lib/shared/ids.ts'
import { conflict } from '#lib/shared/problem.ts'
import { toRfc3339 } from '#lib/shared/time.ts'
import { auditAttempt } from './audit-attempt.ts'
import type { claimApprovalContract } from './contract.ts'
import { become, callOf, type Row, toApproval } from './internal.ts'
import { lockApproval } from './lock.ts'
import { signReceipt } from './receipt/receipt.ts'
import { activeKey, type SigningKey } from './receipt/signing-key.ts'
import { record } from './record.ts'
import { type RegisteredTool, verdictOn } from './requirement/check-rules.ts'
import { claimLeaseSeconds } from './rules.ts'
import type { ClaimAnswer } from './schemas.ts'

/**
 * Claims an approved action, once, before it is executed. The executor sends the digest of what it is about to run. The caller
 * whose update changes the row has the claim; everybody else gets a 409 with the reason.
 */
export async function claimApproval(
  ctx: Context,
  { params: { id }, body: { digest } }: Input<typeof claimApprovalContract>,
): Promise<Output<typeof claimApprovalContract>> {
  await authorize(ctx, 'approvals.claim', { type: 'approval', id })
  // The key is read before the transaction, which must not need a second connection while it holds locks.
  const key = await activeKey(ctx.db)
  return auditAttempt(ctx, 'approval.claimed', id, () => change(ctx, tx => claim(tx, ctx, id, digest, key)))
}

async function claim(tx: Tx, ctx: Context, id: string, digest: string, key: SigningKey): Promise<ClaimAnswer> {
  const before = await lockApproval(tx, ctx, id)
  // The time is read under the lock, because waiting for the lock takes time.
  const now = await ctx.clock.now(tx)
  await requireValidKey(tx, ctx, now)
  const late = whyNot(before, digest, now)
  if (late) throw late
  const registered = await registeredTool(tx, ctx, before.tool)
  const problem = await recheck(tx, ctx, before, { registered, now })
  if (problem) throw problem
  await requireEnabled(tx, ctx, before.agent)
  const leaseUntil = new Date(now.getTime() + claimLeaseSeconds * 1000)
  const claimId = newId('clm')
  const claimer = { claimedBy: String(ctx.actor.id), claimerLabel: ctx.actor.label, claimedAt: now }
  const still = { digest, expiresAt: { gt: now } }
  const row = await become(tx, before, 'claimed', now, { claimId, leaseUntil, ...claimer }, still)
  if (!row) throw conflict('already-claimed', 'Another process has claimed it at the same moment. Do not run it.')
  // From now on the labels of the tool count as touched by the run.
  await touch(tx, ctx, [{ ...callOf(row), labels: registered.labels }], now)
  await record(tx, ctx, 'approval.claimed', before, row, { leaseUntil: toRfc3339(leaseUntil) })
  const approval = toApproval(row)
  return {
    claimId,
    receipt: await signReceipt(key, approval, before.decidedBy === 'policy' ? 'policy' : 'person', now),
    effectiveArguments: approval.arguments,
    leaseUntil: toRfc3339(leaseUntil),
  }
}

/**
 * Checks again at the claim, because things may have changed since the decision. An open breaker, a spent budget and a policy
 * that denies the call always hold it back. Otherwise a person's decision stands, but a decision by policy is made again.
 */
async function recheck(tx: Tx, ctx: Context, row: Row, world: { registered: RegisteredTool; now: Date }) {
  const { now } = world
  const [open] = await blockingBreakers(tx, ctx, [row], now)
  if (open) return conflict('recheck-denied', `${open.message} It can be claimed once the breaker closes.`)
  for (const check of declared().claimChecks) {
    const why = await check(tx, ctx, row, now)
    if (why) return conflict('recheck-denied', why)
  }
  const call = { ...callOf(row), risk: row.risk }
  const verdict = await verdictOn(tx, ctx, call, { ...world, usesCount: false })
  const [reason] = verdict.reasons
  // A policy that denies overrules a person. What the policy had allowed must still be allowed.
  const stands = row.decidedBy === 'policy' ? verdict.outcome === 'allow' : verdict.outcome !== 'deny'
  return stands
    ? null
    : conflict('recheck-denied', `${reason?.message ?? 'The policy has changed since the decision.'} Ask again.`)
}

function whyNot(row: Row, digest: string, at: Date) {
  const now = { state: row.status, revision: row.revision }
  if (row.claimId !== null)
    return conflict(
      'already-claimed',
      'The action has already been claimed, and an approval allows one execution. Do not run it.',
      now,
    )
  const over = (row.status === 'pending' || row.status === 'approved') && row.expiresAt <= at
  if (row.status === 'expired' || over) return conflict('expired', 'The approval has expired. Ask again.', now)
  if (row.status !== 'approved')
    return conflict('not-approved', `The request is ${row.status}, not approved. Do not run the action.`, now)
  if (row.digest === digest) return null
  const detail = 'The action that you are about to run is not the one that was approved.'
  return conflict('digest-mismatch', detail, { ...now, digest: row.digest })
}
