import { expect, test } from 'vitest'
import { canonical } from '#lib/domain/traces/normalise/test-span.ts'
import type { Attributes } from '#lib/domain/traces/otlp/types.ts'
import { priceSpan } from '#lib/domain/traces/pricing/price-span.ts'
import { aiSdk, billed, genai, json, langfuse, langsmith } from './test-calls.ts'

const totals = { 'gen_ai.usage.input_tokens': 2000, 'gen_ai.usage.output_tokens': 500 }
const mini = (more: Attributes) => genai('openai', 'gpt-5-mini', { ...totals, ...more })
const flex = { input: 2000, output: 500, tier: 'flex', usd: 0.00075 }
// (1000 × 0.25 + 1000 × 0.025 + 500 × 2) / 2
const chain = { input: 2000, output: 500, cacheRead: 1000, reasoning: 300, tier: 'flex', usd: 0.0006375 }
const details = {
  input_token_details: { flex: 1000, flex_cache_read: 1000 },
  output_token_details: { flex: 200, flex_reasoning: 300 },
}

test.each([
  ['OpenTelemetry', mini({ 'openai.response.service_tier': 'flex' }), flex],
  ['OpenLLMetry', mini({ 'gen_ai.openai.response.service_tier': 'flex' }), flex],
  [
    'what the answer says, not the request',
    mini({ 'openai.request.service_tier': 'auto', 'openai.response.service_tier': 'flex' }),
    flex,
  ],
  ['what the request says, where the answer says nothing', mini({ 'openai.request.service_tier': 'flex' }), flex],
  ['the parameters of the request', mini({ 'llm.invocation_parameters': json({ service_tier: 'flex' }) }), flex],
  [
    'LangChain in LangSmith',
    langsmith('openai', 'gpt-5-mini', { input_tokens: 2000, output_tokens: 500, total_tokens: 2500, ...details }),
    chain,
  ],
  [
    'LangChain in Langfuse',
    langfuse('gpt-5-mini', {
      input: 0,
      output: 0,
      total: 2500,
      input_flex: 1000,
      input_flex_cache_read: 1000,
      output_flex: 200,
      output_flex_reasoning: 300,
    }),
    chain,
  ],
  [
    'LangChain in Langfuse, priority beside',
    langfuse('gpt-5-mini', {
      input: 2000,
      output: 500,
      total: 2500,
      input_priority: 1000,
      input_priority_cache_read: 1000,
      output_priority: 200,
      output_priority_reasoning: 300,
    }),
    { ...chain, tier: 'priority', usd: 0.002295 },
  ],
  [
    'the AI SDK',
    aiSdk('openai.responses', 'gpt-5-mini', {
      'ai.usage.inputTokens': 2000,
      'ai.usage.outputTokens': 500,
      'ai.response.providerMetadata': json({ openai: { serviceTier: 'flex' } }),
    }),
    flex,
  ],
  ['the default', mini({ 'openai.response.service_tier': 'default' }), { ...flex, tier: 'default', usd: 0.0015 }],
  ['a wish', mini({ 'openai.request.service_tier': 'auto' }), { input: 2000, output: 500, usd: 0.0015 }],
  [
    'a committed tier has no price per token',
    mini({ 'openai.response.service_tier': 'scale' }),
    { ...flex, tier: 'scale', usd: null },
  ],
  [
    'a model that is not offered at it',
    genai('openai', 'gpt-4o', { ...totals, 'openai.response.service_tier': 'flex' }),
    { ...flex, usd: null },
  ],
  [
    'Anthropic’s batches',
    langfuse('claude-sonnet-4-5', {
      input_tokens: 2000,
      output_tokens: 500,
      cache_read_input_tokens: 0,
      service_tier: 'batch',
    }),
    { ...flex, tier: 'batch', usd: 0.00675 },
  ],
  [
    'Anthropic’s commitment',
    langfuse('claude-sonnet-4-5', {
      input_tokens: 2000,
      output_tokens: 500,
      cache_read_input_tokens: 0,
      service_tier: 'priority',
    }),
    { ...flex, tier: 'priority', usd: null },
  ],
  [
    'Gemini’s traffic type',
    langfuse('gemini-2.5-flash', {
      promptTokenCount: 2000,
      candidatesTokenCount: 500,
      totalTokenCount: 2500,
      trafficType: 'ON_DEMAND_PRIORITY',
    }),
    { ...flex, tier: 'priority', usd: 0.00333 },
  ],
])('%s', (_name, attributes, expected) => {
  expect(billed(attributes)).toEqual(expected)
})

test('the tier is read from the recorded answer, not from the text of the model', () => {
  const answer = (text: string) => mini({ 'output.value': text })
  expect(billed(answer('{"id":"c","service_tier":"flex"}'))).toEqual(flex)
  expect(billed(answer(json({ id: 'c', content: '{"a":1,"service_tier":"flex"}' }))).usd).toBe(0.0015)
})

test('a reported cost stays the reported cost', () => {
  const span = canonical({ ...mini({ 'openai.response.service_tier': 'flex' }), 'gen_ai.usage.cost': 0.5 })
  expect(priceSpan(span).reportedCostNanos).toBe(500_000_000n)
})
