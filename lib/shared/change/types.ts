/** A sum over a bucket of time, and how many values it adds up: cost and requests, or scores and scored requests. */
export interface Part {
  sum: number
  count: number
}

/** A bucket of the range and the bucket at the same place in the range before. */
export interface Pair<Value> {
  before: Value
  after: Value
}

/** One figure in two ranges of the same length. */
export type Figure =
  /** A share of requests, such as those that failed. Each request is one observation. */
  | { kind: 'rate'; before: Part; after: Part }
  /** A sum divided by a count: cost per request, mean score. The spread is read from the buckets. */
  | { kind: 'mean'; pairs: readonly Pair<Part>[] }
  /** A percentile of each range, and by bucket how many (`sum`) of how many (`count`) reach the larger of the two. */
  | { kind: 'percentile'; before: number | null; after: number | null; pairs: readonly Pair<Part>[] }
  /** How many there were: requests, runs. */
  | { kind: 'count'; pairs: readonly Pair<number>[] }

export interface About {
  /** Which way is good; null where neither is. */
  better: 'lower' | 'higher' | null
  /** A smaller change is not news, however certain. As a share of the value before, or in the unit of the figure. */
  least?: { relative: number } | { absolute: number }
}

/** Why a difference is not called a change. */
export type WhyNot =
  /** The figure is unknown in one of the ranges. */
  | 'unknown'
  /** Both ranges are incomplete and cannot be compared, because of calls without a known price. */
  | 'partial'
  /** Too little data to tell a change from noise. */
  | 'few'
  /** Noise alone gives such a difference more often than in 1 of 100 figures. */
  | 'noise'
  /** Real, perhaps, but too small to be news. */
  | 'small'

export interface Change {
  before: number | null
  after: number | null
  direction: 'up' | 'down' | 'same' | null
  /** after − before, in the figure's unit. */
  absolute: number | null
  /** after / before − 1; null where the value before is 0 or negative. */
  relative: number | null
  /** How often noise alone gives a difference this large; null if nothing was tested. */
  chance: number | null
  significant: boolean
  /** Neutral if it is not a change, or if neither way is good. */
  verdict: 'better' | 'worse' | 'neutral'
  whyNot: WhyNot | null
}
