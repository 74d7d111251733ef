import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import type { SpanDetail, SpanItem } from '#lib/domain/traces/schemas.ts'
import { SpanFigures } from './span-figures.tsx'

const nothing = {
  model: 'gpt-audio',
  requestModel: 'gpt-audio',
  provider: 'openai',
  tool: null,
  toolCallId: null,
  timeToFirstTokenMs: null,
  kind: 'llm',
  spanId: 's',
  counted: true,
  inputTokens: 1000,
  outputTokens: 592,
  cachedInputTokens: null,
  cacheWriteTokens: null,
  cacheWrite1hTokens: null,
  reasoningTokens: null,
  audioInputTokens: null,
  audioOutputTokens: null,
  imageInputTokens: null,
  imageOutputTokens: null,
  serviceTier: null,
  cost: null,
  costSource: 'none',
  priceVersion: null,
}
const noRates = {
  input: null,
  cachedInput: null,
  cacheWrite: null,
  cacheWrite1h: null,
  audioInput: null,
  imageInput: null,
  output: null,
  audioOutput: null,
  imageOutput: null,
}

/** The figures as `label value` lines. */
function figures(span: Partial<SpanItem>, rates: SpanDetail['rates'] = null): string[] {
  const markup = renderToStaticMarkup(createElement(SpanFigures, { span: { ...nothing, ...span } as SpanItem, rates }))
  return [...markup.matchAll(/<dt[^>]*>(.*?)<\/dt><dd[^>]*>(.*?)<\/dd>/g)].map(
    ([, label, value]) => `${label} ${value}`,
  )
}

test('a call shows the tokens that have their own rate, and the rates', () => {
  const priced = { audioInputTokens: 900, audioOutputTokens: 482, cost: '0.060998000', costSource: 'computed' } as const
  const rates = { ...noRates, input: '2.5', audioInput: '32', output: '10', audioOutput: '64', imageInput: '5' }
  expect(figures({ ...priced, priceVersion: 'list@1' }, rates)).toEqual(
    expect.arrayContaining([
      'input audio 900',
      'output audio 482',
      'per million tokens $2.50 in, $32.00 audio in, $10.00 out, $64.00 audio out',
    ]),
  )
})

test('one-hour cache writes are shown separately', () => {
  const lines = figures({ cacheWriteTokens: 5000, cacheWrite1hTokens: 4000 })
  expect(lines).toEqual(expect.arrayContaining(['written to the cache 5,000', 'of these for 1 hour 4,000']))
})

test('a tier without a known price is named as the reason', () => {
  const lines = figures({ serviceTier: 'scale' })
  expect(lines).toContain('Service tier scale')
  expect(lines.find(line => line.startsWith('Cost'))).toContain('no price known for the scale tier of gpt-audio')
})
