import { requestApproval } from '#lib/domain/approvals/index.ts'
import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { newId } from '#lib/shared/ids.ts'
import { invalid } from '#lib/shared/problem.ts'
import { type Ask, estimateOf } from './ask.ts'
import { submit } from './batcher.ts'
import type { askPermitContract } from './contract.ts'
import { lookAtAsk } from './look.ts'
import type { AskBody, PermitAnswer } from './schemas.ts'

/**
 * Decides whether a step is allowed. If a person has to decide, the request for approval is created before this
 * answers.
 */
export async function askPermit(
  ctx: Context,
  { body }: Input<typeof askPermitContract>,
): Promise<Output<typeof askPermitContract>> {
  await authorize(ctx, 'permits.ask')
  if (ctx.actor.kind === 'key' && ctx.actor.agent !== null && ctx.actor.agent !== body.agent)
    throw invalid(`This key belongs to the agent ${ctx.actor.agent}.`, 'body.agent')
  const ask = prepare(ctx, body, await lookAtAsk(ctx, body))
  const answer = await submit<PermitAnswer>({ ctx, operation: { kind: 'ask', ask } })
  return answer.decision === 'needs_approval' && answer.id !== null ? await withRequest(ctx, ask, answer) : answer
}

function prepare(ctx: Context, asked: AskBody, guardrails: Ask['guardrails']): Ask {
  // What these guardrails block counts like a verdict that the client sent.
  const verdicts = (guardrails?.results ?? []).map(({ slug, outcome, message }) => ({
    ...{ name: slug, stage: 'input' as const, message: message ?? undefined },
    outcome: outcome === 'redacted' ? ('flagged' as const) : outcome,
  }))
  const body = { ...asked, guardrails: [...(asked.guardrails ?? []), ...verdicts] }
  const { agent, tool = null, release = null, userId = null } = body
  const environment = body.environment ?? 'production'
  const facts = {
    agent,
    tool: body.step === 'tool' ? tool : null,
    environment,
    release,
    userId,
    keyId: String(ctx.actor.id),
  }
  return {
    ...facts,
    id: newId('prm'),
    body,
    estimate: estimateOf(body),
    policy: null,
    badArguments: null,
    guardrails,
    labels: [],
    policies: [],
  }
}

/** Asks for approval and keeps the permit's reservation. If that fails, the reservation is freed. */
async function withRequest(ctx: Context, ask: Ask, answer: PermitAnswer): Promise<PermitAnswer> {
  const id = ask.id
  try {
    // A retry gets the answer of the permit, not that of the request for approval.
    const approval = await requestApproval({ ...ctx, remember: undefined }, { body: requestOf(ask, answer) })
    const until = new Date(approval.expiresAt)
    await submit({
      ctx: { ...ctx, remember: undefined },
      operation: { kind: 'link', id, approvalId: approval.id, until },
    })
    return { ...answer, approvalId: approval.id, reservation: { id, leaseUntil: approval.expiresAt } }
  } catch (error) {
    await submit({ ctx: { ...ctx, remember: undefined }, operation: { kind: 'free', id, force: true } })
    throw error
  }
}

function requestOf(ask: Ask, { reasons }: PermitAnswer) {
  const { runId, toolCallId, rationale, traceId, spanId } = ask.body
  const of = {
    agent: ask.agent,
    environment: ask.environment,
    runId,
    traceId,
    spanId,
    release: ask.release ?? undefined,
  }
  const [reason] = reasons
  if (reason?.rule.startsWith('run-budget/')) {
    const args = { runId, limit: reason?.rule.replace('run-budget/', '') ?? '', add: reason?.limit ?? '0' }
    return { ...of, tool: 'raise_run_budget', arguments: args, rationale: reason?.message, risk: 'high' as const }
  }
  return { ...of, tool: ask.tool ?? '', arguments: ask.body.arguments ?? {}, toolCallId, rationale }
}
