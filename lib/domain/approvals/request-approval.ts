import { authorize } from '#lib/platform/auth/authorize.ts'
import { change } from '#lib/platform/change.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Tx } from '#lib/platform/db/transaction.ts'
import { canonicalJson } from '#lib/shared/canonical-json.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { newId } from '#lib/shared/ids.ts'
import { conflict, invalid, Problem } from '#lib/shared/problem.ts'
import type { requestApprovalContract } from './contract.ts'
import { type Sealed, seal } from './digest.ts'
import { endIfDue } from './end-if-due.ts'
import { columns, foreignAgent, isOpen, type Row, record, toApproval } from './internal.ts'
import { auditRefused } from './refused.ts'
import { defaultExpirySeconds, isSettled, judge, policyVersion, type Verdict } from './rules.ts'
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

/** Asks for an action. The policy answers at once or holds it for a person. The same ask repeated while it is open gets the same request. */
export async function requestApproval(
  ctx: Context,
  { body }: Input<typeof requestApprovalContract>,
): Promise<Output<typeof requestApprovalContract>> {
  await authorize(ctx, 'approvals.request')
  return auditRefused(ctx, 'approval.requested', body.agent, () => ask(ctx, body), 'agent')
}

async function ask(ctx: Context, body: RequestBody): Promise<Approval> {
  if (ctx.actor.kind === 'key' && ctx.actor.agent !== null && ctx.actor.agent !== body.agent) {
    const { fields } = invalid(`This key belongs to the agent ${ctx.actor.agent}.`, 'body.agent')
    throw new Problem(fields, { cause: foreignAgent })
  }
  if (body.callbackUrl) throw invalid('Callbacks are not available yet; wait with GET …?wait=30.', 'body.callbackUrl')
  const asked = { body, sealed: seal(subjectOf(ctx.projectId, body)), verdict: judge(body) }
  return change(ctx, async tx => {
    // Another round only where the open request is settled between the two statements.
    for (let round = 0; round < 3; round++) {
      const now = await ctx.clock.now(tx)
      const row = await insert(tx, ctx, asked, now)
      if (row) {
        const { reasons, risk } = asked.verdict
        await record(tx, ctx, 'approval.requested', null, row, { reasons, risk })
        return toApproval(row)
      }
      const open = await openAsk(tx, ctx, asked)
      if (open) return toApproval(open)
    }
    throw conflict('request-in-progress', 'The same tool call is being asked for right now.')
  })
}

interface Asked {
  body: RequestBody
  sealed: Sealed
  verdict: Verdict
}

/** Null where a request with this tool call id and this digest is open. */
async function insert(tx: Tx, ctx: Context, { body, sealed, verdict }: Asked, now: Date): Promise<Row | null> {
  const expires = new Date(now.getTime() + (body.expiresInSeconds ?? defaultExpirySeconds) * 1000)
  const allowed = verdict.outcome === 'allow'
  const [row] = await tx.query<Row>(
    `insert into approval (project_id, id, status, revision, tool, agent, environment, trace_id, span_id, subject, digest,
       asked_digest, original_arguments, rationale, risk, reasons, policy_version, allowed_decisions, requested_by, requester_label,
       tool_call_id, requested_at, expires_at, decision_kind, decided_by, decider_label, decided_at, updated_at, declared_risk)
     values ($1, $2, $3, 1, $4, $5, $6, $7, $8, $9, $10, $10, $11, $12, $13, $14::jsonb, $15, $16::text[], $17, $18, $19,
       $20::timestamptz, $21::timestamptz, $22, $23, $24, $25::timestamptz, $20::timestamptz, $26)
     on conflict (project_id, tool_call_id, asked_digest) where tool_call_id is not null and ${isOpen}
     do nothing returning ${columns}`,
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
  return row ?? null
}

/** The open request that this ask repeats. Null where it was settled meanwhile, or is now because its time was over. */
async function openAsk(tx: Tx, ctx: Context, { body, sealed }: Asked): Promise<Row | null> {
  const [row] = await tx.query<Row>(
    `select ${columns} from approval
     where project_id = $1 and tool_call_id = $2 and asked_digest = $3 and ${isOpen} for update`,
    [ctx.projectId, body.toolCallId, sealed.digest],
  )
  if (!row) return null
  // Read under the lock: whoever waited for it may have become too late.
  const current = await endIfDue(tx, ctx, row, await ctx.clock.now(tx))
  return isSettled(current.status) ? null : current
}
