import { studentTails } from '../distributions.ts'
import { falseAlarms } from './change.ts'

/** What was observed in a bucket of time. */
export interface Observed {
  at: number
  count: number
  mean: number
  /** Standard deviation of the single observations; null below two. */
  spread: number | null
}

export interface Drop {
  /** The first bucket of the lower level. */
  at: number
  before: number
  after: number
  /** How often noise alone shows a drop this sure anywhere in the range. */
  chance: number
}

/** Fewest observations, and fewest buckets with any, on each side of a drop. */
const leastCount = 10
const leastBuckets = 3
/** A smaller drop is no news, in parts of the level before. */
const leastSize = 0.03

/**
 * Where a mean began to be lower, or null. The range is cut in two before each bucket, and Student's t compares the two
 * means, with the larger of two errors: from the spread of single observations, and from that of the bucket means. The
 * most certain cut counts. Its chance is multiplied by the number of cuts, so that at most one of a hundred series in
 * which nothing changed shows a drop. It looks for one level followed by a lower one.
 */
export function dropIn(series: readonly Observed[]): Drop | null {
  const buckets = series.filter(({ count }) => count > 0)
  const cuts = buckets.flatMap((bucket, i) => {
    const sides = [sideOf(buckets.slice(0, i)), sideOf(buckets.slice(i))] as const
    const enough = sides.every(side => side.count >= leastCount && side.buckets >= leastBuckets)
    return enough ? [{ at: bucket.at, before: sides[0], after: sides[1] }] : []
  })
  let surest: Drop | null = null
  for (const { at, before, after } of cuts) {
    if (before.mean - after.mean < leastSize * Math.abs(before.mean)) continue
    const chance = Math.min(1, chanceOf(before, after) * cuts.length)
    if (surest === null || chance < surest.chance) surest = { at, before: before.mean, after: after.mean, chance }
  }
  return surest && surest.chance <= falseAlarms ? surest : null
}

interface Side {
  count: number
  buckets: number
  mean: number
  /** Squared distances of the single observations, and of the bucket means by their weight, from the mean. */
  within: number
  between: number
}

function sideOf(buckets: readonly Observed[]): Side {
  const count = buckets.reduce((sum, bucket) => sum + bucket.count, 0)
  const mean = buckets.reduce((sum, bucket) => sum + bucket.count * bucket.mean, 0) / count
  const between = buckets.reduce((sum, bucket) => sum + bucket.count * (bucket.mean - mean) ** 2, 0)
  const inBuckets = buckets.reduce((sum, { count: n, spread }) => sum + (n - 1) * (spread ?? 0) ** 2, 0)
  return { count, buckets: buckets.length, mean, within: between + inBuckets, between }
}

/** One-sided: only a drop is looked for. */
function chanceOf(before: Side, after: Side): number {
  const freedom = before.buckets + after.buckets - 2
  const single = (before.within + after.within) / (before.count + after.count - 2)
  const ofBuckets = (before.between + after.between) / freedom
  const error = Math.sqrt(Math.max(single, ofBuckets) * (1 / before.count + 1 / after.count))
  return error === 0 ? 0 : studentTails((before.mean - after.mean) / error, freedom) / 2
}
