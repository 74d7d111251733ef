import { expect, test } from 'vitest'
import { canonical, scope } from '#lib/domain/traces/normalise/test-span.ts'
import type { Attributes } from '#lib/domain/traces/otlp/types.ts'
import { billed, genai, json, langfuse, langsmith, openinference } from './test-calls.ts'

/*
 * langchain-ai/langchainjs 10249: Anthropic's stream tells the cache at its beginning and again, as a sum, at its end; LangChain for
 * JavaScript added the two. 300 fresh, 2000 read and 400 written came as 2700 with 4000 and 800.
 */
const sonnet = 'claude-sonnet-4-5'
const told = { input_tokens: 2700, output_tokens: 100, total_tokens: 2800 }
const doubled = { ...told, input_token_details: { cache_read: 4000, cache_creation: 800 } }
const right = { input: 2700, output: 100, cacheRead: 2000, cacheWrite: 400 }

const usageOf = (attributes: Attributes, language: string, scopeName: string) =>
  canonical(attributes, { ...scope(scopeName), resource: { attributes: { 'telemetry.sdk.language': language } } }).usage

const phoenix = openinference('anthropic', sonnet, {
  prompt: 2700,
  completion: 100,
  total: 2800,
  'prompt_details.cache_read': 4000,
  'prompt_details.cache_write': 800,
})

test.each([
  ['LangSmith', langsmith('anthropic', sonnet, doubled), 'langsmith'],
  ['OpenInference', phoenix, '@arizeai/openinference-instrumentation-langchain'],
  [
    'OpenLLMetry',
    genai('anthropic', sonnet, {
      'gen_ai.usage.input_tokens': 2700,
      'gen_ai.usage.output_tokens': 100,
      'gen_ai.usage.cache_read_input_tokens': 4000,
      'gen_ai.usage.cache_creation_input_tokens': 800,
    }),
    '@traceloop/instrumentation-langchain',
  ],
])('what LangChain for JavaScript counted twice counts once: %s', (_name, attributes, scopeName) => {
  expect(usageOf(attributes, 'nodejs', scopeName)).toMatchObject(right)
})

test('Langfuse subtracted the cache twice from the input, and left the total', () => {
  const buckets = { input: 0, output: 100, total: 2800, input_cache_read: 4000, input_cache_creation: 800 }
  // 300 × 3 + 2000 × 0.30 + 400 × 3.75 + 100 × 15 dollars per million
  expect(billed(langfuse(sonnet, buckets))).toEqual({ ...right, usd: 0.0045 })
  const all = { input: 0, output: 100, total: 2100, cache_read_input_tokens: 2000 }
  expect(billed(langfuse(sonnet, all))).toMatchObject({ input: 2000, cacheRead: 2000 })
})

test('a cache that other clients report beside the input is not subtracted', () => {
  const beside = { input: 7500, output: 100, cacheRead: 4000, cacheWrite: 800 }
  expect(usageOf(langsmith('anthropic', sonnet, doubled), 'python', 'langsmith')).toMatchObject(beside)
  // LangChain's versions before left the cache out of the input: more than twice of it cannot be twice the cache.
  const before = { ...told, input_tokens: 30, input_token_details: { cache_read: 4000, cache_creation: 800 } }
  expect(usageOf(langsmith('anthropic', sonnet, before), 'nodejs', 'langsmith')).toMatchObject({
    ...beside,
    input: 4830,
  })
  const odd = json({ ...told, input_token_details: { cache_read: 4001 } })
  const attributes = { ...langsmith('anthropic', sonnet, {}), 'langsmith.usage_metadata': odd }
  expect(usageOf(attributes, 'nodejs', 'langsmith')).toMatchObject({ input: 6701, cacheRead: 4001 })
})
