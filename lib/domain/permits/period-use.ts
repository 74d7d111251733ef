import {
  type Budget,
  forecastNanos,
  newPeriod,
  type PeriodUse,
  periodOf,
  periodScope,
  spentOf,
} from '#lib/domain/budgets/index.ts'
import type { Context } from '#lib/platform/context.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import { readStates, reviveAmounts } from '#lib/platform/state-machine/control-state.ts'
import { nanosToUsd } from '#lib/shared/money.ts'
import { toRfc3339 } from '#lib/shared/time.ts'
import { periodKey } from './ask.ts'
import type { PeriodBudgetUse } from './schemas.ts'

/** How many earlier periods are shown. */
const pastShown = { day: 14, week: 8, month: 6 } as const

interface Span {
  key: string
  from: number
  to: number
}

/** The present period of a budget first, then the earlier ones. */
function spansOf(budget: Budget, now: number): Span[] {
  const period = budget.period ?? 'day'
  const spans: Span[] = []
  let at = now
  while (spans.length <= pastShown[period]) {
    const { from, to } = periodOf(period, at)
    spans.push({ key: periodKey(periodScope(budget), period, from), from, to })
    at = from - 1
  }
  return spans
}

/** For each budget of a period: what is spent, where the period will end, and what earlier periods cost. */
export async function periodUses(ctx: Context, budgets: readonly Budget[], now: number): Promise<PeriodBudgetUse[]> {
  const all = budgets.filter(({ kind }) => kind === 'period').map(budget => ({ budget, spans: spansOf(budget, now) }))
  const keys = all.flatMap(({ spans }) => spans.map(({ key }) => key))
  const states = await readStates<PeriodUse>(poolSql(ctx.db), ctx.projectId, 'period', keys)
  const time = (ms: number) => toRfc3339(new Date(ms))
  return all.flatMap(({ budget, spans: [present, ...past] }) => {
    if (!present) return []
    const use = reviveAmounts(states.get(present.key) ?? newPeriod)
    const forecast = forecastNanos(use, present, now)
    return [
      {
        slug: budget.slug,
        ...{ from: time(present.from), to: time(present.to) },
        ...{ spentUsd: nanosToUsd(spentOf(use)), reservedUsd: nanosToUsd(use.reserved) },
        forecastUsd: forecast === null ? null : nanosToUsd(forecast),
        past: past.reverse().map(({ key, from }) => {
          const stored = states.get(key)
          return { from: time(from), spentUsd: stored ? nanosToUsd(spentOf(reviveAmounts(stored))) : null }
        }),
      },
    ]
  })
}
