import { queryMetrics } from '#lib/domain/metrics/index.ts'
import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import type { readForecastContract } from './contract.ts'
import { type DayCost, endOfMonth, type Forecast, forecastMonth, startOfMonth } from './forecast.ts'

const dayMs = 86_400_000
/** How many whole days before those of this month a forecast may read. */
const daysBefore = 28

/** What this month has cost, what the month before had cost at the same point, and the forecast. Days are in UTC. */
export async function readForecast(
  ctx: Context,
  { query }: Input<typeof readForecastContract>,
): Promise<Output<typeof readForecastContract>> {
  await authorize(ctx, 'project.read')
  const now = (await ctx.clock.now(poolSql(ctx.db))).getTime()
  const filter = Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined))
  const [month, today] = [startOfMonth(now), Math.floor(now / dayMs) * dayMs]
  const from = Math.min(month, today - daysBefore * dayMs)
  const read = (start: number, end: number, bucket: 'day' | 'none') =>
    queryMetrics(ctx, {
      body: {
        measures: ['totalCost', 'unpricedSpans', 'unmeteredCalls'],
        by: [],
        filter,
        from: iso(start),
        to: iso(end),
        bucket,
      },
    })
  const before = startOfMonth(month - 1)
  const [daily, last, lastSoFar] = await Promise.all([
    read(from, today + dayMs, 'day'),
    read(before, month, 'none'),
    read(before, Math.min(before + (now - month), month), 'none'),
  ])
  const rows = daily.rows.map(([at, usd, ...left]) => ({ at: Date.parse(String(at)), usd, left: sum(left) }))
  const ofMonth = rows.filter(row => row.at >= month)
  const forecast = forecastMonth({ days: wholeDays(rows, today), spent: total(ofMonth), now })
  return {
    month: iso(month).slice(0, 7),
    end: iso(endOfMonth(now)),
    spent: ofMonth.length > 0 && ofMonth.every(row => row.usd === null) ? null : usdText(total(ofMonth)),
    notCounted: sum(ofMonth.map(row => row.left)),
    before: known(last),
    beforeSoFar: known(lastSoFar),
    forecast: forecast && inWords(forecast),
  }
}

const iso = (at: number) => new Date(at).toISOString()
const sum = (values: readonly unknown[]) => values.reduce<number>((all, value) => all + Number(value ?? 0), 0)
const total = (rows: readonly { usd: unknown }[]) => sum(rows.map(row => row.usd))
const usdText = (usd: number) => usd.toFixed(9)

/** A total of no rows at all belongs to a month before the first trace: unknown, not 0. */
function known({ rows }: Awaited<ReturnType<typeof queryMetrics>>): string | null {
  const cost = rows[0]?.[0]
  return cost === undefined || cost === null ? null : String(cost)
}

/**
 * Whole days since the first day with a cost. A day that has only calls without a price says nothing, and the days
 * begin again after it.
 */
function wholeDays(rows: readonly { at: number; usd: unknown }[], today: number): DayCost[] {
  const unknown = rows.filter(row => row.usd === null && row.at < today).at(-1)?.at ?? Number.NEGATIVE_INFINITY
  const known = rows.filter(row => row.at > unknown && row.at < today)
  const days: DayCost[] = []
  const usdAt = new Map(known.map(({ at, usd }) => [at, Number(usd)]))
  for (let at = known[0]?.at ?? today; at < today; at += dayMs) days.push({ at, usd: usdAt.get(at) ?? 0 })
  return days
}

const inWords = ({ expected, low, high, ahead, ...rest }: Forecast) => ({
  ...rest,
  expected: usdText(expected),
  low: usdText(low),
  high: usdText(high),
  ahead: ahead.map(day => ({
    at: iso(day.at),
    expected: usdText(day.usd),
    low: usdText(day.low),
    high: usdText(day.high),
  })),
})
