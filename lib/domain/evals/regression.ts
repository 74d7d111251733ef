import { meanInterval } from '#lib/shared/interval.ts'
import { mean } from './mean.ts'

export interface Regression {
  pairs: number
  delta: number | null
  interval: [number, number] | null
  outcome: 'none' | 'worse' | 'as-good' | 'open'
  /**
   * If it is open: how many more runs of this size, and of the baseline, would decide as repeats. Null: repeats would
   * not.
   */
  moreRunsNeeded: number | null
  /** If it is open: how many more scenarios would decide. */
  moreScenariosNeeded: number | null
}

/** Quantile of the standard normal distribution: the recommended number decides in 80 of 100 cases. */
const z80 = 0.8416

/**
 * The mean difference to the baseline, paired by scenario, with its 95 % interval by Student's t. As good: the interval
 * is above −margin. Worse: it is not, and it is below 0. Otherwise open. An identical release is called worse in at
 * most 2.5 of 100 runs. `noise` gives the variance of a scenario's difference that repeats would reduce; null is
 * unknown, and then all of the variance counts as such.
 */
export function regressionOf(
  scores: ReadonlyMap<string, number>,
  baseline: ReadonlyMap<string, number> | null,
  margin: number,
  noise: () => number | null = () => null,
): Regression {
  const undecided = { moreRunsNeeded: null, moreScenariosNeeded: null }
  const nothing = { pairs: 0, delta: null, interval: null, ...undecided }
  if (baseline === null) return { ...nothing, outcome: 'none' }
  const differences = [...scores].flatMap(([scenario, score]) => {
    const before = baseline.get(scenario)
    return before === undefined ? [] : [score - before]
  })
  const pairs = differences.length
  const delta = mean(differences)
  if (delta === null || pairs < 2) return { ...nothing, pairs, delta, outcome: 'open' }
  const spread = Math.sqrt(differences.reduce((sum, d) => sum + (d - delta) ** 2, 0) / (pairs - 1))
  const range = meanInterval(delta, spread, pairs)
  if (range === null) return { ...nothing, pairs, delta, outcome: 'open' }
  const interval: [number, number] = [range.low, range.high]
  // Without the tolerance the last bits of a sum could decide.
  const outcome = range.low >= -margin - 1e-12 ? 'as-good' : range.high < -1e-12 ? 'worse' : 'open'
  const more = outcome === 'open' ? needed({ pairs, delta, spread }, (range.high - range.low) / 2, margin, noise()) : {}
  return { pairs, delta, interval, outcome, ...undecided, ...more }
}

/**
 * How much more would bring the interval above −margin, or below 0, in 80 of 100 cases. If the mean rose, the plan
 * assumes that nothing changed, because a rise is by chance more often than not. With m times as many repeats on both
 * sides the variance of the mean is (between + noise ÷ m) ÷ pairs; with more scenarios, between + noise is divided by
 * more pairs.
 */
function needed(
  { pairs, delta, spread }: { pairs: number; delta: number; spread: number },
  reach: number,
  margin: number,
  noise: number | null,
): Pick<Regression, 'moreRunsNeeded' | 'moreScenariosNeeded'> {
  const room = delta >= 0 ? margin || delta : Math.max(delta + margin, -delta)
  if (room <= 0) return { moreRunsNeeded: null, moreScenariosNeeded: null }
  const whole = spread ** 2
  const quantile = (reach * Math.sqrt(pairs)) / spread
  const enough = (room / (quantile + z80)) ** 2
  const repeated = Math.min(noise ?? whole, whole)
  const left = pairs * enough - (whole - repeated)
  return {
    moreRunsNeeded: left <= 0 ? null : Math.max(1, Math.ceil(repeated / left) - 1),
    moreScenariosNeeded: Math.max(1, Math.ceil(whole / enough) - pairs),
  }
}
