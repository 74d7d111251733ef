import { nanosOfUsd, type PeriodUse, periodOf, periodScope, readBudgets, spentOf } from '#lib/domain/budgets/index.ts'
import { periodKey } from '#lib/domain/permits/index.ts'
import type { Context } from '#lib/platform/context.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import { readStates, reviveAmounts } from '#lib/platform/state-machine/control-state.ts'
import type { Asked, Group } from './groups.ts'

// SQL: the states of periods, by the reader that permits use.

/** Before this share of a period has passed, a forecast would be a guess. */
const leastShare = 0.05

/** How much of its limit each budget of a period has used at a time, or will have used at its end. */
export async function readBudgetUse(
  ctx: Context,
  signal: 'budgetUsed' | 'budgetForecast',
  { by, filter, to }: Asked,
): Promise<Group[]> {
  const now = to.getTime()
  const wanted = filter.budget === undefined ? null : [filter.budget].flat()
  const budgets = (await readBudgets(ctx.db, ctx.projectId)).flatMap(budget => {
    const limit = budget.hardUsd ?? budget.softUsd
    if (budget.kind !== 'period' || limit === null || (wanted && !wanted.includes(budget.slug))) return []
    const period = budget.period ?? 'day'
    const { from, to: end } = periodOf(period, now)
    const key = periodKey(periodScope(budget), period, from)
    return [{ slug: budget.slug, limit: nanosOfUsd(limit), key, elapsed: (now - from) / (end - from) }]
  })
  const keys = budgets.map(({ key }) => key)
  const uses = await readStates<PeriodUse>(poolSql(ctx.db), ctx.projectId, 'period', keys)
  const groups = budgets.flatMap(({ slug, limit, key, elapsed }) => {
    const use = uses.get(key)
    if (use === undefined || limit === 0n || (signal === 'budgetForecast' && elapsed < leastShare)) return []
    const used = Number(spentOf(reviveAmounts(use))) / Number(limit)
    return [{ labels: { budget: slug }, value: signal === 'budgetUsed' ? used : used / elapsed }]
  })
  if (by.length > 0) return groups
  // Without groups, the budget that is closest to its limit counts.
  return groups.length === 0 ? [] : [{ labels: {}, value: Math.max(...groups.map(({ value }) => value)) }]
}
