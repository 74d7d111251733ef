interface Hour {
  at: string
  usd: number
}

/** An hour that costs this many times the usual is listed. */
const factor = 2

/**
 * Hours from `from` on that cost more than twice an average hour before it. If nothing was spent before, there is no
 * usual cost, and no hour is expensive.
 */
export function dearHours(hours: readonly Hour[], from: number): (Hour & { usual: number })[] {
  const hourMs = 3_600_000
  const before = hours.filter(({ at }) => Date.parse(at) + hourMs <= from)
  const spent = before.reduce((sum, { usd }) => sum + usd, 0)
  if (spent <= 0) return []
  // Hours without a row cost nothing: the average is over the whole day.
  const usual = spent / 24
  return hours
    .filter(({ at, usd }) => Date.parse(at) + hourMs > from && usd > factor * usual)
    .map(hour => ({ ...hour, usual }))
}
