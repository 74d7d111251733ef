import { authorize } from '#lib/platform/auth/authorize.ts'
import { requireRecentSignIn } from '#lib/platform/auth/recent-sign-in.ts'
import { change } from '#lib/platform/change.ts'
import type { Context } from '#lib/platform/context.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import type { Tx } from '#lib/platform/db/transaction.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { conflict, invalid } from '#lib/shared/problem.ts'
import type { decideApprovalContract } from './contract.ts'
import { seal } from './digest.ts'
import { columns, findApproval, mayBecome, type Row, record, toApproval } from './internal.ts'
import { auditRefused } from './refused.ts'
import { judge, policyVersion, statusAfter } from './rules.ts'
import type { Approval, DecisionBody } from './schemas.ts'

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
  return auditRefused(ctx, 'approval.decided', id, async () => {
    const { risk } = await findApproval(poolSql(ctx.db), ctx, id)
    if (risk === 'critical' && statusAfter(body.kind) === 'approved') await requireRecentSignIn(ctx)
    return change(ctx, tx => decide(tx, ctx, id, body))
  })
}

async function decide(tx: Tx, ctx: Context, id: string, body: DecisionBody): Promise<Approval> {
  const before = await findApproval(tx, ctx, id, 'lock')
  // Read under the lock: whoever waited for it may have become too late.
  const now = await ctx.clock.now(tx)
  const refused = whyNot(before, body.expectedRevision, now)
  if (refused) throw refused
  if (!before.allowed_decisions.includes(body.kind)) throw invalid(`The agent did not offer ${body.kind}.`, 'body.kind')
  const edited = body.arguments ? edit(before, body.arguments) : null
  const [row] = await tx.query<Row>(
    `update approval set status = $3, decision_kind = $4, decided_by = $5, decider_label = $6, decided_at = $7::timestamptz,
       decision_comment = $8, subject = coalesce($9, subject), digest = coalesce($10, digest), risk = coalesce($11, risk),
       reasons = coalesce($13::jsonb, reasons), policy_version = coalesce($14, policy_version),
       revision = revision + 1, updated_at = $7::timestamptz
     where project_id = $1 and id = $2 and ${mayBecome(statusAfter(body.kind))} and revision = $12 and expires_at > $7::timestamptz returning ${columns}`,
    [
      ctx.projectId,
      id,
      statusAfter(body.kind),
      body.kind,
      ctx.actor.id,
      ctx.actor.label,
      now.toISOString(),
      body.comment?.trim() || null,
      edited?.text ?? null,
      edited?.digest ?? null,
      edited?.risk ?? null,
      body.expectedRevision,
      edited ? JSON.stringify(edited.reasons) : null,
      edited ? policyVersion : null,
    ],
  )
  if (!row) throw conflict('already-decided', 'Somebody else was first.')
  await record(tx, ctx, 'approval.decided', before, row, {
    kind: body.kind,
    comment: body.comment ?? null,
    shownRevision: body.expectedRevision,
    ownRequest: await isOwnRequest(tx, ctx, before),
  })
  return toApproval(row)
}

/** Whether the person decides what their own key asked for. No seed rule forbids it; the audit says so. */
async function isOwnRequest(tx: Tx, ctx: Context, { requested_by }: Row): Promise<boolean> {
  const made = await tx.query('select 1 from api_key where project_id = $1 and id = $2 and created_by = $3', [
    ctx.projectId,
    requested_by,
    ctx.actor.id,
  ])
  return made.length > 0
}

/** The edited call, judged again: what the person makes of it may be more dangerous than what was asked. */
function edit(before: Row, args: Record<string, unknown>) {
  const sealed = seal({ ...toApproval(before).subject, arguments: args })
  if (sealed.digest === before.digest) {
    throw invalid('These are the arguments it asked for; approve them, or change something.', 'body.arguments')
  }
  return { ...sealed, ...judge({ tool: before.tool, environment: before.environment, risk: before.declared_risk }) }
}

function whyNot(row: Row, expected: number, at: Date) {
  const now = { state: row.status, revision: row.revision }
  if (row.status === 'expired' || (row.status === 'pending' && Date.parse(row.expires_at) <= at.getTime()))
    return conflict('expired', 'Its time is over; nothing was released.', now)
  if (row.status !== 'pending') {
    const by = row.decider_label ? `, by ${row.decider_label}` : ''
    return conflict('already-decided', `It is ${row.status} already${by}.`, now)
  }
  if (row.revision === expected) return null
  return conflict('stale-revision', `The request changed: it is at revision ${row.revision}, you saw ${expected}.`, now)
}
