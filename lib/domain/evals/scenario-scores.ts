import { mean } from './mean.ts'
import type { Criterion, Scenario } from './suites/schemas.ts'

export interface Scored {
  scenario: string
  repeat: number
  criterion: string
  score: number
  passed: boolean | null
}

export interface Rules {
  level: 'unit' | 'integration' | 'evaluation'
  threshold: number
  margin: number
  criteria: readonly Criterion[]
  scenarios: readonly Pick<Scenario, 'id' | 'trajectory'>[]
}

/** Scores of a scenario by criterion, each the mean over its repeats; null if a criterion has none. */
export function criteriaOf(scores: readonly Scored[], rules: Rules): (number | null)[] {
  return rules.criteria.map(({ name }) => mean(scores.filter(s => s.criterion === name).map(s => s.score)))
}

/** The weighted mean over the criteria; null unless every criterion has a score. */
export function scoreOf(scores: readonly Scored[], rules: Rules): number | null {
  const values = criteriaOf(scores, rules)
  let [sum, weights] = [0, 0]
  for (const [at, value] of values.entries()) {
    if (value === null) return null
    const weight = rules.criteria[at]?.weight ?? 1
    sum += weight * value
    weights += weight
  }
  return sum / weights
}

/** The score of each scenario that has scores for all criteria. */
export function scenarioScores(all: readonly Scored[], rules: Rules): Map<string, number> {
  const found = new Map<string, number>()
  for (const [scenario, scores] of Map.groupBy(all, score => score.scenario)) {
    const score = scoreOf(scores, rules)
    if (score !== null) found.set(scenario, score)
  }
  return found
}
