/** What one whole day in UTC cost, in dollars. */
export interface DayCost {
  /** Its midnight, in milliseconds since the epoch. */
  at: number
  usd: number
}

interface ForecastInput {
  /** Whole days from the first known one, in order and without gaps. A day without cost is 0. */
  days: readonly DayCost[]
  /** What the month has cost until now, including today. */
  spent: number
  now: number
}

export interface Forecast {
  /** `weekdays`: each day is like the same weekdays before it; `mean`: each day is like the mean of all days. */
  method: 'weekdays' | 'mean'
  /** How many whole days it was computed from. */
  days: number
  expected: number
  /** Four of five months end between these two. */
  low: number
  high: number
  /** What each coming day is expected to cost, until the end of the month. Today's entry is the rest of today. */
  ahead: { at: number; usd: number; low: number; high: number }[]
}

const dayMs = 86_400_000
const leastDays = 3
const twoWeeks = 14
/** Older days say little about the next ones: prices, releases and traffic have changed since. */
const mostDays = 28

export const startOfMonth = (now: number) => Date.UTC(new Date(now).getUTCFullYear(), new Date(now).getUTCMonth(), 1)
export const endOfMonth = (now: number) => Date.UTC(new Date(now).getUTCFullYear(), new Date(now).getUTCMonth() + 1, 1)

/**
 * What the month will have cost at its end: what it has cost so far, and for each coming day what such days cost
 * before. The interval comes from how far the earlier days were from that rule. Null before there are three whole days.
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
  // Coming days vary independently. The level that they share was measured once, from `count` days, so its error is the
  // same for all of them.
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

/** The days until the month ends. Of today only the part that is left. */
function daysAhead(now: number): { at: number; part: number }[] {
  const today = Math.floor(now / dayMs) * dayMs
  const ahead: { at: number; part: number }[] = []
  for (let at = today; at < endOfMonth(now); at += dayMs) {
    const part = at === today ? 1 - (now - at) / dayMs : 1
    if (part > 0) ahead.push({ at, part })
  }
  return ahead
}

/**
 * The 90 % quantile of Student's t, by Hill's expansion of the normal quantile. Within 1 % from two degrees of freedom
 * on.
 */
function studentQuantile90(freedom: number): number {
  if (freedom === 1) return 3.0777
  if (freedom === 2) return 1.8856
  const z = 1.2815515655
  const [a, b] = [(z ** 3 + z) / 4, (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96]
  return z + a / freedom + b / freedom ** 2
}
