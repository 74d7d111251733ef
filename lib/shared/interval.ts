import { studentTails } from './distributions.ts'

/** The range in which the true value lies in 95 of 100 cases. */
export interface Interval {
  low: number
  high: number
}

const outside = 0.05

/** The distance in standard errors within which 95 of 100 means lie from the true one. */
function reachOf(freedom: number): number {
  let [low, high] = [0, 1_000]
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2
    if (studentTails(middle, freedom) > outside) low = middle
    else high = middle
  }
  return high
}

/** Of a mean, by Student's t; null below two values, of which nothing is known. */
export function meanInterval(mean: number | null, spread: number | null, count: number): Interval | null {
  if (mean === null || spread === null || count < 2) return null
  const reach = (reachOf(count - 1) * spread) / Math.sqrt(count)
  return { low: mean - reach, high: mean + reach }
}

/** Of a share, by Wilson: never outside 0 to 1, and sensible for few and for none. */
export function shareInterval(share: number | null, count: number): Interval | null {
  if (share === null || count < 1) return null
  const z = 1.959964
  const weight = z * z + count
  const middle = (share * count + (z * z) / 2) / weight
  const reach = (z / weight) * Math.sqrt(share * (1 - share) * count + (z * z) / 4)
  return { low: Math.max(0, middle - reach), high: Math.min(1, middle + reach) }
}
