import { checkArguments, registeredTool } from '#lib/domain/tools/index.ts'
import { authorize } from '#lib/platform/auth/authorize.ts'
import { requireRecentSignIn } from '#lib/platform/auth/recent-sign-in.ts'
import { change } from '#lib/platform/change.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Tx } from '#lib/platform/db/transaction.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { conflict, invalid } from '#lib/shared/problem.ts'
import { auditAttempt } from './audit-attempt.ts'
import type { decideApprovalContract } from './contract.ts'
import { seal } from './digest.ts'
import { become, findApproval, type Row, record, toApproval } from './internal.ts'
import { lockApproval } from './lock.ts'
import { creatorOfKey } from './own-request.ts'
import { applyPolicy, policyVersion, statusAfter } from './rules.ts'
import type { Approval, DecisionBody, Risk } from './schemas.ts'
import { summaryColumn } from './summary.ts'

/**
 * A person's decision on the revision they saw. Exactly one decision wins: the update names the state it needs, and
 * a request past its time is not released by a late answer. Releasing what is critical needs a recent password.
 */
export async function decideApproval(
  ctx: Context,
  { params: { id }, body }: Input<typeof decideApprovalContract>,
): Promise<Output<typeof decideApprovalContract>> {
  await authorize(ctx, 'approvals.decide', { type: 'approval', id })
  if (body.kind === 'edit' && !body.arguments) throw invalid('An edit needs the new arguments.', 'body.arguments')
  if (body.kind !== 'edit' && body.arguments) throw invalid('Only an edit takes arguments.', 'body.arguments')
  if ((body.kind === 'reject' || body.kind === 'respond') && !body.comment?.trim()) {
    throw invalid('Say why: the agent reads it.', 'body.comment')
  }
  return auditAttempt(ctx, 'approval.decided', id, async () => {
    const risk = await riskNow(ctx, await findApproval(ctx.db, ctx, id))
    if (risk === 'critical' && statusAfter(body.kind) === 'approved') await requireRecentSignIn(ctx)
    return change(ctx, tx => decide(tx, ctx, id, body))
  })
}

/** The tool may have been registered as riskier since it was asked for. */
async function riskNow(ctx: Context, { tool, environment, risk }: Row): Promise<Risk> {
  return applyPolicy({ tool, environment, risk }, await registeredTool(ctx.db, ctx, tool)).risk
}

async function decide(tx: Tx, ctx: Context, id: string, body: DecisionBody): Promise<Approval> {
  const before = await lockApproval(tx, ctx, id)
  // Read under the lock: whoever waited for it may have become too late.
  const now = await ctx.clock.now(tx)
  const problem = whyNot(before, body.expectedRevision, now)
  if (problem) throw problem
  if (!before.allowedDecisions.includes(body.kind)) throw invalid(`The agent did not offer ${body.kind}.`, 'body.kind')
  const decision = {
    decisionKind: body.kind,
    decidedBy: ctx.actor.id,
    deciderLabel: ctx.actor.label,
    decidedAt: now,
    decisionComment: body.comment?.trim() || null,
    ...(body.arguments ? await edit(tx, ctx, before, body.arguments) : {}),
  }
  const still = { revision: body.expectedRevision, expiresAt: { gt: now } }
  const row = await become(tx, before, statusAfter(body.kind), now, decision, still)
  if (!row) throw conflict('already-decided', 'Somebody else was first.')
  await record(tx, ctx, 'approval.decided', before, row, {
    kind: body.kind,
    comment: body.comment ?? null,
    shownRevision: body.expectedRevision,
    ownRequest: (await creatorOfKey(tx, ctx, before)) === ctx.actor.id,
  })
  return toApproval(row)
}

/** The edited call with the policy's answer to it: it may be more dangerous than what was asked for. */
async function edit(tx: Tx, ctx: Context, before: Row, args: Record<string, unknown>) {
  const { text, digest } = seal({ ...toApproval(before).subject, arguments: args })
  if (digest === before.digest) {
    throw invalid('These are the arguments it asked for; approve them, or change something.', 'body.arguments')
  }
  const { tool, environment, declaredRisk } = before
  const registered = await registeredTool(tx, ctx, tool)
  if (registered.schema) checkArguments(tool, registered.schema, args)
  const { risk, reasons } = applyPolicy({ tool, environment, risk: declaredRisk }, registered)
  return { subject: text, summary: summaryColumn(args), digest, risk, reasons, policyVersion }
}

function whyNot(row: Row, expected: number, at: Date) {
  const now = { state: row.status, revision: row.revision }
  if (row.status === 'expired' || (row.status === 'pending' && row.expiresAt <= at))
    return conflict('expired', 'Its time is over; nothing was released.', now)
  if (row.status !== 'pending') {
    const by = row.deciderLabel ? `, by ${row.deciderLabel}` : ''
    return conflict('already-decided', `It is ${row.status} already${by}.`, now)
  }
  if (row.revision === expected) return null
  return conflict('stale-revision', `The request changed: it is at revision ${row.revision}, you saw ${expected}.`, now)
}
