import { readFileSync } from 'node:fs'
import { calcPrice } from '@pydantic/genai-prices'
import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import type { Usage } from '#lib/domain/traces/canonical.ts'
import { noUsage } from '#lib/domain/traces/normalise/usage/settle.ts'
import { priceVersion } from './list.ts'
import { nanosOf, nanosOfSum } from './nano.ts'
import { price } from './price.ts'

const now = Date.UTC(2026, 10, 23) * 1000
const usage = (input: number | null, output: number | null, rest: Partial<Usage> = {}): Usage => ({
  ...noUsage,
  input,
  output,
  ...rest,
})

test('the version that spans keep is the version that is installed', () => {
  const manifest = JSON.parse(readFileSync('package.json', 'utf8'))
  expect(priceVersion).toBe(`genai-prices@${manifest.dependencies['@pydantic/genai-prices']}`)
})

test('a call costs what the list says, in whole nano-dollars', () => {
  const cached = usage(120, 24, { cacheRead: 64, reasoning: 8 })
  // 56 x 0.15 + 64 x 0.075 + 24 x 0.60 dollars per million
  expect(price('openai', 'gpt-4o-mini-2024-07-18', cached, now)).toEqual({
    nanos: 27_600n,
    version: priceVersion,
    parts: { fresh: 8_400, cached: 4_800, written: 0, output: 9_600, reasoning: 4_800 },
  })
})

const same: [string | null, string][] = [
  [null, 'gpt-4o-mini'],
  ['fakeprov', 'gpt-4o-mini'],
  ['openai', 'openai/gpt-4o-mini'],
  [null, 'openai/gpt-4o-mini'],
  ['litellm', 'openai/gpt-4o-mini'],
]

test.each(same)('provider %s, model %s find the price of gpt-4o-mini', (provider, model) => {
  expect(price(provider, model, usage(1000, 100), now)?.nanos).toBe(210_000n)
})

const priced: [string | null, string][] = [
  ['x_ai', 'grok-3'],
  ['gcp.gemini', 'gemini-2.5-pro'],
  ['gcp.gen_ai', 'gemini-2.5-flash'],
  ['aws.bedrock', 'anthropic.claude-3-5-sonnet-20241022-v2:0'],
  [null, 'us.anthropic.claude-3-5-sonnet-20241022-v2:0'],
  ['mistral_ai', 'mistral-large-latest'],
  [null, 'text-embedding-3-small'],
]

test.each(priced)('provider %s, model %s have a price', (provider, model) => {
  expect(price(provider, model, usage(1000, 100), now)?.nanos).toBeGreaterThan(0n)
})

test('no price is null, never zero', () => {
  expect(price('openai', 'a-model-of-tomorrow', usage(10, 10), now)).toBeNull()
  expect(price('openai', null, usage(10, 10), now)).toBeNull()
  expect(price('openai', 'gpt-4o', usage(null, 10), now)).toBeNull()
  expect(price('', '', usage(1, 1), now)).toBeNull()
  expect(price('openai', '/', usage(1, 1), now)).toBeNull()
})

test('usage that contradicts itself has no price, and throws nothing', () => {
  expect(price('openai', 'gpt-4o', usage(10, 10, { cacheRead: 20 }), now)).toBeNull()
  expect(price('openai', 'o3', usage(10, 10), Number.NaN)).toBeNull()
  expect(price('openai', 'gpt-4o', usage(-1, 10), now)).toBeNull()
})

test('the price is that of the span’s start', () => {
  const may2025 = Date.UTC(2025, 4, 1) * 1000
  expect(price('openai', 'o3', usage(1000, 100), may2025)?.nanos).toBe(14_000_000n)
  expect(price('openai', 'o3', usage(1000, 100), now)?.nanos).toBe(2_800_000n)
})

test('tiers, hours and remembered models change nothing: the result is calcPrice’s', () => {
  const models = [
    'gpt-4o',
    'gpt-5',
    'o3',
    'gemini-2.5-pro',
    'claude-sonnet-4-5',
    'claude-3-5-haiku-latest',
    'deepseek-chat',
    'grok-3',
  ]
  const warn = vi.spyOn(console, 'warn')
  fc.assert(
    fc.property(
      fc.constantFrom(...models),
      fc.nat(600_000),
      fc.nat(50_000),
      fc.nat(600_000),
      fc.date({ min: new Date('2024-06-01'), max: new Date('2026-11-23'), noInvalidDate: true }),
      (model, input, output, cached, timestamp) => {
        const cacheRead = Math.min(cached, input)
        const list = calcPrice({ input_tokens: input, output_tokens: output, cache_read_tokens: cacheRead }, model, {
          timestamp,
        })
        const mine = price(null, model, usage(input, output, { cacheRead }), timestamp.getTime() * 1000)
        expect(mine?.nanos ?? null).toBe(list === null ? null : nanosOfSum(list.total_price))
        expect(Math.abs(Number(mine?.nanos ?? 0n) / 1e9 - (list?.total_price ?? 0))).toBeLessThan(1e-9)
      },
    ),
    { numRuns: 300 },
  )
  expect(warn).not.toHaveBeenCalled()
})

const decimals: [unknown, bigint | null][] = [
  [0.0000276, 27_600n],
  ['0.0000000005', 0n],
  ['0.0000000015', 2n],
  ['0.0000000025', 2n],
  ['0.00000000250000001', 3n],
  [2e-7, 200n],
  [1e21, null],
  ['1.5', 1_500_000_000n],
  ['.5', 500_000_000n],
  ['-1', null],
  ['', null],
  ['.', null],
  ['0x10', null],
  [Number.NaN, null],
  [null, null],
]

test.each(decimals)('%s dollars are %s nano-dollars', (usd, nanos) => {
  expect(nanosOf(usd)).toBe(nanos)
})

test('the drift of binary fractions does not move a half', () => {
  // A binary sum may lie a hair beside the half that the decimals mean, on either side.
  expect(nanosOfSum(2.4e-9 + 1e-10)).toBe(2n)
  expect(nanosOfSum(2.5e-9 + 1e-25)).toBe(2n)
  expect(nanosOfSum(Number.POSITIVE_INFINITY)).toBeNull()
})

test('thoughts have their own rate where the list has one', () => {
  const thought = usage(0, 1000, { input: 1000, reasoning: 600 })
  // 1000 × 2 + 400 × 8 + 600 × 3 dollars per million
  expect(price('perplexity', 'sonar-deep-research', thought, now)?.nanos).toBe(7_000_000n)
})
