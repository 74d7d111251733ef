/** What one whole day cost, UTC, in dollars. */
export interface DayCost {
  /** Milliseconds since the epoch, its midnight. */
  at: number
  usd: number
}

interface ForecastInput {
  /** Whole days from the first one known, in order and without gaps; a day of nothing is 0. */
  days: readonly DayCost[]
  /** What the month has cost until now, today included. */
  spent: number
  now: number
}

export interface Forecast {
  /** `weekdays`: each day as the same weekdays before it; `mean`: each day as the mean of all. */
  method: 'weekdays' | 'mean'
  /** Whole days that it is read from. */
  days: number
  expected: number
  /** Four of five months end between these two. */
  low: number
  high: number
  /** What a day to come is expected to cost, from now to the end of the month; today's is its rest. */
  ahead: { at: number; usd: number; low: number; high: number }[]
}

const dayMs = 86_400_000
const leastDays = 3
const twoWeeks = 14
/** Older days say little about the next: prices, releases and traffic are others by then. */
const mostDays = 28

export const startOfMonth = (now: number) => Date.UTC(new Date(now).getUTCFullYear(), new Date(now).getUTCMonth(), 1)
export const endOfMonth = (now: number) => Date.UTC(new Date(now).getUTCFullYear(), new Date(now).getUTCMonth() + 1, 1)

/**
 * What the month will have cost at its end: what it has cost, and for each day to come what such days cost before. The
 * interval comes from how far the days before were from that rule. Null before there are three whole days.
 */
export function forecastMonth({ days: all, spent, now }: ForecastInput): Forecast | null {
  const days = all.slice(-mostDays)
  if (days.length < leastDays) return null
  const weekly = days.length >= twoWeeks
  const levels = levelsOf(days, weekly)
  const freedom = days.length - new Set(levels.keys()).size
  const squares = days.reduce((sum, { at, usd }) => sum + (usd - levelAt(levels, at, weekly).mean) ** 2, 0)
  const spread = Math.sqrt(squares / freedom)
  const reach = studentQuantile90(freedom)
  const ahead = daysAhead(now).map(({ at, part }) => {
    const { mean, count } = levelAt(levels, at, weekly)
    const half = reach * spread * Math.sqrt(part * (1 + part / count))
    return { at, usd: mean * part, low: Math.max(0, mean * part - half), high: mean * part + half }
  })
  // Days to come vary by themselves; the level that they share was measured once, from `count` days.
  const variance = [...Map.groupBy(daysAhead(now), ({ at }) => keyOf(at, weekly)).values()].reduce((sum, group) => {
    const parts = group.reduce((all, { part }) => all + part, 0)
    return sum + parts + parts ** 2 / levelAt(levels, group[0]?.at ?? 0, weekly).count
  }, 0)
  const half = reach * spread * Math.sqrt(variance)
  const expected = spent + ahead.reduce((sum, { usd }) => sum + usd, 0)
  return {
    method: weekly ? 'weekdays' : 'mean',
    days: days.length,
    expected,
    low: Math.max(spent, expected - half),
    high: expected + half,
    ahead,
  }
}

interface Level {
  mean: number
  count: number
}

const keyOf = (at: number, weekly: boolean) => (weekly ? new Date(at).getUTCDay() : 0)

function levelsOf(days: readonly DayCost[], weekly: boolean): Map<number, Level> {
  const groups = Map.groupBy(days, ({ at }) => keyOf(at, weekly))
  return new Map(
    [...groups].map(([key, group]) => [
      key,
      { mean: group.reduce((sum, { usd }) => sum + usd, 0) / group.length, count: group.length },
    ]),
  )
}

function levelAt(levels: ReadonlyMap<number, Level>, at: number, weekly: boolean): Level {
  const level = levels.get(keyOf(at, weekly))
  if (!level) throw new Error('two whole weeks have every weekday')
  return level
}

/** The days until the month ends; of today only the part that is left. */
function daysAhead(now: number): { at: number; part: number }[] {
  const today = Math.floor(now / dayMs) * dayMs
  const ahead: { at: number; part: number }[] = []
  for (let at = today; at < endOfMonth(now); at += dayMs) {
    const part = at === today ? 1 - (now - at) / dayMs : 1
    if (part > 0) ahead.push({ at, part })
  }
  return ahead
}

/** The 90 % quantile of Student's t, by Hill's expansion from the normal one: within 1 % from two degrees of freedom on. */
function studentQuantile90(freedom: number): number {
  if (freedom === 1) return 3.0777
  if (freedom === 2) return 1.8856
  const z = 1.2815515655
  const [a, b] = [(z ** 3 + z) / 4, (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96]
  return z + a / freedom + b / freedom ** 2
}
