import type { Progress } from '#lib/domain/policies/index.ts'
import { checkArguments, registeredTool } from '#lib/domain/tools/index.ts'
import { authorize } from '#lib/platform/auth/authorize.ts'
import { requireRecentSignIn } from '#lib/platform/auth/recent-sign-in.ts'
import { change } from '#lib/platform/change.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Prisma } from '#lib/platform/db/generated/client.ts'
import type { Tx } from '#lib/platform/db/transaction.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { conflict, invalid } from '#lib/shared/problem.ts'
import { auditAttempt } from './audit-attempt.ts'
import type { decideApprovalContract } from './contract.ts'
import { seal } from './digest.ts'
import { become, callOf, findApproval, type Row, toApproval, update } from './internal.ts'
import { lockApproval } from './lock.ts'
import { record } from './record.ts'
import { toStore, verdictOn } from './requirement/check-rules.ts'
import { requireEligible } from './requirement/eligible.ts'
import { creatorOfKey } from './requirement/own-request.ts'
import { needsVotes, vote } from './requirement/votes.ts'
import { applyPolicy, statusAfter } from './rules.ts'
import type { Approval, DecisionBody, Risk } from './schemas.ts'
import { summaryColumn } from './summary.ts'

/**
 * A person decides on the revision that they saw. One decision wins, because the update names the state it needs. If policies
 * require several people, each of them votes. A decision after the expiry releases nothing. Approving a critical action needs a
 * recent password.
 */
export async function decideApproval(
  ctx: Context,
  { params: { id }, body }: Input<typeof decideApprovalContract>,
): Promise<Output<typeof decideApprovalContract>> {
  await authorize(ctx, 'approvals.decide', { type: 'approval', id })
  if (body.kind === 'edit' && !body.arguments)
    throw invalid('An edit needs the arguments, all of them, as they are to run.', 'body.arguments')
  if (body.kind !== 'edit' && body.arguments)
    throw invalid('Only a decision of kind edit has arguments.', 'body.arguments')
  if ((body.kind === 'reject' || body.kind === 'respond') && !body.comment?.trim()) {
    throw invalid('Write a comment: the agent reads it as the reason.', 'body.comment')
  }
  return auditAttempt(ctx, 'approval.decided', id, async () => {
    const risk = await riskNow(ctx, await findApproval(ctx.db, ctx, id))
    if (risk === 'critical' && statusAfter(body.kind) === 'approved') await requireRecentSignIn(ctx)
    return change(ctx, tx => decide(tx, ctx, id, body))
  })
}

/** The risk now: the tool may have been registered as riskier since the request. */
async function riskNow(ctx: Context, { tool, environment, risk }: Row): Promise<Risk> {
  return applyPolicy({ tool, environment, risk }, await registeredTool(ctx.db, ctx, tool)).risk
}

async function decide(tx: Tx, ctx: Context, id: string, body: DecisionBody): Promise<Approval> {
  const before = await lockApproval(tx, ctx, id)
  // The time is read under the lock, because waiting for the lock takes time.
  const now = await ctx.clock.now(tx)
  const problem = whyNot(before, body.expectedRevision, now)
  if (problem) throw problem
  if (!before.allowedDecisions.includes(body.kind))
    throw invalid(
      `The agent does not accept the decision ${body.kind} for this request. It accepts: ${before.allowedDecisions.join(', ')}.`,
      'body.kind',
    )
  const edited = body.arguments ? edit(before, body.arguments) : null
  const verdict = await verdictNow(tx, ctx, before, body.arguments, now)
  const requirement = verdict.requirement ?? (edited ? null : before.requirement)
  const releases = statusAfter(body.kind) === 'approved'
  if (releases && verdict.outcome === 'deny')
    throw conflict('policy-denied', verdict.reasons.map(({ message }) => message).join(' '))
  if (releases && requirement) await requireEligible(tx, ctx, before, requirement)
  const changed = edited ? { ...edited, ...toStore(verdict) } : {}
  const still = { revision: body.expectedRevision, expiresAt: { gt: now } }
  const comment = body.comment?.trim() || null
  let deciderLabel = ctx.actor.label
  if (releases && requirement && needsVotes(requirement)) {
    const of = { digest: edited?.digest ?? before.digest, requirement, comment, at: now }
    const votes = await vote(tx, ctx, before, of)
    if (votes.missing.length > 0) return waitOn(tx, ctx, before, { changed, still, votes, now })
    deciderLabel = votes.voters.join(', ')
  }
  const decided = { decisionKind: body.kind, decidedBy: ctx.actor.id, deciderLabel, decidedAt: now }
  const change = { ...decided, decisionComment: comment, ...changed }
  const row = await become(tx, before, statusAfter(body.kind), now, change, still)
  if (!row) throw conflict('already-decided', 'Somebody else decided at the same moment. Look at the request again.')
  await record(tx, ctx, 'approval.decided', before, row, {
    kind: body.kind,
    comment: body.comment ?? null,
    shownRevision: body.expectedRevision,
    ownRequest: (await creatorOfKey(tx, ctx, before)) === ctx.actor.id,
    ...(requirement ? { requirement, approvers: deciderLabel } : {}),
  })
  return toApproval(row)
}

interface Waiting {
  changed: Prisma.ApprovalUpdateManyMutationInput
  still: Prisma.ApprovalWhereInput
  votes: Progress
  now: Date
}

/** Records one vote of several. The request goes on waiting. Only an edit changes the call, and with it the revision. */
async function waitOn(tx: Tx, ctx: Context, before: Row, { changed, still, votes, now }: Waiting): Promise<Approval> {
  const edited = Object.keys(changed).length > 0
  const row = edited ? await update(tx, before, now, changed, { AND: [{ status: 'pending' }, still] }) : before
  if (!row) throw conflict('already-decided', 'Somebody else decided at the same moment. Look at the request again.')
  await record(tx, ctx, 'approval.voted', before, row, votes)
  return toApproval(row)
}

/** The call with new arguments. Throws 422 if they are the same as before. */
function edit(before: Row, args: Record<string, unknown>) {
  const { text, digest } = seal({ ...toApproval(before).subject, arguments: args })
  if (digest === before.digest) {
    throw invalid(
      'These are the arguments that the agent asked for. Approve them, or change something.',
      'body.arguments',
    )
  }
  return { subject: text, summary: summaryColumn(args), digest }
}

/** What the rules and policies say now about the arguments as they will run. An edit may be more dangerous than the request. */
async function verdictNow(tx: Tx, ctx: Context, before: Row, edited: DecisionBody['arguments'], now: Date) {
  const call = callOf(before)
  const registered = await registeredTool(tx, ctx, call.tool)
  if (edited && registered.schema) checkArguments(call.tool, registered.schema, edited)
  return verdictOn(tx, ctx, { ...call, arguments: edited ?? call.arguments }, { registered, now })
}

function whyNot(row: Row, expected: number, at: Date) {
  const now = { state: row.status, revision: row.revision }
  if (row.status === 'expired' || (row.status === 'pending' && row.expiresAt <= at))
    return conflict('expired', 'The request has expired. Nothing was allowed to run.', now)
  if (row.status !== 'pending') {
    const by = row.deciderLabel ? `, by ${row.deciderLabel}` : ''
    return conflict('already-decided', `The request is already ${row.status}${by}.`, now)
  }
  if (row.revision === expected) return null
  return conflict(
    'stale-revision',
    `The request has changed since you opened it: it is at revision ${row.revision}, you decided on ${expected}. Look at it again.`,
    now,
  )
}
