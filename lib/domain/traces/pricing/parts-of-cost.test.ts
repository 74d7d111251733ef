import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Usage } from '#lib/domain/traces/canonical.ts'
import { noUsage } from '#lib/domain/traces/normalise/usage/settle.ts'
import { price } from './price.ts'

const now = Date.UTC(2026, 10, 23) * 1000
const partsOf = (model: string, usage: Partial<Usage>) => price(null, model, { ...noUsage, ...usage }, now)?.parts

test('fresh, cached, written and both kinds of output, each at its rate', () => {
  // Dollars per million: 3 fresh, 0.3 cached, 3.75 written, 6 written for an hour, 15 out.
  const usage = { input: 1000, output: 500, cacheRead: 200, cacheWrite: 300, cacheWrite1h: 100, reasoning: 100 }
  expect(partsOf('claude-sonnet-4-5', usage)).toEqual({
    fresh: 1_500_000,
    cached: 60_000,
    written: 1_350_000,
    output: 6_000_000,
    reasoning: 1_500_000,
  })
})

test('a long prompt at the rates of long prompts', () => {
  const short = partsOf('gemini-2.5-pro', { input: 100_000, output: 1_000, cacheRead: 50_000 })
  const long = partsOf('gemini-2.5-pro', { input: 300_000, output: 1_000, cacheRead: 50_000 })
  expect(Number(long?.cached)).toBe(2 * Number(short?.cached))
})

test('without known rates there are no parts', () => {
  expect(partsOf('gpt-4o-audio-preview', { input: 900, output: 10, cacheRead: 300, audioInput: 500 })).toBeFalsy()
  expect(partsOf('a-model-of-tomorrow', { input: 900, output: 10 })).toBeUndefined()
})

const models = ['gpt-4o', 'gpt-5', 'claude-sonnet-4-5', 'gemini-2.5-pro', 'gemini-2.5-flash', 'o3', 'deepseek-chat']
const usage = fc.record({
  model: fc.constantFrom(...models),
  fresh: fc.nat(400_000),
  cacheRead: fc.nat(400_000),
  written5m: fc.nat(50_000),
  cacheWrite1h: fc.nat(50_000),
  reasoning: fc.nat(50_000),
  answer: fc.nat(50_000),
})

test('the parts add up to the cost to the nano-dollar, and none is below 0', () => {
  fc.assert(
    fc.property(usage, ({ model, fresh, cacheRead, written5m, cacheWrite1h, reasoning, answer }) => {
      const cacheWrite = written5m + cacheWrite1h
      const input = fresh + cacheRead + cacheWrite
      const tokens = { ...noUsage, input, output: answer + reasoning, cacheRead, cacheWrite, cacheWrite1h, reasoning }
      const found = price(null, model, tokens, now)
      if (!found) return
      const parts = Object.values(found.parts ?? {})
      expect(parts).toHaveLength(5)
      expect(parts.reduce((sum, part) => sum + part, 0)).toBe(Number(found.nanos))
      expect(Math.min(...parts)).toBeGreaterThanOrEqual(0)
    }),
    { numRuns: 500 },
  )
})
