import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sumsBySpan } from './sums.ts'

interface Of {
  parent?: string | null
  counted?: boolean
  tokens?: number | null
  cost?: string | null
}
const span = (spanId: string, { parent = null, counted = true, tokens = null, cost = null }: Of = {}) => ({
  spanId,
  parentSpanId: parent,
  startedAt: '2026-11-23T10:00:00.000000Z',
  durationMs: 1,
  noise: false,
  counted,
  inputTokens: tokens,
  outputTokens: null,
  cost,
})

test('a wrapper shows the sum below it, and its own repetition is not added', () => {
  const sums = sumsBySpan([
    span('crew', { counted: false, tokens: 240 }),
    span('agent', { parent: 'crew', counted: false, tokens: 240 }),
    span('a', { parent: 'agent', tokens: 120, cost: '0.000027600' }),
    span('b', { parent: 'agent', tokens: 120, cost: '0.000027600' }),
    span('tool', { parent: 'crew', counted: false }),
  ])
  expect(sums.get('crew')).toEqual({ tokens: 240, cost: '0.000055200' })
  expect(sums.get('agent')).toEqual({ tokens: 240, cost: '0.000055200' })
  expect(sums.get('a')).toEqual({ tokens: 120, cost: '0.000027600' })
  expect(sums.get('tool')).toEqual({ tokens: null, cost: null })
})

test('without reported figures the value is unknown; a reported zero is 0', () => {
  const sums = sumsBySpan([
    span('top', { counted: false }),
    span('call', { parent: 'top', tokens: 0, cost: '0.000000000' }),
  ])
  expect(sums.get('top')).toEqual({ tokens: 0, cost: '0.000000000' })
  expect(sumsBySpan([span('alone')]).get('alone')).toEqual({ tokens: null, cost: null })
})

test('all roots together contain every counted span once, whatever the parents are', () => {
  const trees = fc.array(
    fc.record({ parent: fc.option(fc.nat(29)), tokens: fc.option(fc.nat(1000)), counted: fc.boolean() }),
    { minLength: 1, maxLength: 30 },
  )
  fc.assert(
    fc.property(trees, nodes => {
      const spans = nodes.map(({ parent, tokens, counted }, n) =>
        span(String(n), { parent: parent === null ? null : String(parent), tokens, counted }),
      )
      const sums = sumsBySpan(spans)
      expect(sums.size).toBe(spans.length)
      const counted = spans.filter(each => each.counted && each.inputTokens !== null)
      const whole = counted.reduce((total, each) => total + (each.inputTokens ?? 0), 0)
      const most = Math.max(...[...sums.values()].map(sum => sum.tokens ?? 0))
      expect(most).toBeLessThanOrEqual(whole)
      for (const each of counted) expect(sums.get(each.spanId)?.tokens).toBeGreaterThanOrEqual(each.inputTokens ?? 0)
    }),
  )
})
