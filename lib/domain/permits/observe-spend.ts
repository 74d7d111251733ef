import { type Budget, nanosOfUsd, periodOf, periodScope, readBudgets } from '#lib/domain/budgets/index.ts'
import { queryMetrics } from '#lib/domain/metrics/index.ts'
import type { Context } from '#lib/platform/context.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import type { Sql } from '#lib/platform/db/sql.ts'
import { periodKey } from './ask.ts'
import { submit } from './batcher.ts'

/** Projects that have a budget of a period. */
export async function projectsWithPeriods(sql: Sql): Promise<string[]> {
  const rows = await sql.query<{ project_id: string }>(
    `select distinct project_id from config_object where kind = 'budget' and archived_at is null and body ->> 'kind' = 'period' limit 500`,
  )
  return rows.map(row => row.project_id)
}

/**
 * Stores for each period what its traces and other costs add up to, from the rollups. The larger of that sum and of
 * what permits have charged counts: both are about the same calls, and either may miss some.
 */
export async function observeSpend(ctx: Context): Promise<void> {
  const { db, projectId } = ctx
  const now = (await ctx.clock.now(poolSql(db))).getTime()
  const budgets = (await readBudgets(db, projectId)).filter(({ kind }) => kind === 'period')
  for (const budget of budgets) {
    if (ctx.signal?.aborted) return
    const { from, to } = periodOf(budget.period ?? 'day', now)
    const usd = await spentIn(ctx, budget, new Date(from), new Date(to))
    if (usd === null) continue
    const key = periodKey(periodScope(budget), budget.period ?? 'day', from)
    const soft = budget.softUsd === null ? null : nanosOfUsd(budget.softUsd)
    await submit({ ctx, operation: { kind: 'observe', key, nanos: nanosOfUsd(usd), budget: budget.slug, soft } })
  }
}

/** Null if it is unknown: a call without a price makes the sum unknown, and the sum from the permits stays. */
async function spentIn(ctx: Context, { agent, release, user }: Budget, from: Date, to: Date): Promise<string | null> {
  const filter = {
    ...(agent === null ? {} : { agent }),
    ...(release === null ? {} : { release }),
    ...(user === null ? {} : { user }),
  }
  // Other costs name no user, so there are none by user.
  const measure = user === null ? ('totalCost' as const) : ('cost' as const)
  const range = { from: from.toISOString(), to: to.toISOString() }
  const { rows } = await queryMetrics(ctx, { body: { measures: [measure], by: [], filter, bucket: 'none', ...range } })
  const value = rows[0]?.[0]
  return typeof value === 'string' ? value : null
}
