import { expect, test } from 'vitest'
import { canonical, scope } from '#lib/domain/traces/normalise/test-span.ts'
import { aiSdk, billed, genai, json, langfuse } from './test-calls.ts'
import { counts } from './test-report-calls.ts'

const opus = 'claude-opus-4-6'
const sdk = 'com.anthropic.sdk.python'

test('Anthropic’s own spans have the cache in their input, and its time to live under Anthropic’s names', () => {
  const call = genai('anthropic', opus, {
    ...counts(3500, 100),
    'gen_ai.usage.cache_read.input_tokens': 2000,
    'gen_ai.usage.cache_write.input_tokens': 500,
    'anthropic.usage.cache_creation.ephemeral_5m_input_tokens': 100,
    'anthropic.usage.cache_creation.ephemeral_1h_input_tokens': 400,
    'anthropic.session.id': 'sesn_1',
    'gen_ai.conversation.id': 'thread_1',
  })
  // 1000 × 5 + 2000 × 0.50 + 100 × 6.25 + 400 × 10 + 100 × 25 dollars per million
  expect(billed(call, sdk)).toEqual({
    input: 3500,
    output: 100,
    cacheRead: 2000,
    cacheWrite: 500,
    cacheWrite1h: 400,
    usd: 0.013125,
  })
  expect(canonical(call, scope(sdk)).sessionId).toBe('sesn_1')
})

test('what Anthropic kept from the cache under its own names lies beside the input', () => {
  const call = genai('anthropic', opus, {
    ...counts(1000, 100),
    'anthropic.usage.cache_read_input_tokens': 2000,
    'anthropic.usage.cache_creation_input_tokens': 500,
  })
  expect(billed(call, 'my-agent')).toEqual({
    input: 3500,
    output: 100,
    cacheRead: 2000,
    cacheWrite: 500,
    usd: 0.011625,
  })
})

test('what it took to shorten a conversation is billed beside the sums', () => {
  const usage = {
    input_tokens: 23_000,
    output_tokens: 1000,
    iterations: [
      { type: 'compaction', input_tokens: 180_000, output_tokens: 3500 },
      { type: 'message', input_tokens: 23_000, output_tokens: 1000 },
    ],
  }
  // 203,000 × 5 + 4500 × 25
  const whole = { input: 203_000, output: 4500, usd: 1.1275 }
  expect(billed(langfuse(opus, usage))).toEqual(whole)
  const told = { 'ai.usage.outputTokens': 4500, 'ai.response.providerMetadata': json({ anthropic: { usage } }) }
  expect(billed(aiSdk('anthropic.messages', opus, { 'ai.usage.inputTokens': 203_000, ...told }))).toEqual(whole)
  const spans = {
    ...counts(23_000, 1000),
    'anthropic.usage.compaction.input_tokens': 180_000,
    'anthropic.usage.compaction.output_tokens': 3500,
  }
  expect(billed(genai('anthropic', opus, spans), sdk)).toEqual(whole)
  const cached = { ...usage.iterations[0], cache_read_input_tokens: 20_000 }
  expect(billed(langfuse(opus, { ...usage, cache_read_input_tokens: 0, iterations: [cached] }))).toMatchObject({
    input: 223_000,
    cacheRead: 20_000,
  })
})

test('searches that Anthropic made are in the answer of its own spans', () => {
  const part = (id: string, type: string) => ({ type, id, name: 'web_search' })
  const parts = [
    part('srvtoolu_1', 'server_tool_call'),
    part('srvtoolu_1', 'server_tool_call_response'),
    part('srvtoolu_2', 'tool_call'),
    part('toolu_3', 'tool_call'),
  ]
  const call = genai('anthropic', opus, {
    ...counts(1000, 100),
    'gen_ai.output.messages': json([{ role: 'assistant', parts }, null, { parts: 'none' }]),
  })
  // 1000 × 5 + 100 × 25, and two searches of a cent
  expect(billed(call, sdk)).toEqual({ input: 1000, output: 100, searches: 2, usd: 0.0275 })
  expect(billed(call, 'my-agent')).toEqual({ input: 1000, output: 100, usd: 0.0075 })
})
