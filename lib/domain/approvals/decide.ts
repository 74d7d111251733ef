import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Sql } from '#lib/platform/db/sql.ts'
import { transaction } from '#lib/platform/db/transaction.ts'
import { conflict, invalid } from '#lib/shared/problem.ts'
import { seal } from './digest.ts'
import { columns, findApproval, type Row, record, toApproval } from './internal.ts'
import { judge, statusAfter } from './rules.ts'
import type { Approval, DecisionBody } from './schemas.ts'

/**
 * A person's decision on the revision they saw. Exactly one decision wins: the update names the state it needs, and
 * a request past its time is not released by a late answer.
 */
export async function decideApproval(ctx: Context, id: string, body: DecisionBody): Promise<Approval> {
  await authorize(ctx, 'approvals.decide', { type: 'approval', id })
  if (body.kind === 'edit' && !body.arguments) throw invalid('An edit needs the new arguments.', 'body.arguments')
  if (body.kind !== 'edit' && body.arguments) throw invalid('Only an edit takes arguments.', 'body.arguments')
  if ((body.kind === 'reject' || body.kind === 'respond') && !body.comment?.trim()) {
    throw invalid('Say why: the agent reads it.', 'body.comment')
  }
  return transaction(ctx.db, async tx => {
    const before = await findApproval(tx, ctx, id)
    if (!before.allowed_decisions.includes(body.kind))
      throw invalid(`The agent did not offer ${body.kind}.`, 'body.kind')
    const edited = body.arguments ? edit(before, body.arguments) : null
    const now = (await ctx.clock.now(tx)).toISOString()
    const [row] = await tx.query<Row>(
      `update approval set status = $3, decision_kind = $4, decided_by = $5, decider_label = $6, decided_at = $7::timestamptz,
         decision_comment = $8, subject = coalesce($9, subject), digest = coalesce($10, digest), risk = coalesce($11, risk),
         revision = revision + 1, updated_at = $7::timestamptz
       where project_id = $1 and id = $2 and status = 'pending' and revision = $12 and expires_at > $7::timestamptz returning ${columns}`,
      [
        ctx.projectId,
        id,
        statusAfter(body.kind),
        body.kind,
        ctx.actor.id,
        ctx.actor.label,
        now,
        body.comment?.trim() || null,
        edited?.text ?? null,
        edited?.digest ?? null,
        edited?.risk ?? null,
        body.expectedRevision,
      ],
    )
    if (!row) throw await whyNot(tx, ctx, id, body.expectedRevision)
    await record(tx, ctx, 'approval.decided', before.status, row, {
      kind: body.kind,
      comment: body.comment ?? null,
      shownRevision: body.expectedRevision,
      shownDigest: before.digest,
    })
    return toApproval(row)
  })
}

/** The edited call, judged again: what the person makes of it may be more dangerous than what was asked. */
function edit(before: Row, args: Record<string, unknown>) {
  const subject = { ...toApproval(before).subject, arguments: args }
  return {
    ...seal(subject),
    risk: judge({ tool: subject.tool, environment: subject.environment, risk: before.risk }).risk,
  }
}

async function whyNot(sql: Sql, ctx: Context, id: string, expected: number) {
  const row = await findApproval(sql, ctx, id)
  const now = { status: row.status, revision: row.revision }
  if (row.status === 'pending' && row.revision !== expected) {
    return conflict(
      'stale-revision',
      `The request changed: it is at revision ${row.revision}, you saw ${expected}.`,
      now,
    )
  }
  if (row.status === 'pending' || row.status === 'expired')
    return conflict('expired', 'Its time is over; nothing was released.', now)
  return conflict(
    'already-decided',
    `It is ${row.status} already${row.decider_label ? `, by ${row.decider_label}` : ''}.`,
    now,
  )
}
