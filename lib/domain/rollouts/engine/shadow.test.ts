import { expect, test } from 'vitest'
import { advance, enter } from './advance.ts'
import { seedStrategies } from './strategies.ts'
import type { Evidence, Moments, Progress, Strategy } from './types.ts'

const now = 60_000
const begun = enter(-1, 'shadowing', 0)
const shadow = { minimumPairs: 80, margin: 0.05, minimumCoverage: null }

/** This many pairs, whose differences have this mean and a spread of a tenth. */
const pairs = (n: number, mean: number) => {
  const difference: Moments = { n, sum: n * mean, squares: n * (mean * mean + 0.01) }
  return { pairs: n, difference }
}
const decide = (own: ReturnType<typeof pairs>, anchor: ReturnType<typeof pairs> | null, progress: Progress = begun) => {
  const strategy: Strategy = {
    ...seedStrategies['agent-change'],
    shadow: { ...shadow, anchor: anchor ? 'triage-0' : null },
  }
  const evidence: Evidence = {
    ...{ readUpTo: 0, phases: [], incident: null, breaker: null, holds: [], fault: null },
    shadow: { ...own, coverage: null, ...(anchor ? { anchor } : {}) },
  }
  return advance({ progress, strategy }, evidence, now)
}

test.each([
  ['as good as both', pairs(400, 0), pairs(400, 0.01), 'running', 'shadow-passed'],
  ['as good as production, and worse than the anchor', pairs(400, 0), pairs(400, -0.15), 'rolled_back', 'anchor'],
  ['worse than production', pairs(400, -0.15), pairs(400, 0), 'rolled_back', 'shadow'],
  ['not yet compared with the anchor', pairs(400, 0), pairs(10, 0), 'shadowing', undefined],
  ['in doubt against the anchor', pairs(400, 0), pairs(400, -0.05), 'shadowing', undefined],
  ['without an anchor', pairs(400, 0), null, 'running', 'shadow-passed'],
] as const)('a candidate %s', (_, own, anchor, state, rule) => {
  const { next, transition, gates } = decide(own, anchor)
  expect([next.state, transition?.rule]).toEqual([state, rule])
  expect(gates.map(({ gate }) => gate)).toEqual(anchor ? ['shadow', 'anchor'] : ['shadow'])
})

test('the reason names the figures that ended it, and what it waits for', () => {
  expect(decide(pairs(400, 0), pairs(400, -0.15)).transition?.message).toMatch(
    /^The shadow against the anchor is −0\.150: the whole interval, −0\.\d+ to −0\.1\d+, lies beyond the allowed −0\.050\.$/,
  )
  expect(decide(pairs(400, 0), pairs(10, 0)).why).toMatch(/the shadow against the anchor has 10 of 80 samples/)
})

test('two people may skip the anchor, and the comparison with production is still required', () => {
  const skipped: Progress = { ...begun, skipped: [{ gate: 'anchor', by: 'mira and tomas', reason: 'too old' }] }
  expect(decide(pairs(400, 0), pairs(400, -0.15), skipped).transition?.rule).toBe('shadow-passed')
  expect(decide(pairs(10, 0), pairs(400, -0.15), skipped).transition).toBeNull()
})
