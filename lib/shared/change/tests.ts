import { fisherTails, normalTails, studentTails } from '../distributions.ts'
import type { Pair, Part } from './types.ts'

/** Above this many the normal approximation is as good as the exact test, whose time would grow. */
const exactUntil = 1_000

/** Two-proportion test: exact while hits, misses or one of the ranges are few. Null without data on a side. */
export function rateChance(before: Part, after: Part): number | null {
  if (before.count === 0 || after.count === 0) return null
  const hits = before.sum + after.sum
  const misses = before.count + after.count - hits
  if (Math.min(hits, misses, before.count, after.count) <= exactUntil) {
    return fisherTails(before.sum, before.count, after.sum, after.count)
  }
  const share = hits / (hits + misses)
  const error = Math.sqrt(share * (1 - share) * (1 / before.count + 1 / after.count))
  return normalTails((after.sum / after.count - before.sum / before.count) / error)
}

/** Fewest buckets with data, and fewest observations, on each side. Below them a spread cannot be read. */
const leastBuckets = 5
const leastCount = 10

export const total = (parts: readonly Part[]): Part => ({
  sum: parts.reduce((all, { sum }) => all + sum, 0),
  count: parts.reduce((all, { count }) => all + count, 0),
})

/**
 * Ratio of sums, with the spread between buckets (ratio estimator) and Student's t, because buckets are few. It is
 * tested as a difference and as a ratio, and the less certain of the two counts: costs are so skewed that either one
 * alone gives too many false alarms when one range has few requests.
 */
export function meanChance(pairs: readonly Pair<Part>[]): number | null {
  const [before, after] = [sideOf(pairs, 'before'), sideOf(pairs, 'after')]
  const buckets = Math.min(before.filled, after.filled)
  if (buckets < leastBuckets || Math.min(before.count, after.count) < leastCount) return null
  const difference = tails(after.mean - before.mean, errorOf(pairs, before, after, false), buckets - 1)
  if (before.mean <= 0 || after.mean <= 0) return difference
  return Math.max(
    difference,
    tails(Math.log(after.mean / before.mean), errorOf(pairs, before, after, true), buckets - 1),
  )
}

type Side = Part & { mean: number; filled: number }

function sideOf(pairs: readonly Pair<Part>[], side: 'before' | 'after'): Side {
  const all = total(pairs.map(pair => pair[side]))
  return { ...all, mean: all.sum / all.count, filled: pairs.filter(pair => pair[side].count > 0).length }
}

/**
 * Standard error of the difference of two means, or of their ratio's logarithm. The larger of two: from the spread of the
 * differences between paired buckets, and from the spread of single observations. The latter is taken over both ranges,
 * because a range with few observations does not show its own spread.
 */
function errorOf(pairs: readonly Pair<Part>[], before: Side, after: Side, asRatio: boolean): number {
  const residual = (part: Part, { mean }: Side) => (part.sum - mean * part.count) / (asRatio ? mean : 1)
  const used = pairs.filter(pair => pair.before.count > 0 || pair.after.count > 0)
  let [paired, single] = [0, 0]
  for (const pair of used) {
    const [old, now] = [residual(pair.before, before), residual(pair.after, after)]
    paired += (now / after.count - old / before.count) ** 2
    single += now ** 2 + old ** 2
  }
  const filled = before.filled + after.filled
  const spread = (single / (before.count + after.count)) * (filled / (filled - 2))
  return Math.sqrt(Math.max((paired * used.length) / (used.length - 1), spread * (1 / before.count + 1 / after.count)))
}

/**
 * Paired t over the buckets: traffic comes in waves, so the spread between buckets counts, and not that of a Poisson
 * count. Null if the range before is almost empty: fewer than five buckets with data, or fewer than half as many as the
 * range after. That shows when something began, and not how much it grew. A range that falls to nothing is a change.
 */
export function countChance(pairs: readonly Pair<number>[]): number | null {
  const filled = (side: 'before' | 'after') => pairs.filter(pair => pair[side] > 0).length
  if (filled('before') < Math.max(leastBuckets, filled('after') / 2)) return null
  const steps = pairs.map(({ before, after }) => after - before)
  const mean = steps.reduce((all, step) => all + step, 0) / steps.length
  const variance = steps.reduce((all, step) => all + (step - mean) ** 2, 0) / (steps.length - 1)
  return tails(mean, Math.sqrt(variance / steps.length), steps.length - 1)
}

function tails(distance: number, error: number, freedom: number): number {
  // Sums of floating point numbers differ in their last digits; that is no distance.
  if (Math.abs(distance) < 1e-9) return 1
  return error === 0 ? 0 : studentTails(distance / error, freedom)
}
