import { expect, test } from 'vitest'
import { verdictMarkdown } from './verdict-markdown.ts'
import { verdictAnswer } from './verdicts/schemas.ts'

const of = (fields: object) =>
  verdictAnswer.parse({
    ...{ runId: 'evr_1', suite: 'tests', suiteVersion: 3, verdict: 'fail', reasons: ['It is low.'], lacks: [] },
    ...{ average: 0.5, threshold: 1, margin: 0.05, baselineRunId: null, baselineAverage: null, pairs: 0, delta: null },
    ...{ interval: null, moreRunsNeeded: null, criteria: [], worst: [], flaky: [], trajectory: [], markdown: '' },
    cost: { perScenarioUsd: null, baselinePerScenarioUsd: null },
    latency: { meanMs: null, baselineMeanMs: null },
    ...fields,
  })
const scored = (scenario: string, score: number, baseline: number | null = null) => ({
  ...{ scenario, score, baseline },
  delta: baseline === null ? null : score - baseline,
})

test('without a baseline it names what is below the threshold, and shows names as plain text', () => {
  const worst = [scored('a <b> | [c](d)', 0), scored('fine', 1)]
  const text = verdictMarkdown(of({ worst }))
  expect(text).toContain('The lowest, below 1.000:\n\n- a \\<b\\> \\| \\[c\\](d): 0.000')
  expect(text).not.toContain('fine')
})

test('with a baseline it names what got worse, with both figures and the interval', () => {
  const worst = [scored('x', 0.2, 0.9), scored('y', 0.9, 0.8)]
  const fields = { worst, baselineRunId: 'evr_0', baselineAverage: 0.85, delta: -0.3, interval: [-0.5, -0.1] }
  const text = verdictMarkdown(of({ ...fields, moreRunsNeeded: 4, moreScenariosNeeded: 1 }))
  expect(text).toContain('What got worst:\n\n- x: 0.900 → 0.200 (−0.700)')
  expect(text).toContain('| **average** | 0.850 | 0.500 | −0.300 (95 %: −0.500 to −0.100) |')
  expect(text).toContain(
    '- About 4 more runs would decide, reported as repeats of this one and of a new baseline; or 1 more scenario.',
  )
  expect(text).not.toMatch(/lowest|- y/)
})
