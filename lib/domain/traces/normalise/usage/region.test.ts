import { expect, test } from 'vitest'
import { canonical } from '#lib/domain/traces/normalise/test-span.ts'
import type { Attributes } from '#lib/domain/traces/otlp/types.ts'
import { priceSpan } from '#lib/domain/traces/pricing/price-span.ts'
import { aiSdk, billed, genai, json, langfuse, openinference } from './test-calls.ts'
import { counts } from './test-report-calls.ts'

const sonnet = 'claude-sonnet-4-6'
const usage = {
  input_tokens: 1000,
  output_tokens: 100,
  cache_read_input_tokens: 2000,
  cache_creation_input_tokens: 500,
}
// 1000 × 3 + 2000 × 0.30 + 500 × 3.75 + 100 × 15 dollars per million
const everywhere = 0.006975
const inUs = 0.0076725
const raw = (geo: string) => ({ ...usage, inference_geo: geo })
const sdk = (geo: string) =>
  aiSdk('anthropic.messages', sonnet, {
    'ai.usage.inputTokens': 1000,
    'ai.usage.outputTokens': 100,
    'ai.usage.cachedInputTokens': 2000,
    'ai.response.providerMetadata': json({ anthropic: { usage: raw(geo) } }),
  })

test.each([
  ['Anthropic’s usage in Langfuse', langfuse(sonnet, raw('us')), inUs],
  ['wherever it likes', langfuse(sonnet, raw('global')), everywhere],
  ['a model that has no choice', langfuse(sonnet, raw('not_available')), everywhere],
  ['the AI SDK', sdk('us'), inUs],
  ['the AI SDK, wherever it likes', sdk('global'), everywhere],
])('Anthropic in the United States costs a tenth more: %s', (_name, attributes, usd) => {
  expect(billed(attributes)).toEqual({
    input: 3500,
    output: 100,
    cacheRead: 2000,
    cacheWrite: 500,
    region: regionOf(usd),
    usd,
  })
})
const regionOf = (usd: number) => (usd === inUs ? 'anthropic' : undefined)

const call = (provider: string, model: string, more: Attributes) =>
  billed({ ...genai(provider, model, counts(1000, 100)), ...more }).usd

test.each([
  ['asked for', call('anthropic', sonnet, { 'gen_ai.request.inference_geo': 'us' }), 0.00495],
  [
    'a host of Vertex',
    call('gcp.vertex_ai', sonnet, { 'server.address': 'us-east5-aiplatform.googleapis.com' }),
    0.00495,
  ],
  ['two regions', call('gcp.vertex_ai', sonnet, { 'server.address': 'aiplatform.eu.rep.googleapis.com' }), 0.00495],
  ['everywhere', call('gcp.vertex_ai', sonnet, { 'server.address': 'aiplatform.googleapis.com' }), 0.0045],
  [
    'the name of a model',
    call('gcp.vertex_ai', `projects/p/locations/europe-west1/publishers/anthropic/models/${sonnet}`, {}),
    0.00495,
  ],
  [
    'the same everywhere',
    call('gcp.vertex_ai', `projects/p/locations/global/publishers/anthropic/models/${sonnet}`, {}),
    0.0045,
  ],
  [
    'a model before Sonnet 4.5',
    call('gcp.vertex_ai', 'claude-sonnet-4@20250514', { 'server.address': 'us-east5-aiplatform.googleapis.com' }),
    0.0045,
  ],
  [
    'Gemini 3',
    call('gcp.vertex_ai', 'gemini-3-pro-preview', { 'server.address': 'europe-west4-aiplatform.googleapis.com' }),
    0.00352,
  ],
  [
    'Gemini 2.5',
    call('gcp.vertex_ai', 'gemini-2.5-flash', { 'server.address': 'europe-west4-aiplatform.googleapis.com' }),
    0.00055,
  ],
  ['OpenAI in Europe', call('openai', 'gpt-5.4', { 'server.address': 'eu.api.openai.com' }), 0.0044],
  [
    'OpenAI in Europe, as an address',
    call('openai', 'gpt-5.4', { 'gen_ai.openai.api_base': 'https://eu.api.openai.com/v1/' }),
    0.0044,
  ],
  ['OpenAI', call('openai', 'gpt-5.4', { 'server.address': 'api.openai.com' }), 0.004],
  ['a model before March 2026', call('openai', 'gpt-4o', { 'server.address': 'eu.api.openai.com' }), 0.0035],
  ['who only looks like it', call('openai', 'gpt-5.4', { 'server.address': 'eu.api.openai.com.example.org' }), 0.004],
  ['Bedrock by the name of its model', call('aws.bedrock', 'eu.anthropic.claude-sonnet-4-6', {}), 0.00495],
  [
    'Bedrock everywhere',
    call('aws.bedrock', 'global.anthropic.claude-sonnet-4-6', {
      'server.address': 'bedrock-runtime.eu-west-1.amazonaws.com',
    }),
    0.0045,
  ],
  [
    'Bedrock’s own place is in its price already',
    call('aws.bedrock', 'us.anthropic.claude-sonnet-4-6', { 'gen_ai.request.inference_geo': 'us' }),
    0.00495,
  ],
])('a region costs what its provider charges for it: %s', (_name, usd, expected) => {
  expect(usd).toBe(expected)
})

test('the region is read from LiteLLM’s and OpenInference’s parameters', () => {
  const told = (parameters: object) =>
    billed({
      ...openinference('vertexai', sonnet, { prompt: 1000, completion: 100 }),
      'llm.invocation_parameters': json(parameters),
    }).usd
  expect(told({ vertex_location: 'us-east5' })).toBe(0.00495)
  expect(told({ vertex_location: 'global' })).toBe(0.0045)
  expect(told({ max_tokens: 10 })).toBe(0.0045)
})

test('before July 2026 Google charged Gemini the same everywhere', () => {
  const start = BigInt(Date.UTC(2026, 5, 30)) * 1_000_000n
  const attributes = {
    ...genai('gcp.vertex_ai', 'gemini-3-pro-preview', counts(1000, 100)),
    'server.address': 'europe-west4-aiplatform.googleapis.com',
  }
  const span = priceSpan(canonical(attributes, { startTimeUnixNano: start, endTimeUnixNano: start }))
  expect(span.computedCostNanos).toBe(3_200_000n)
})
