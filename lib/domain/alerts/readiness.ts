import { readBudgets } from '#lib/domain/budgets/index.ts'
import { queryMetrics } from '#lib/domain/metrics/index.ts'
import { readConfigs } from '#lib/platform/config/rows.ts'
import type { Context } from '#lib/platform/context.ts'
import type { ReadinessSource } from '#lib/platform/readiness.ts'
import { formatUsd } from '#lib/shared/money.ts'
import { plural } from '#lib/shared/numbers.ts'
import { toRfc3339 } from '#lib/shared/time.ts'
import { alertConfig } from './contract.ts'
import { type AlertMeasure, unitOf } from './measures.ts'

const week = 7 * 86_400_000

/** Whether all costs are known, and whether somebody is told when they rise. */
export const readiness: ReadinessSource = {
  points: ['cost-monitoring'],
  async measure(ctx, { now }) {
    const [{ cost, left }, rules, budgets] = await Promise.all([
      spentSince(ctx, now),
      readConfigs(ctx.db, ctx.projectId, alertConfig),
      readBudgets(ctx.db, ctx.projectId),
    ])
    const watching = rules.filter(({ measure }) => watchesCost(measure)).length
    const soft = budgets.filter(({ kind, softUsd }) => kind === 'period' && softUsd !== null).length
    const nothing = { text: 'No cost is known for the last 7 days', href: '/costs' }
    const noPrice = { text: `${plural(left, 'call')} without a known cost`, href: '/costs' }
    const unwatched = { text: 'Nobody is notified when cost rises: no alert rule and no soft limit', href: '/alerts' }
    return [
      {
        id: 'cost-monitoring',
        begun: cost !== null,
        found: `Cost of the last 7 days: ${formatUsd(cost)}, ${plural(left, 'call')} left out; ${plural(watching, 'alert rule')} on cost, ${plural(soft, 'soft limit')}`,
        gaps: [
          ...(cost === null ? [nothing] : []),
          ...(left > 0 ? [noPrice] : []),
          ...(watching + soft === 0 ? [unwatched] : []),
        ],
        next:
          left > 0
            ? { text: 'Set the missing prices', command: null, href: '/costs/prices' }
            : cost === null
              ? { text: 'Send the first trace', command: null, href: '/docs/connect' }
              : watching + soft === 0
                ? { text: 'Set an alert on cost', command: null, href: '/alerts' }
                : null,
      },
    ]
  },
}

async function spentSince(ctx: Context, now: Date): Promise<{ cost: string | null; left: number }> {
  const { rows } = await queryMetrics(ctx, {
    body: {
      measures: ['totalCost', 'unpricedSpans', 'unmeteredCalls'],
      ...{ by: [], filter: {}, bucket: 'none' },
      ...{ from: toRfc3339(new Date(now.getTime() - week)), to: toRfc3339(now) },
    },
  })
  const [cost, unpriced, unmetered] = rows[0] ?? []
  return { cost: cost == null ? null : String(cost), left: Number(unpriced ?? 0) + Number(unmetered ?? 0) }
}

/** Measures of money, or of how much of a budget is used. */
const watchesCost = (measure: AlertMeasure) =>
  unitOf(measure) === 'usd' || measure === 'budgetUsed' || measure === 'budgetForecast'
