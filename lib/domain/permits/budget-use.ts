import { newRate, type RateUse, readBudgets, usedRate } from '#lib/domain/budgets/index.ts'
import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import { readStates } from '#lib/platform/state-machine/control-state.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { toRfc3339 } from '#lib/shared/time.ts'
import type { budgetUseContract } from './contract.ts'
import { periodUses } from './period-use.ts'
import { runUses } from './run-use.ts'

/** How much of every budget is used now. For a single run, only how much of its own limits it has used. */
export async function readBudgetUse(
  ctx: Context,
  { query }: Input<typeof budgetUseContract>,
): Promise<Output<typeof budgetUseContract>> {
  await authorize(ctx, 'project.read')
  const { db, projectId } = ctx
  const sql = poolSql(db)
  const [at, budgets] = await Promise.all([ctx.clock.now(sql), readBudgets(db, projectId)])
  const now = at.getTime()
  const runs = await runUses(ctx, budgets, query, now)
  if (query.runId !== undefined) return { askedAt: toRfc3339(at), runs, periods: [], rates: [] }
  const limits = budgets.filter(({ kind }) => kind === 'rate')
  const states = await readStates<RateUse>(
    sql,
    projectId,
    'rate',
    limits.map(({ slug }) => slug),
  )
  return {
    ...{ askedAt: toRfc3339(at), runs, periods: await periodUses(ctx, budgets, now) },
    rates: limits.map(({ slug, permits, perSeconds }) => {
      const limit = { permits: permits ?? 1, perSeconds: perSeconds ?? 1 }
      return { slug, used: usedRate(states.get(slug) ?? newRate, limit, now), ...limit }
    }),
  }
}
