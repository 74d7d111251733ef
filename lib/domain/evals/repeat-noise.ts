import { mean } from './mean.ts'
import { type Rules, type Scored, scoreOf } from './scenario-scores.ts'

/** Scores of a scenario: one for each repeat that has all criteria. */
function repeatsOf(scores: readonly Scored[], rules: Rules): Map<string, number[]> {
  const found = new Map<string, number[]>()
  for (const [scenario, its] of Map.groupBy(scores, score => score.scenario)) {
    const values = [...Map.groupBy(its, score => score.repeat).values()].flatMap(each => scoreOf(each, rules) ?? [])
    if (values.length > 0) found.set(scenario, values)
  }
  return found
}

/**
 * How much of the variance of a scenario's difference comes from its repeats, so that more repeats would reduce it. The
 * rest is how scenarios differ. Pooled over all repeats of both runs. Null if nothing was repeated, because then it is
 * unknown.
 */
export function repeatNoise(run: readonly Scored[], baseline: readonly Scored[], rules: Rules): number | null {
  const [now, before] = [repeatsOf(run, rules), repeatsOf(baseline, rules)]
  const shares: number[] = []
  let [squares, freedom] = [0, 0]
  for (const [scenario, values] of now) {
    const others = before.get(scenario)
    if (others === undefined) continue
    for (const list of [values, others]) {
      const centre = mean(list) ?? 0
      squares += list.reduce((sum, value) => sum + (value - centre) ** 2, 0)
      freedom += list.length - 1
    }
    shares.push(1 / values.length + 1 / others.length)
  }
  const share = mean(shares)
  return freedom === 0 || share === null ? null : (squares / freedom) * share
}
