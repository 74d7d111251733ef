import { countAfterwards, giveBackUse } from '#lib/domain/policies/index.ts'
import type { Policy } from '#lib/domain/policies/schemas.ts'
import { authorize } from '#lib/platform/auth/authorize.ts'
import { change } from '#lib/platform/change.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Tx } from '#lib/platform/db/transaction.ts'
import { canonicalJson } from '#lib/shared/canonical-json.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { newId } from '#lib/shared/ids.ts'
import { conflict } from '#lib/shared/problem.ts'
import { auditAttempt } from './audit-attempt.ts'
import { requireCallback } from './call-back.ts'
import type { requestApprovalContract } from './contract.ts'
import { type Sealed, seal } from './digest.ts'
import { findOpenAsk, insertApproval, type Row, requireOwnAgent, toApproval } from './internal.ts'
import { lockApproval } from './lock.ts'
import { record } from './record.ts'
import { checkRules } from './requirement/check-rules.ts'
import type { Verdict } from './requirement/combine.ts'
import { defaultExpirySeconds, isSettled } from './rules.ts'
import { type Approval, decisionKinds, type RequestBody } from './schemas.ts'
import { runOf, subjectOf } from './subject.ts'
import { summaryColumn } from './summary.ts'
import { keptCallId } from './tool-call-id.ts'
import { endIfDue, isDue } from './waiting/end-if-due.ts'

/** Asks for an action. The policy decides at once, or the request waits for a person. A repeated request is answered with the open one. */
export async function requestApproval(
  ctx: Context,
  { body }: Input<typeof requestApprovalContract>,
): Promise<Output<typeof requestApprovalContract>> {
  await authorize(ctx, 'approvals.request')
  return auditAttempt(ctx, 'approval.requested', body.agent, () => ask(ctx, body), 'agent')
}

async function ask(ctx: Context, body: RequestBody): Promise<Approval> {
  requireOwnAgent(ctx, body.agent)
  if (body.callbackUrl !== undefined) await requireCallback(ctx, body.agent, body.callbackUrl)
  const sealed = seal(subjectOf(ctx.projectId, body))
  let counted: readonly Policy[] = []
  const approval = await change(ctx, async tx => {
    const { verdict, met } = await checkRules(tx, ctx, { ...body, run: runOf(body) })
    const asked = { body, sealed, policy: verdict }
    // There is another round only if the open request is settled between the two statements.
    for (let round = 0; round < 3; round++) {
      const now = await ctx.clock.now(tx)
      const row = await insert(tx, ctx, asked, now)
      if (row) {
        const { reasons, risk } = asked.policy
        await record(tx, ctx, 'approval.requested', null, row, { reasons, risk })
        counted = met
        return toApproval(row)
      }
      const open = await openAsk(tx, ctx, asked)
      if (open) {
        // A repeated request uses nothing up, so the use that was just taken is given back.
        if (verdict.allowedBy) await giveBackUse(tx, ctx, verdict.allowedBy)
        return toApproval(open)
      }
    }
    throw conflict('request-in-progress', 'Another request for the same tool call is being processed. Try again.')
  })
  await countAfterwards(ctx, counted)
  return approval
}

interface Asked {
  body: RequestBody
  sealed: Sealed
  policy: Verdict
}

/** Null: a request with this tool call id and this digest is open. */
function insert(tx: Tx, ctx: Context, { body, sealed, policy }: Asked, now: Date): Promise<Row | null> {
  const { outcome, requirement } = policy
  const asked = body.expiresInSeconds ?? defaultExpirySeconds
  const seconds = Math.min(asked, requirement?.expiresInSeconds ?? asked)
  const escalate = requirement?.escalateAfterSeconds ?? null
  const decision = {
    decisionKind: outcome === 'allow' ? 'approve' : 'reject',
    decidedBy: 'policy',
    deciderLabel: `policy ${policy.policyVersion}`,
    decidedAt: now,
    decisionComment: outcome === 'deny' ? policy.reasons.map(({ message }) => message).join(' ') : null,
  }
  return insertApproval(tx, {
    projectId: ctx.projectId,
    id: newId('apr'),
    status: outcome === 'allow' ? 'approved' : outcome === 'deny' ? 'rejected' : 'pending',
    revision: 1,
    tool: body.tool,
    agent: body.agent,
    environment: body.environment,
    traceId: body.traceId ?? null,
    spanId: body.spanId ?? null,
    subject: sealed.text,
    digest: sealed.digest,
    askedDigest: sealed.digest,
    originalArguments: canonicalJson(body.arguments),
    summary: summaryColumn(body.arguments),
    rationale: body.rationale ?? null,
    risk: policy.risk,
    declaredRisk: body.risk ?? 'normal',
    reasons: policy.reasons,
    policyVersion: policy.policyVersion,
    ...(requirement ? { requirement } : {}),
    escalateAt: escalate === null ? null : new Date(now.getTime() + escalate * 1000),
    allowedDecisions: body.allowedDecisions ?? [...decisionKinds],
    requestedBy: String(ctx.actor.id),
    requesterLabel: ctx.actor.label,
    toolCallId: keptCallId(body.toolCallId),
    callbackUrl: body.callbackUrl ?? null,
    requestedAt: now,
    expiresAt: new Date(now.getTime() + seconds * 1000),
    updatedAt: now,
    ...(outcome === 'needs_approval' ? {} : decision),
  })
}

/** The open request that this one repeats. Null: it has been settled meanwhile, or has just expired. */
async function openAsk(tx: Tx, ctx: Context, { body, sealed }: Asked): Promise<Row | null> {
  const row = await findOpenAsk(tx, ctx.projectId, keptCallId(body.toolCallId), sealed.digest)
  // Only an overdue request is locked, because many clients may ask at once.
  if (row === null || !isDue(row, await ctx.clock.now(tx))) return row
  const locked = await lockApproval(tx, ctx, row.id)
  // The time is read under the lock, because waiting for the lock takes time.
  const current = await endIfDue(tx, ctx, locked, await ctx.clock.now(tx))
  return isSettled(current.status) ? null : current
}
