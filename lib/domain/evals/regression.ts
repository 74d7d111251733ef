import { meanInterval } from '#lib/shared/interval.ts'
import { mean } from './mean.ts'

export interface Regression {
  pairs: number
  delta: number | null
  interval: [number, number] | null
  outcome: 'none' | 'worse' | 'as-good' | 'open'
  moreRunsNeeded: number | null
}

/**
 * The mean difference to the baseline, paired by scenario, with its 95 % interval by Student's t. As good: the interval
 * lies above −margin. Worse: it does not, and lies below 0. Else open. An identical release is called worse in at
 * most 2.5 of 100 runs. `moreRunsNeeded`: the interval narrows with the root of the number of runs.
 */
export function regressionOf(
  scores: ReadonlyMap<string, number>,
  baseline: ReadonlyMap<string, number> | null,
  margin: number,
): Regression {
  const nothing = { pairs: 0, delta: null, interval: null, moreRunsNeeded: null }
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
  // The last bits of a sum must not decide.
  const outcome = range.low >= -margin - 1e-12 ? 'as-good' : range.high < -1e-12 ? 'worse' : 'open'
  return { pairs, delta, interval, outcome, moreRunsNeeded: outcome === 'open' ? moreRuns(delta, range, margin) : null }
}

/** How many more runs would decide if the mean stayed: until the interval lies above −margin, or below 0. */
function moreRuns(delta: number, { low, high }: { low: number; high: number }, margin: number): number | null {
  const reach = (high - low) / 2
  const room = Math.max(delta + margin, -delta)
  return room <= 0 ? null : Math.max(1, Math.ceil((reach / room) ** 2) - 1)
}
