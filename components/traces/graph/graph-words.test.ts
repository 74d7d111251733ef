import { expect, test } from 'vitest'
import type { Figures, Usage } from './graph-types.ts'
import { briefly, ruleOf } from './graph-words.ts'

const both = (more: Partial<Usage>) => ({ ...figures, ...more, total: { ...usage, ...more } })

const usage = { tokens: 120, cost: '0.000100000', unpricedSpans: 0, unmeteredCalls: 0 }
const own = {
  calls: 2,
  failed: 0,
  running: 0,
  durationMs: 1_200,
  tokens: 120,
  cost: '0.000100000',
  unpricedSpans: 0,
  unmeteredCalls: 0,
}
const figures: Figures = { ...own, total: usage }

test('the rule says what it leaves out, if anything', () => {
  expect(ruleOf({ steps: 0 }, 0)).toMatch(/to what the span names\.$/)
  expect(ruleOf({ steps: 1 }, 0)).toMatch(/names; 1 step in between is left out\.$/)
  expect(ruleOf({ steps: 3 }, 85)).toMatch(/names; 3 steps and 85 framework messages in between are left out\.$/)
})

test('a node shows its cost, or else its tokens, and says when a cost is incomplete', () => {
  expect(briefly(figures)).toBe('2 calls · 1.20 s · $0.000100')
  expect(briefly(both({ unmeteredCalls: 1 }))).toBe('2 calls · 1.20 s · $0.000100 +')
  expect(briefly(both({ cost: null }))).toBe('2 calls · 1.20 s · 120 tok')
  expect(briefly({ ...both({ cost: null, tokens: null }), calls: 1, durationMs: null })).toBe('1 call')
})

test('a node without own usage shows the total of what it called', () => {
  expect(briefly({ ...figures, cost: null, tokens: null })).toBe('2 calls · 1.20 s · total $0.000100')
  const unpriced = { ...figures, cost: null, tokens: null, total: { ...usage, cost: null } }
  expect(briefly(unpriced)).toBe('2 calls · 1.20 s · total 120 tok')
})
