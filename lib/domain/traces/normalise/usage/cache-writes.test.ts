import { expect, test } from 'vitest'
import { aiSdk, billed, genai, json, langfuse } from './test-calls.ts'

const sonnet = 'claude-sonnet-4-5'
// 1000 × 3 + 1000 × 3.75 + 4000 × 6 + 100 × 15
const right = { input: 6000, output: 100, cacheWrite: 5000, cacheWrite1h: 4000, usd: 0.03225 }
const ttl = { ephemeral_5m_input_tokens: 1000, ephemeral_1h_input_tokens: 4000 }
const raw = { input_tokens: 1000, output_tokens: 100, cache_creation_input_tokens: 5000, cache_read_input_tokens: 0 }
const totals = { 'gen_ai.usage.input_tokens': 6000, 'gen_ai.usage.output_tokens': 100 }

test.each([
  ['Anthropic’s usage in Langfuse', langfuse(sonnet, { ...raw, cache_creation: ttl })],
  [
    'Anthropic’s usage in Logfire',
    genai('anthropic', sonnet, { 'gen_ai.usage.raw': json({ ...raw, cache_creation: ttl }) }),
  ],
  [
    'the AI SDK’s raw usage',
    aiSdk('anthropic.messages', sonnet, {
      'ai.usage.inputTokens': 1000,
      'ai.usage.outputTokens': 100,
      'ai.response.providerMetadata': json({ anthropic: { usage: { ...raw, cache_creation: ttl } } }),
    }),
  ],
  [
    'Langfuse’s buckets with their sum beside',
    langfuse(sonnet, {
      input: 1000,
      output: 100,
      cache_creation_input_tokens: 5000,
      cache_creation_ephemeral_5m_input_tokens: 1000,
      cache_creation_ephemeral_1h_input_tokens: 4000,
    }),
  ],
  [
    'OpenTelemetry, the sum and the hour',
    genai('anthropic', sonnet, {
      ...totals,
      'gen_ai.usage.cache_creation.input_tokens': 5000,
      'gen_ai.usage.cache_creation.ephemeral_1h_input_tokens': 4000,
    }),
  ],
  [
    'Pydantic AI',
    genai('anthropic', sonnet, {
      ...totals,
      'gen_ai.usage.details.cache_write_tokens': 5000,
      'gen_ai.usage.details.ephemeral_1h_input_tokens': 4000,
    }),
  ],
  [
    'MLflow',
    {
      'mlflow.spanType': '"CHAT_MODEL"',
      'mlflow.llm.model': '"claude-sonnet-4-5"',
      'mlflow.chat.tokenUsage': json({
        input_tokens: 6000,
        output_tokens: 100,
        total_tokens: 6100,
        cache_creation_input_tokens: 5000,
        cache_creation_input_tokens_above_1hr: 4000,
      }),
    },
  ],
  [
    'Bedrock',
    langfuse('global.anthropic.claude-sonnet-4-5-20250929-v1:0', {
      inputTokens: 1000,
      outputTokens: 100,
      totalTokens: 6100,
      cacheWriteInputTokens: 5000,
      cacheDetails: [
        { ttl: '5m', inputTokens: 1000 },
        { ttl: '1h', inputTokens: 4000 },
      ],
    }),
  ],
])('%s', (_name, attributes) => {
  expect(billed(attributes)).toEqual(right)
})

test('a one-hour cache write of a model without such a rate has no known price', () => {
  expect(
    billed(genai('openai', 'gpt-4o', { ...totals, 'gen_ai.usage.cache_creation.1h_input_tokens': 10 })).usd,
  ).toBeNull()
})
