import { authorize } from '#lib/platform/auth/authorize.ts'
import { change } from '#lib/platform/change.ts'
import type { Context } from '#lib/platform/context.ts'
import { canonicalJson } from '#lib/shared/canonical-json.ts'
import { newId } from '#lib/shared/ids.ts'
import { conflict, invalid, Problem } from '#lib/shared/problem.ts'
import { seal } from './digest.ts'
import { columns, foreignAgent, type Row, record, toApproval } from './internal.ts'
import { auditRefused } from './refused.ts'
import { defaultExpirySeconds, judge, policyVersion } from './rules.ts'
import { type Approval, decisionKinds, type RequestBody, type Subject } from './schemas.ts'

export const subjectOf = (projectId: string, body: RequestBody): Subject => ({
  project: projectId,
  environment: body.environment,
  agent: body.agent,
  release: body.release ?? null,
  run: body.runId ?? body.traceId ?? null,
  tool: body.tool,
  toolVersion: body.toolVersion ?? null,
  arguments: body.arguments,
})

/** Asks for an action. The policy answers at once or holds it for a person. The same tool call again gets the same request. */
export async function requestApproval(ctx: Context, body: RequestBody): Promise<Approval> {
  await authorize(ctx, 'approvals.request')
  return auditRefused(ctx, 'approval.requested', body.agent, () => ask(ctx, body), 'agent')
}

async function ask(ctx: Context, body: RequestBody): Promise<Approval> {
  if (ctx.actor.kind === 'key' && ctx.actor.agent !== null && ctx.actor.agent !== body.agent) {
    const { fields } = invalid(`This key belongs to the agent ${ctx.actor.agent}.`, 'body.agent')
    throw new Problem(fields, { cause: foreignAgent })
  }
  if (body.callbackUrl) throw invalid('Callbacks are not available yet; wait with GET …?wait=30.', 'body.callbackUrl')
  const sealed = seal(subjectOf(ctx.projectId, body))
  const verdict = judge(body)
  return change(ctx, async tx => {
    const now = await ctx.clock.now(tx)
    const expires = new Date(now.getTime() + (body.expiresInSeconds ?? defaultExpirySeconds) * 1000)
    const allowed = verdict.outcome === 'allow'
    const [row] = await tx.query<Row>(
      `insert into approval (project_id, id, status, revision, tool, agent, environment, trace_id, span_id, subject, digest,
         original_arguments, rationale, risk, reasons, policy_version, allowed_decisions, requested_by, requester_label, tool_call_id,
         requested_at, expires_at, decision_kind, decided_by, decider_label, decided_at, updated_at, declared_risk)
       values ($1, $2, $3, 1, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14::jsonb, $15, $16::text[], $17, $18, $19,
         $20::timestamptz, $21::timestamptz, $22, $23, $24, $25::timestamptz, $20::timestamptz, $26)
       on conflict (project_id, requested_by, tool_call_id) where tool_call_id is not null do nothing returning ${columns}`,
      [
        ctx.projectId,
        newId('apr'),
        allowed ? 'approved' : 'pending',
        body.tool,
        body.agent,
        body.environment,
        body.traceId ?? null,
        body.spanId ?? null,
        sealed.text,
        sealed.digest,
        canonicalJson(body.arguments),
        body.rationale ?? null,
        verdict.risk,
        JSON.stringify(verdict.reasons),
        policyVersion,
        body.allowedDecisions ?? [...decisionKinds],
        String(ctx.actor.id),
        ctx.actor.label,
        body.toolCallId ?? null,
        now.toISOString(),
        expires.toISOString(),
        allowed ? 'approve' : null,
        allowed ? 'policy' : null,
        allowed ? `policy ${policyVersion}` : null,
        allowed ? now.toISOString() : null,
        body.risk ?? 'normal',
      ],
    )
    if (!row) return sameToolCall(tx, ctx, body.toolCallId ?? '', sealed.digest)
    await record(tx, ctx, 'approval.requested', null, row, { reasons: verdict.reasons, risk: verdict.risk })
    return toApproval(row)
  })
}

async function sameToolCall(
  tx: { query<T>(text: string, values: readonly unknown[]): Promise<T[]> },
  ctx: Context,
  toolCallId: string,
  digest: string,
): Promise<Approval> {
  const [row] = await tx.query<Row & { first: string }>(
    `select ${columns}, original_arguments as first from approval where project_id = $1 and requested_by = $2 and tool_call_id = $3`,
    [ctx.projectId, ctx.actor.id, toolCallId],
  )
  if (!row) throw conflict('request-in-progress', 'The same tool call is being asked for right now.')
  const asked = seal({ ...toApproval(row).subject, arguments: JSON.parse(row.first) }).digest
  if (asked !== digest)
    throw conflict('tool-call-reused', 'This toolCallId was used for another action.', { approvalId: row.id })
  return toApproval(row)
}
