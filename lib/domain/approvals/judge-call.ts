import { requireEnabled } from '#lib/domain/agents/index.ts'
import { refusingBreakers } from '#lib/domain/breakers/index.ts'
import { checkArguments, registeredTool } from '#lib/domain/tools/index.ts'
import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Tx } from '#lib/platform/db/transaction.ts'
import { transaction } from '#lib/platform/db/transaction.ts'
import { conflict } from '#lib/shared/problem.ts'
import { refuseForeignAgent } from './internal.ts'
import { applyPolicy, type PolicyAnswer } from './rules.ts'
import type { RequestBody } from './schemas.ts'

/**
 * What would be answered to a call, without a request for it: for hooks that see every call of an agent, most of which
 * nobody holds. Throws 409 where the agent is switched off or a breaker is open, 422 for arguments that do not fit.
 */
export async function judgeCall(ctx: Context, { body }: { body: RequestBody }): Promise<PolicyAnswer> {
  await authorize(ctx, 'approvals.request')
  refuseForeignAgent(ctx, body.agent)
  return transaction(ctx.db, async tx => {
    const answer = await judge(tx, ctx, body)
    const [open] = await refusingBreakers(tx, ctx, [body], await ctx.clock.now(tx))
    if (open) throw conflict('breaker-open', open.message)
    return answer
  })
}

/** Throws 409 where the agent is switched off, 422 for arguments that the registered tool does not take. */
export async function judge(tx: Tx, ctx: Context, body: RequestBody): Promise<PolicyAnswer> {
  await requireEnabled(tx, ctx, body.agent)
  const registered = await registeredTool(tx, ctx, body.tool)
  if (registered.schema) checkArguments(body.tool, registered.schema, body.arguments)
  return applyPolicy(body, registered)
}
