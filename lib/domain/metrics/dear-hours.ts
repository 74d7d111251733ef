interface Hour {
  at: string
  usd: number
}

/** This many times the usual is worth a line. */
const factor = 2

/**
 * Hours from `from` on that cost more than twice an average hour before it. Nothing is dear where nothing was spent
 * before: there is no usual to hold it beside.
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
