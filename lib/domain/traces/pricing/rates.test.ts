import { expect, test } from 'vitest'
import { noUsage } from '#lib/domain/traces/normalise/usage/settle.ts'
import type { SpanItem } from '#lib/domain/traces/schemas.ts'
import { nanosToUsd } from '#lib/shared/money.ts'
import { priceVersion } from './list.ts'
import { price } from './price.ts'
import { ratesOf } from './rates.ts'

function priced(model: string, input: number, output: number, more: Partial<SpanItem> = {}): SpanItem {
  const cacheRead = more.cachedInputTokens ?? null
  const found = price(null, model, { ...noUsage, input, output, cacheRead }, Date.UTC(2026, 10, 23) * 1000)
  return {
    provider: null,
    model,
    requestModel: null,
    startedAt: '2026-11-23T00:00:00.000000Z',
    inputTokens: input,
    outputTokens: output,
    cachedInputTokens: null,
    cacheWriteTokens: null,
    cacheWrite1hTokens: null,
    audioInputTokens: null,
    audioOutputTokens: null,
    imageInputTokens: null,
    imageOutputTokens: null,
    serviceTier: null,
    reasoningTokens: null,
    cost: found && nanosToUsd(found.nanos),
    costSource: 'computed',
    priceVersion,
    ...more,
  } as SpanItem
}

test('rates are those that add up to the cost', () => {
  expect(ratesOf(priced('gpt-4o-mini', 120, 24))).toMatchObject({
    input: '0.15',
    cachedInput: '0.075',
    output: '0.6',
    audioInput: null,
  })
  expect(ratesOf(priced('gpt-4o-mini', 120, 24, { cachedInputTokens: 64 }))?.cachedInput).toBe('0.075')
})

test('of a model whose price depends on the length of the input, the rate that applied', () => {
  expect(ratesOf(priced('gemini-2.5-pro', 1_000, 10))).toMatchObject({ input: '1.25', output: '10' })
  expect(ratesOf(priced('gemini-2.5-pro', 300_000, 10))).toMatchObject({ input: '2.5', output: '15' })
})

test('where a region was charged for, the rates that it has', () => {
  const { input, output } = { input: 1000, output: 100 }
  const regional = { ...noUsage, input, output, region: 'anthropic' as const }
  const found = price(null, 'claude-sonnet-4-6', regional, Date.UTC(2026, 10, 23) * 1000)
  const span = priced('claude-sonnet-4-6', input, output, { cost: found && nanosToUsd(found.nanos) })
  expect(ratesOf(span)).toMatchObject({ input: '3.3', output: '16.5', cacheWrite1h: '6.6' })
})

test('no rates are shown where the cost was not computed here', () => {
  expect(ratesOf(priced('gpt-4o-mini', 120, 24, { costSource: 'reported' }))).toBeNull()
  expect(ratesOf(priced('gpt-4o-mini', 120, 24, { priceVersion: 'genai-prices@0.0.1' }))).toBeNull()
  expect(ratesOf(priced('gpt-4o-mini', 120, 24, { cost: '0.100000000' }))).toBeNull()
})
