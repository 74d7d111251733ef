import { mean } from './mean.ts'
import { type Regression, regressionOf } from './regression.ts'
import { repeatNoise } from './repeat-noise.ts'
import { type Rules, type Scored, scenarioScores } from './scenario-scores.ts'
import type { Criterion } from './suites/schemas.ts'
import { brokenTrajectory } from './trajectory.ts'
import type { Verdict } from './verdicts/schemas.ts'

/** What the agent got and did in one repeat of a scenario. */
export interface Case {
  scenario: string
  repeat: number
  durationMs: number | null
  costNanos: bigint | null
  tools: readonly string[] | null
  steps: number | null
}

/** A run with everything that its verdict depends on. */
export interface Judged {
  finished: boolean
  cases: readonly Case[]
  scores: readonly Scored[]
  /** How many scores the worker has not found yet, and which it could not find. */
  scoring?: { waiting: number; failed: { count: number; reason: string } | null }
}

/** The level evaluation needs at least so many scenarios. */
const fewestScenarios = 20

/** Whether a score is good enough: as reported, or else by the threshold of its criterion or of the suite. */
export const passes = ({ score, passed, criterion }: Scored, { criteria, threshold }: Rules): boolean =>
  passed ?? score >= (criteria.find(({ name }) => name === criterion)?.threshold ?? threshold)

/** Scenarios of which some repeats pass and some fail. */
function flakyOf(run: Judged, rules: Rules): Verdict['flaky'] {
  return [...Map.groupBy(run.scores, score => score.scenario)].flatMap(([scenario, scores]) => {
    const repeats = [...Map.groupBy(scores, score => String(score.repeat)).values()]
    const passed = repeats.filter(each => each.every(score => passes(score, rules))).length
    return passed > 0 && passed < repeats.length ? [{ scenario, passed, repeats: repeats.length }] : []
  })
}

function trajectoryOf(run: Judged, rules: Rules): Verdict['trajectory'] {
  const byId = new Map(rules.scenarios.map(scenario => [scenario.id, scenario]))
  return [...Map.groupBy(run.cases, each => each.scenario)].flatMap(([scenario, cases]) => {
    const asked = byId.get(scenario)
    if (!asked) return []
    const broken = [...new Set(cases.flatMap(each => brokenTrajectory(each, asked)))]
    return broken.length > 0 ? [{ scenario, broken }] : []
  })
}

/** What a repeat cost on average, over those with a known cost. */
export const meanNanos = (cases: readonly Pick<Case, 'costNanos'>[]): bigint | null => {
  const known = cases.flatMap(({ costNanos }) => costNanos ?? [])
  return known.length === 0 ? null : known.reduce((sum, nanos) => sum + nanos, 0n) / BigInt(known.length)
}
const meanMs = (cases: readonly Case[]) => mean(cases.flatMap(({ durationMs }) => durationMs ?? []))

/** What is missing for a decision. */
function lacksOf(run: Judged, rules: Rules, scored: number): string[] {
  const lacks: string[] = []
  const all = rules.scenarios.length
  const { waiting = 0, failed = null } = run.scoring ?? {}
  if (waiting > 0) lacks.push(`${waiting} ${waiting === 1 ? 'score is' : 'scores are'} still being computed.`)
  else if (!run.finished) lacks.push('The run has not finished.')
  if (failed) lacks.push(`${failed.count} could not be scored: ${failed.reason}`)
  if (scored < all) lacks.push(`${all - scored} of ${all} scenarios lack a score of some criterion.`)
  if (rules.level === 'evaluation' && all < fewestScenarios)
    lacks.push(`The level evaluation needs ${fewestScenarios} scenarios; the suite has ${all}.`)
  return lacks
}

/** A score of 0 to 1 with the digits of the tables. */
const figure = (score: number) => String(Math.round(score * 1_000) / 1_000)

/** What a verdict says about its judges; it does not depend on them. */
type Noted = 'scoring' | 'judges' | 'scoringCostUsd'

export interface Figures
  extends Omit<Verdict, 'runId' | 'suite' | 'suiteVersion' | 'baselineRunId' | 'cost' | 'markdown' | Noted> {
  cost: { nanos: bigint | null; baselineNanos: bigint | null }
}

/**
 * The verdict of a run: a pure function of its results, the suite and the baseline. If evidence is missing it is
 * inconclusive, whatever the figures are: no data never passes.
 */
export function judgeRun(run: Judged, baseline: Judged | null, rules: Rules): Figures {
  const scores = scenarioScores(run.scores, rules)
  const before = baseline && scenarioScores(baseline.scores, rules)
  const average = mean([...scores.values()])
  const noise = () => baseline && repeatNoise(run.scores, baseline.scores, rules)
  const regression = regressionOf(scores, before, rules.margin, noise)
  const lacks = lacksOf(run, rules, scores.size)
  if (regression.outcome === 'open' && regression.pairs < 2)
    lacks.push(`${regression.pairs} of its scenarios were scored by the baseline too; two are needed.`)
  const criteria = rules.criteria.map(criterion => criterionOf(run, baseline, criterion, rules.margin))
  const trajectory = trajectoryOf(run, rules)
  const failures = failuresOf({ average, criteria, trajectory, regression }, rules)
  const open = regression.outcome === 'open' ? ['It is not yet clear whether it is worse than the baseline.'] : []
  const verdict =
    lacks.length > 0 ? 'inconclusive' : failures.length > 0 ? 'fail' : open.length > 0 ? 'inconclusive' : 'pass'
  const good =
    regression.outcome === 'none'
      ? 'There is no baseline: only the average was checked.'
      : 'It is as good as the baseline.'
  return {
    verdict,
    // A missing figure is no reason to call a run good.
    reasons: failures.length + open.length > 0 || lacks.length > 0 ? [...failures, ...open] : [good],
    lacks,
    ...{
      average,
      threshold: rules.threshold,
      margin: rules.margin,
      baselineAverage: before && mean([...before.values()]),
    },
    ...{ pairs: regression.pairs, delta: regression.delta, interval: regression.interval },
    ...{ moreRunsNeeded: regression.moreRunsNeeded, moreScenariosNeeded: regression.moreScenariosNeeded },
    criteria,
    worst: worstOf(scores, before),
    flaky: flakyOf(run, rules),
    trajectory,
    cost: { nanos: meanNanos(run.cases), baselineNanos: baseline && meanNanos(baseline.cases) },
    latency: { meanMs: meanMs(run.cases), baselineMeanMs: baseline && meanMs(baseline.cases) },
  }
}

/** Mean of each scenario by one criterion. */
function byCriterion(run: Judged, name: string): Map<string, number> {
  const byScenario = Map.groupBy(
    run.scores.filter(({ criterion }) => criterion === name),
    ({ scenario }) => scenario,
  )
  return new Map([...byScenario].map(([scenario, scores]) => [scenario, mean(scores.map(s => s.score)) ?? 0]))
}

/** One criterion, and its change against the baseline. The change is only shown: what is judged is the whole. */
function criterionOf(run: Judged, baseline: Judged | null, { name, threshold }: Criterion, margin: number) {
  const [now, before] = [byCriterion(run, name), baseline && byCriterion(baseline, name)]
  const { delta, interval } = regressionOf(now, before, margin)
  return {
    ...{ name, average: mean([...now.values()]), threshold: threshold ?? null },
    ...{ baseline: before && mean([...before.values()]), delta, interval },
  }
}

/** The criterion that lost most. */
function fellMost(criteria: Verdict['criteria']): string {
  const [worst] = criteria.filter(({ delta }) => delta !== null).sort((a, b) => (a.delta ?? 0) - (b.delta ?? 0))
  if (criteria.length < 2 || !worst || (worst.delta ?? 0) >= 0) return ''
  return `, most in ${worst.name}, by ${figure(-(worst.delta ?? 0))}`
}

function failuresOf(
  of: Pick<Verdict, 'average' | 'criteria' | 'trajectory'> & { regression: Regression },
  rules: Rules,
): string[] {
  const { average, criteria, trajectory, regression } = of
  const failures: string[] = []
  if (average !== null && average < rules.threshold)
    failures.push(`The average of ${figure(average)} is below ${figure(rules.threshold)}.`)
  for (const { name, average: its, threshold } of criteria)
    if (its !== null && threshold !== null && its < threshold)
      failures.push(`${name} averages ${figure(its)}, below ${figure(threshold)}.`)
  if (trajectory.length > 0)
    failures.push(
      `${trajectory.length === 1 ? '1 scenario breaks its' : `${trajectory.length} scenarios break their`} trajectory.`,
    )
  if (regression.outcome === 'worse' && regression.delta !== null)
    failures.push(
      `It is worse than the baseline, by ${figure(-regression.delta)} over ${regression.pairs} scenarios${fellMost(criteria)}.`,
    )
  return failures
}

/** Ten scenarios: those that lost most against the baseline or, without one, those with the lowest scores. */
function worstOf(scores: ReadonlyMap<string, number>, before: ReadonlyMap<string, number> | null): Verdict['worst'] {
  return [...scores]
    .map(([scenario, score]) => {
      const baseline = before?.get(scenario) ?? null
      return { scenario, score, baseline, delta: baseline === null ? null : score - baseline }
    })
    .sort((a, b) => (a.delta ?? 0) - (b.delta ?? 0) || a.score - b.score || (a.scenario < b.scenario ? -1 : 1))
    .slice(0, 10)
}
