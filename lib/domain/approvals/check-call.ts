import { blockingBreakers } from '#lib/domain/breakers/index.ts'
import { countAfterwards, touch } from '#lib/domain/policies/index.ts'
import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import { transaction } from '#lib/platform/db/transaction.ts'
import { conflict } from '#lib/shared/problem.ts'
import { requireOwnAgent } from './internal.ts'
import { checkRules } from './requirement/check-rules.ts'
import type { Verdict } from './requirement/combine.ts'
import type { RequestBody } from './schemas.ts'
import { runOf } from './subject.ts'

/**
 * Answers whether a call needs approval, without storing a request. For hooks that see every call of an agent, most of which need
 * none. Throws 409 if the agent is switched off or a breaker is open, and 422 for arguments that do not fit.
 */
export async function checkCall(ctx: Context, { body }: { body: RequestBody }): Promise<Verdict> {
  await authorize(ctx, 'approvals.request')
  requireOwnAgent(ctx, body.agent)
  const { verdict, met } = await transaction(ctx.db, async tx => {
    const now = await ctx.clock.now(tx)
    const [open] = await blockingBreakers(tx, ctx, [body], now)
    if (open) throw conflict('breaker-open', open.message)
    const run = runOf(body)
    const checked = await checkRules(tx, ctx, { ...body, run })
    if (checked.verdict.outcome === 'allow')
      await touch(tx, ctx, [{ agent: body.agent, run, tool: body.tool, labels: checked.labels }], now)
    return checked
  })
  // A call that must wait is counted by its request.
  if (verdict.outcome !== 'needs_approval') await countAfterwards(ctx, met)
  return verdict
}
