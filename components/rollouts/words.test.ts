import { expect, test } from 'vitest'
import { demandOf, withoutFreezes } from './words.ts'

const gate = (name: 'errors' | 'quality' | 'cost' | 'safety' | 'shadow' | 'anchor', limit: number | null) => ({
  ...{ gate: name, verdict: 'PASS' as const, value: null, baseline: null, estimate: null, low: null, high: null },
  ...{ limit, samples: 0, needed: null, note: '' },
})

test.each([
  ['errors', 0.01, 'under 1 %'],
  ['quality', -0.05, 'not worse than baseline − 0.05'],
  ['cost', Math.log(1.2), 'within 20 % of baseline'],
  ['safety', 1, 'no critical one'],
  ['shadow', -0.05, 'not worse than production − 0.05'],
  ['anchor', -0.05, 'not worse than clerk-0 − 0.05'],
] as const)('the gate %s asks for %s', (name, limit, text) => {
  expect(demandOf(gate(name, limit), 'clerk-0')).toBe(text)
})

test.each([
  ['This phase runs for another 5 min. Frozen by holiday: nobody is there.', 'This phase runs for another 5 min.'],
  ['Frozen by holiday: nobody is there.', ''],
  ['Frozen by holiday: nobody is there. The service level answers is spent.', 'The service level answers is spent.'],
  ['Not seen by the last look yet.', 'Not seen by the last look yet.'],
])('the page shows freezes separately: %s', (whyNotPromoted, text) => {
  expect(withoutFreezes({ whyNotPromoted, frozen: [{ freeze: 'holiday', reason: 'nobody is there' }] })).toBe(text)
})
