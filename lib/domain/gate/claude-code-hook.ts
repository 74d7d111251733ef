import { findSameCall, reportOutcome } from '#lib/domain/approvals/index.ts'
import type { RequestBody } from '#lib/domain/approvals/schemas.ts'
import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import { faultsOf, faulty } from '#lib/shared/faults.ts'
import { invalid, isProblem } from '#lib/shared/problem.ts'
import { type Held, holdCall } from './hold-call.ts'
import { type HookBody, type HookQuery, hookBody, hookQuery } from './schemas.ts'

/** Less than the 600 s that Claude Code gives an HTTP hook. It ignores a later answer, and runs the tool. */
const defaultWaitSeconds = 540

/**
 * The answer to a hook of Claude Code. Before a tool: whether it may run, with the arguments as a person edited them. After a tool:
 * nothing, but its result is reported on the claim. A call that needs no approval is answered with nothing, so that Claude Code's
 * own permission rules apply.
 */
export async function answerClaudeCode(
  ctx: Context,
  input: { query: Record<string, string>; body: unknown },
): Promise<Record<string, unknown>> {
  await authorize(ctx, 'approvals.request')
  const query = hookQuery.safeParse(input.query)
  if (!query.success) throw faulty(faultsOf(query.error, 'query'), 'query')
  const body = hookBody.safeParse(input.body)
  if (!body.success) throw faulty(faultsOf(body.error, 'body'), 'body')
  const event = body.data.hook_event_name
  if (event === 'PreToolUse' || event === 'PermissionRequest') {
    const call = callOf(ctx, body.data, query.data)
    return output(event, await holdCall(ctx, call, query.data.wait ?? defaultWaitSeconds))
  }
  if (event === 'PostToolUse' || event === 'PostToolUseFailure')
    await report(ctx, callOf(ctx, body.data, query.data), body.data)
  return {}
}

/** The answer to a hook after a fault of the server. It denies, so that nothing runs because of a fault. */
export const denyClaudeCode = (why: string, body: unknown): Record<string, unknown> => {
  const event = (body as HookBody | null)?.hook_event_name
  if (event === 'PostToolUse' || event === 'PostToolUseFailure') return {}
  const held: Held = { verdict: 'deny', message: `Holdpoint could not decide: ${why}`, approvalId: null }
  return output(event === 'PermissionRequest' ? event : 'PreToolUse', held)
}

function callOf(ctx: Context, body: HookBody, { agent, environment, release }: HookQuery): RequestBody {
  if (body.tool_name === undefined) throw invalid('This hook event needs tool_name.', 'body.tool_name')
  const bound = ctx.actor.kind === 'key' ? ctx.actor.agent : null
  return {
    agent: agent ?? bound ?? 'claude-code',
    tool: body.tool_name,
    arguments: body.tool_input ?? {},
    environment,
    release,
    runId: body.session_id,
    toolCallId: body.tool_use_id,
  }
}

function output(event: 'PreToolUse' | 'PermissionRequest', held: Held): Record<string, unknown> {
  if (held.verdict === 'no-objection') return {}
  const allow = held.verdict === 'allow'
  if (event === 'PermissionRequest') {
    const decision = allow
      ? { behavior: 'allow', updatedInput: held.arguments }
      : { behavior: 'deny', message: held.message }
    return { hookSpecificOutput: { hookEventName: event, decision } }
  }
  return {
    hookSpecificOutput: {
      hookEventName: event,
      permissionDecision: allow ? 'allow' : 'deny',
      permissionDecisionReason: held.message,
      ...(allow ? { updatedInput: held.arguments } : {}),
    },
  }
}

/** Reports what the tool did, if it ran by an approval. A report that comes twice or too late is no error. */
async function report(ctx: Context, call: RequestBody, body: HookBody): Promise<void> {
  const same = await findSameCall(ctx, call)
  const claimed = same.find(({ claimId }) => claimId !== null)
  if (!claimed?.claimId) return
  const failed = body.hook_event_name === 'PostToolUseFailure'
  const outcome = failed
    ? { status: 'failed' as const, error: body.error ?? 'The tool failed.' }
    : { status: 'executed' as const, result: body.tool_response }
  try {
    await reportOutcome(ctx, {
      params: { id: claimed.approval.id },
      body: { claimId: claimed.claimId, ...outcome },
    })
  } catch (error) {
    if (!isProblem(error)) throw error
  }
}
