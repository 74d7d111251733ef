import { expect, test } from 'vitest'
import { aiSdk, billed, genai, json, langfuse, openinference } from './test-calls.ts'

const sonnet = 'claude-sonnet-4-5'
const v5 = { 'ai.usage.inputTokens': 3000, 'ai.usage.outputTokens': 100, 'ai.usage.cachedInputTokens': 2000 }
const total = { 'ai.usage.totalTokens': 3100 }
// 3000 × 3 + 2000 × 0.30 + 100 × 15 dollars per million
const right = { input: 5000, output: 100, cacheRead: 2000, usd: 0.0111 }
// and 500 × 3.75
const written = { input: 5500, output: 100, cacheRead: 2000, cacheWrite: 500, usd: 0.012975 }
const raw = {
  input_tokens: 3000,
  cache_creation_input_tokens: 500,
  cache_read_input_tokens: 2000,
  output_tokens: 100,
}
const details = { noCacheTokens: 3000, cacheReadTokens: 2000, cacheWriteTokens: 500 }
const v6 = {
  'ai.usage.inputTokens': 5500,
  'ai.usage.outputTokens': 100,
  'ai.usage.cachedInputTokens': 2000,
  ...Object.fromEntries(Object.entries(details).map(([name, count]) => [`ai.usage.inputTokenDetails.${name}`, count])),
}
const v4 = { 'ai.usage.promptTokens': 3000, 'ai.usage.completionTokens': 100 }
const metadata = (value: unknown) => ({ 'ai.response.providerMetadata': json(value) })

test.each([
  ['AI SDK 5, Anthropic', aiSdk('anthropic.messages', sonnet, { ...v5, ...total }), right],
  ['AI SDK 5, Anthropic on Vertex', aiSdk('vertex.anthropic.messages', sonnet, { ...v5, ...total }), right],
  ['AI SDK 5, Anthropic, no total', aiSdk('anthropic.messages', sonnet, v5), right],
  [
    'AI SDK 5, the raw usage kept',
    aiSdk('anthropic.messages', sonnet, { ...v5, ...metadata({ anthropic: { usage: raw } }) }),
    written,
  ],
  [
    'AI SDK 5, a gateway',
    aiSdk('gateway', sonnet, { ...v5, ...metadata({ gateway: {}, anthropic: { usage: raw } }) }),
    written,
  ],
  [
    'AI SDK 4',
    aiSdk('anthropic.messages', sonnet, {
      ...v4,
      ...metadata({ anthropic: { cacheCreationInputTokens: 500, cacheReadInputTokens: 2000 } }),
    }),
    written,
  ],
  ['AI SDK 6', aiSdk('anthropic.messages', sonnet, v6), written],
  [
    'AI SDK 6, the raw usage kept',
    aiSdk('anthropic.messages', sonnet, { ...v6, ...metadata({ anthropic: { usage: raw } }) }),
    written,
  ],
  ['Anthropic’s usage in Langfuse', langfuse(sonnet, raw), written],
  [
    'Langfuse’s buckets',
    langfuse(sonnet, { input: 3000, output: 100, cache_read_input_tokens: 2000, cache_creation_input_tokens: 500 }),
    written,
  ],
  ['Anthropic’s usage in Logfire', genai('anthropic', sonnet, { 'gen_ai.usage.raw': json(raw) }), written],
])('%s', (_name, attributes, expected) => {
  expect(billed(attributes)).toEqual(expected)
})

test('AI SDK 5 with OpenAI includes the cache in the input', () => {
  expect(billed(aiSdk('openai.responses', 'gpt-4o', { ...v5, ...total }))).toMatchObject({
    input: 3000,
    cacheRead: 2000,
  })
})

test('AI SDK 5 with Bedrock reports cache writes in the provider’s metadata', () => {
  const kept = metadata({ bedrock: { usage: { cacheReadInputTokens: 2000, cacheWriteInputTokens: 500 } } })
  const call = aiSdk('amazon-bedrock', 'global.anthropic.claude-sonnet-4-5-20250929-v1:0', {
    ...v5,
    ...total,
    ...kept,
  })
  expect(billed(call)).toEqual(written)
})

test('the usage of a whole run is not that of its last call', () => {
  const run = aiSdk('anthropic.messages', sonnet, {
    ...v5,
    ...metadata({ anthropic: { usage: { ...raw, output_tokens: 7 } } }),
  })
  expect(billed({ ...run, 'ai.operationId': 'ai.generateText' })).toMatchObject({ input: 5000, output: 100 })
})

test('Bedrock’s own usage includes the cache only in its total', () => {
  const usage = {
    inputTokens: 3000,
    outputTokens: 100,
    totalTokens: 5600,
    cacheReadInputTokens: 2000,
    cacheWriteInputTokens: 500,
  }
  expect(billed(langfuse('global.anthropic.claude-sonnet-4-5-20250929-v1:0', usage))).toEqual(written)
  const noTotal = { ...usage, totalTokens: undefined }
  expect(billed(langfuse('global.anthropic.claude-sonnet-4-5-20250929-v1:0', noTotal))).toEqual(written)
})

test('a total decides for any client', () => {
  const counts = { prompt: 3000, completion: 100, 'prompt_details.cache_read': 2000 }
  expect(billed(openinference('aws', 'x', { ...counts, total: 5100 }))).toMatchObject({ input: 5000 })
  expect(billed(openinference('aws', 'x', { ...counts, total: 3100 }))).toMatchObject({ input: 3000 })
})
