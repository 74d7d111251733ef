import { type Context, systemContext } from '#lib/platform/context.ts'
import type { Tx } from '#lib/platform/db/transaction.ts'
import { become, type Row } from '../internal.ts'
import { record } from '../record.ts'

/** Whether the time of a request is over: for a decision, a claim or an outcome. */
export function isDue({ status, expiresAt, leaseUntil }: Row, now: Date): boolean {
  if (status === 'claimed') return leaseUntil !== null && leaseUntil <= now
  return (status === 'pending' || status === 'approved') && expiresAt <= now
}

/**
 * Ends a request whose time is over, even before the sweep does. Nobody decided or claimed it (`expired`), or nobody reported
 * on the claim (`unknown`). Expects a locked row, and returns it as it then is.
 */
export async function endIfDue(tx: Tx, ctx: Context, row: Row, now: Date): Promise<Row> {
  if (!isDue(row, now)) return row
  const claimed = row.status === 'claimed'
  const ended = claimed
    ? await become(tx, row, 'unknown', now, {}, { leaseUntil: { lte: now } })
    : await expire(tx, row, now)
  if (!ended) return row
  const action = claimed ? 'approval.lapsed' : `approval.${ended.status}`
  await record(tx, systemContext(ctx.db, ctx.projectId, 'expiry'), action, row, ended)
  return ended
}

/** Time alone never approves anything. An undecided request expires, or is rejected if a policy says so. */
function expire(tx: Tx, row: Row, now: Date): Promise<Row | null> {
  const over = { expiresAt: { lte: now } }
  if (row.status !== 'pending' || row.requirement?.onExpiry !== 'reject')
    return become(tx, row, 'expired', now, {}, over)
  const decisionComment = row.requirement.message ?? 'Nobody decided in time.'
  const decision = { decisionKind: 'reject', decidedBy: 'policy', deciderLabel: `policy ${row.policyVersion}` }
  return become(tx, row, 'rejected', now, { ...decision, decidedAt: now, decisionComment }, over)
}
