import { describe, expect, test } from 'vitest'
import { mulberry, normalOf } from '#lib/shared/change/test-random.ts'
import { regressionOf } from './regression.ts'
import { repeatNoise } from './repeat-noise.ts'
import { type Judged, judgeRun } from './rules.ts'
import { type Rules, type Scored, scenarioScores } from './scenario-scores.ts'
import { brokenTrajectory } from './trajectory.ts'

const ids = (count: number) => Array.from({ length: count }, (_, at) => `s${at}`)
const rules = (of: Partial<Rules> = {}, count = 20): Rules => ({
  level: 'evaluation',
  threshold: 0.75,
  margin: 0.05,
  criteria: [{ name: 'accuracy', weight: 1 }],
  scenarios: ids(count).map(id => ({ id })),
  ...of,
})
/** A finished run with one score for each scenario. */
const run = (scores: readonly number[], of: Partial<Judged> = {}): Judged => ({
  finished: true,
  cases: [],
  scores: scores.map((score, at) => ({ scenario: `s${at}`, repeat: 1, criterion: 'accuracy', score, passed: null })),
  ...of,
})
const all = (score: number, count = 20) => Array.from({ length: count }, () => score)

describe('verdict', () => {
  test.each<[string, Judged, Judged | null, Partial<Rules>, number, string, RegExp]>([
    ['at the threshold', run(all(0.75)), null, {}, 20, 'pass', /no baseline/],
    ['below it', run(all(0.74)), null, {}, 20, 'fail', /0\.74 is below 0\.75/],
    ['no result at all', run([]), null, {}, 20, 'inconclusive', /20 of 20 scenarios lack/],
    ['one scenario missing', run(all(1, 19)), null, {}, 20, 'inconclusive', /1 of 20 scenarios lack/],
    ['not finished', run(all(1), { finished: false }), null, {}, 20, 'inconclusive', /not finished/],
    ['nineteen scenarios', run(all(1, 19)), null, {}, 19, 'inconclusive', /needs 20 scenarios; the suite has 19/],
    ['nineteen at the level unit', run(all(1, 19)), null, { level: 'unit' }, 19, 'pass', /no baseline/],
    ['as the baseline', run(all(0.9)), run(all(0.9)), {}, 20, 'pass', /as good as the baseline/],
    ['a little less, within the margin', run(all(0.87)), run(all(0.9)), {}, 20, 'pass', /as good/],
    ['clearly worse', run(all(0.8)), run(all(0.95)), {}, 20, 'fail', /worse than the baseline, by 0\.15/],
    ['one of twenty lost', run([...all(1, 19), 0]), run(all(1)), {}, 20, 'inconclusive', /not yet clear/],
    ['a baseline of other scenarios', run(all(1)), run([]), {}, 20, 'inconclusive', /0 of its scenarios/],
    [
      'a criterion below its own threshold',
      run(all(0.8)),
      null,
      { criteria: [{ name: 'accuracy', weight: 1, threshold: 0.9 }] },
      20,
      'fail',
      /accuracy averages 0\.8, below 0\.9/,
    ],
  ])('%s', (_, judged, baseline, of, count, verdict, why) => {
    const found = judgeRun(judged, baseline, rules(of, count))
    expect(found.verdict).toBe(verdict)
    expect([...found.reasons, ...found.lacks].join(' ')).toMatch(why)
  })

  test('the average weights criteria and counts each scenario once, however often it is repeated', () => {
    const two = rules(
      {
        level: 'unit',
        criteria: [
          { name: 'a', weight: 3 },
          { name: 'b', weight: 1 },
        ],
      },
      2,
    )
    const score = (scenario: string, repeat: number, criterion: string, value: number) => ({
      ...{ scenario, repeat, criterion, score: value, passed: null },
    })
    const scores = [
      ...[score('s0', 1, 'a', 1), score('s0', 2, 'a', 0.5), score('s0', 1, 'b', 0)],
      ...[score('s1', 1, 'a', 1), score('s1', 1, 'b', 1)],
    ]
    // (0.75 × 3 + 0 × 1) / 4, and 1.
    expect(judgeRun(run([], { scores }), null, two).average).toBeCloseTo((0.5625 + 1) / 2, 12)
  })

  test('a scenario that passes in some repeats and fails in others is flaky; worst ones come first', () => {
    const scores = [0.9, 0.2, 0.9].map((score, at) => ({
      ...{ scenario: 's0', repeat: at + 1, criterion: 'accuracy', score, passed: null },
    }))
    const found = judgeRun(run([], { scores: [...scores, ...run([1, 0.4, 0.8]).scores.slice(1)] }), null, rules({}, 3))
    expect(found.flaky).toEqual([{ scenario: 's0', passed: 2, repeats: 3 }])
    expect(found.worst.map(({ scenario }) => scenario)).toEqual(['s1', 's0', 's2'])
  })

  test('a broken trajectory fails a run whose scores are good', () => {
    const scenarios = [{ id: 's0', trajectory: { tools: ['search'], inOrder: false, forbidden: ['delete'] } }]
    const cases = [
      { scenario: 's0', repeat: 1, durationMs: 20, costNanos: 5n, tools: ['search', 'delete'], steps: null },
    ]
    const found = judgeRun(run([1], { cases }), null, rules({ level: 'unit', scenarios }))
    expect(found).toMatchObject({ verdict: 'fail', trajectory: [{ scenario: 's0' }], latency: { meanMs: 20 } })
    expect(found.trajectory[0]?.broken).toEqual(['called delete, which is forbidden'])
    expect(found.cost).toEqual({ nanos: 5n, baselineNanos: null })
  })
})

test.each<[string[] | null, number | null, string[]]>([
  [['plan', 'search', 'read'], 3, []],
  [['read', 'search'], 3, ['did not call search, read in this order']],
  [['search'], 3, ['never called read']],
  [
    ['search', 'read', 'read', 'read'],
    9,
    ['made 4 tool calls; at most 3 are allowed', 'took 9 steps; at most 5 are allowed'],
  ],
  [null, null, []],
])('trajectory: %j in %s steps', (tools, steps, broken) => {
  const trajectory = { tools: ['search', 'read'], inOrder: true, forbidden: [], maxToolCalls: 3, maxSteps: 5 }
  expect(brokenTrajectory({ tools, steps }, { trajectory })).toEqual(broken)
})

describe('regression', () => {
  test('the interval is that of the paired t test', () => {
    // Sleep data of Student (1908): differences of ten patients, mean 1.58, 95 % interval 0.70 to 2.46.
    const extra = [1.2, 2.4, 1.3, 1.3, 0, 1, 1.8, 0.8, 4.6, 1.4]
    const of = (list: readonly number[]) => new Map(list.map((value, at) => [`s${at}`, value]))
    const found = regressionOf(of(extra), of(extra.map(() => 0)), 0.05)
    expect(found).toMatchObject({ pairs: 10, outcome: 'as-good', moreRunsNeeded: null })
    expect(found.delta).toBeCloseTo(1.58, 10)
    expect(found.interval?.[0]).toBeCloseTo(0.7001, 4)
    expect(found.interval?.[1]).toBeCloseTo(2.4599, 4)
  })

  /** How often each outcome occurs if the true drop is `drop`: scores of 30 scenarios, each around its own level. */
  const outcomes = (drop: number, kind: 'graded' | 'yes or no') => {
    const next = mulberry(17)
    const normal = normalOf(next)
    const found = { 'as-good': 0, worse: 0, open: 0, none: 0 }
    const rounds = 1_500
    const clip = (value: number) => Math.min(1, Math.max(0, value))
    for (let round = 0; round < rounds; round++) {
      const levels = Array.from({ length: 30 }, () => 0.6 + 0.35 * next())
      const draw = (level: number) => (kind === 'graded' ? clip(level + 0.08 * normal()) : Number(next() < level))
      const of = (less: number) => new Map(levels.map((level, at) => [`s${at}`, draw(level - less)]))
      found[regressionOf(of(drop), of(0), 0.05).outcome]++
    }
    return { worse: found.worse / rounds, good: found['as-good'] / rounds }
  }

  test.each(['graded', 'yes or no'] as const)('an identical release is called worse in at most 5 %%: %s', kind => {
    expect(outcomes(0, kind).worse).toBeLessThanOrEqual(0.05)
  })

  test('over 30 scenarios a drop of 0.1 in graded scores is found in 95 of 100 runs, and one of 0.3 in yes-or-no scores in six of ten', () => {
    expect(outcomes(0, 'graded').good).toBeGreaterThan(0.6)
    expect(outcomes(0.1, 'graded').worse).toBeGreaterThan(0.95)
    expect(outcomes(0.1, 'graded').good).toBeLessThan(0.02)
    expect(outcomes(0.3, 'yes or no').worse).toBeGreaterThan(0.6)
    expect(outcomes(0.3, 'yes or no').good).toBeLessThan(0.02)
  })

  test('recommends more runs or scenarios by the variance that each reduces', () => {
    const before = new Map(ids(20).map(id => [id, 1]))
    const after = new Map([...before].map(([id], at) => [id, at === 0 ? 0 : 1]))
    const found = regressionOf(after, before, 0.1)
    const [low = 0, high = 0] = found.interval ?? []
    // Half the interval is t × spread ÷ √20. The plan needs t + 0.8416 instead of t, within a distance of 0.05.
    const spread = Math.sqrt(0.05)
    const quantile = (((high - low) / 2) * Math.sqrt(20)) / spread
    const times = (((quantile + 0.8416) * spread) / 0.05) ** 2 / 20
    expect(found).toMatchObject({ outcome: 'open', moreRunsNeeded: Math.ceil(times) - 1 })
    expect(found.moreScenariosNeeded).toBe(Math.ceil(times * 20) - 20)
    // If none of a variance of 0.05 comes from repeats, more of them reduce nothing; if a tenth does, they reduce
    // little.
    expect(regressionOf(after, before, 0.1, () => 0).moreRunsNeeded).toBeNull()
    expect(regressionOf(after, before, 0.1, () => 0.005).moreRunsNeeded).toBeNull()
    expect(regressionOf(after, before, 0.1, () => 0.005).moreScenariosNeeded).toBe(found.moreScenariosNeeded)
    expect(regressionOf(before, before, 0.1)).toMatchObject({ moreRunsNeeded: null, moreScenariosNeeded: null })
  })

  test('the noise of repeats is their pooled variance on both sides', () => {
    const scores = (scenario: string, ...values: number[]): Scored[] =>
      values.map((score, at) => ({ scenario, repeat: at + 1, criterion: 'accuracy', score, passed: null }))
    const now = [...scores('s0', 0.2, 0.4), ...scores('s1', 1), ...scores('alone', 0, 1)]
    const before = [...scores('s0', 0.5), ...scores('s1', 0.1, 0.2, 0.3)]
    // (0.02 + 0.02) ÷ (1 + 2) degrees of freedom, times the mean of 1/2 + 1 and 1 + 1/3.
    expect(repeatNoise(now, before, rules())).toBeCloseTo((0.04 / 3) * ((1.5 + 4 / 3) / 2), 10)
    expect(repeatNoise(scores('s0', 1), scores('s0', 0), rules())).toBeNull()
  })

  /** Of the open runs, the share that is decided after what was recommended: `runs`, or `scenarios`. */
  function decided(what: 'runs' | 'scenarios', of: { repeats: number; drop: number; between: number; count: number }) {
    const next = mulberry(29)
    const normal = normalOf(next)
    const { repeats, drop, between, count } = of
    const effect = () => -drop + between * normal()
    const given = (effects: readonly number[], times: number): Scored[] =>
      effects.flatMap((level, at) =>
        Array.from({ length: times }, (_, nth) => ({
          ...{ scenario: `s${at}`, repeat: nth + 1, criterion: 'accuracy', passed: null },
          score: 0.7 + level + 0.15 * normal(),
        })),
      )
    let [open, done, told] = [0, 0, 0]
    for (let round = 0; round < 250; round++) {
      const effects = Array.from({ length: count }, effect)
      const [now, before] = [
        given(effects, repeats),
        given(
          effects.map(() => 0),
          repeats,
        ),
      ]
      const compare = (a: Scored[], b: Scored[]) =>
        regressionOf(scenarioScores(a, rules()), scenarioScores(b, rules()), 0.05, () => repeatNoise(a, b, rules()))
      const found = compare(now, before)
      if (found.outcome !== 'open') continue
      open++
      const asked = what === 'runs' ? found.moreRunsNeeded : found.moreScenariosNeeded
      if (asked === null) continue
      told++
      const [more, place] = [Math.min(asked, 400), now.length]
      const extra = what === 'runs' ? effects : Array.from({ length: more }, effect)
      const again = (list: Scored[], levels: readonly number[]) => [
        ...list,
        ...given(levels, what === 'runs' ? repeats * more : repeats).map(score => ({
          ...score,
          ...(what === 'runs' ? { repeat: score.repeat + repeats } : { scenario: `${score.scenario} more ${place}` }),
        })),
      ]
      if (
        compare(
          again(now, extra),
          again(
            before,
            extra.map(() => 0),
          ),
        ).outcome !== 'open'
      )
        done++
    }
    return { open, told: told / open, done: done / told }
  }

  test('the recommended number decides for an identical release in more than seven of ten runs', () => {
    const same = { drop: 0, between: 0, count: 30 }
    expect(decided('runs', { ...same, repeats: 1 })).toMatchObject({ told: 1 })
    expect(decided('runs', { ...same, repeats: 1 }).done).toBeGreaterThan(0.7)
    expect(decided('runs', { ...same, repeats: 3 }).done).toBeGreaterThan(0.7)
    expect(decided('scenarios', { ...same, repeats: 1 }).done).toBeGreaterThan(0.7)
  })

  test('where scenarios differ, it mostly recommends more scenarios, not more repeats', () => {
    const differ = { drop: 0, between: 0.15, count: 30, repeats: 3 }
    expect(decided('runs', differ).told).toBeLessThan(0.3)
    expect(decided('scenarios', differ).done).toBeGreaterThan(0.7)
  })
})
