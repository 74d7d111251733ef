import { expect, test } from 'vitest'
import { aiSdk, billed, genai, json, langfuse, langsmith, openinference } from './test-calls.ts'

const grok = { input: 32, output: 103, reasoning: 94, usd: 0.0000611 }
const openai = {
  prompt_tokens: 32,
  completion_tokens: 9,
  total_tokens: 135,
  completion_tokens_details: { reasoning_tokens: 94 },
}
const thinking = { input: 32, output: 214, reasoning: 94 }
const long = {
  'gen_ai.usage.input_tokens': 32,
  'gen_ai.usage.output_tokens': 120,
  'gen_ai.usage.reasoning_tokens': 94,
}
const flash = 'gemini-2.5-flash'
const gemini = { promptTokenCount: 8, candidatesTokenCount: 200, thoughtsTokenCount: 98, totalTokenCount: 306 }

test.each([
  ['xAI’s usage in Langfuse', langfuse('grok-3-mini', openai), grok],
  [
    'xAI in Langfuse’s buckets',
    langfuse('grok-3-mini', { input: 32, output: 9, output_reasoning_tokens: 94, total: 135 }),
    grok,
  ],
  [
    'the same, counted within',
    langfuse('grok-3-mini', { input: 32, output: 103, output_reasoning_tokens: 94, total: 135 }),
    grok,
  ],
  [
    'xAI in LangSmith',
    langsmith('xai', 'grok-3-mini', {
      input_tokens: 32,
      output_tokens: 103,
      total_tokens: 135,
      output_token_details: { reasoning: 94 },
    }),
    grok,
  ],
  [
    'xAI in the AI SDK 5',
    aiSdk('xai.chat', 'grok-3-mini', {
      'ai.usage.inputTokens': 32,
      'ai.usage.outputTokens': 9,
      'ai.usage.reasoningTokens': 94,
      'ai.usage.totalTokens': 135,
    }),
    grok,
  ],
])('%s', (_name, attributes, expected) => {
  expect(billed(attributes)).toEqual(expected)
})

test('xAI counts thoughts beside the output, also where the output is larger and there is no total', () => {
  expect(billed(genai('x_ai', 'grok-3-mini', long))).toMatchObject(thinking)
  expect(billed(langfuse('grok-3-mini', { ...openai, completion_tokens: 120, total_tokens: undefined }))).toMatchObject(
    thinking,
  )
  expect(billed(genai('openai', 'gpt-5', long))).toMatchObject({ output: 120 })
})

test.each([
  ['Gemini’s own usage', langfuse(flash, gemini)],
  [
    'the same in snake case',
    langfuse(flash, {
      prompt_token_count: 8,
      candidates_token_count: 200,
      thoughts_token_count: 98,
      total_token_count: 306,
    }),
  ],
  ['without its total', langfuse(flash, { ...gemini, totalTokenCount: undefined })],
  [
    'in the AI SDK 5',
    aiSdk('google.generative-ai', flash, {
      'ai.usage.inputTokens': 8,
      'ai.usage.outputTokens': 200,
      'ai.usage.reasoningTokens': 98,
    }),
  ],
  [
    'in the AI SDK 5, the raw usage kept',
    aiSdk('google.generative-ai', flash, {
      'ai.usage.inputTokens': 8,
      'ai.usage.outputTokens': 200,
      'ai.response.providerMetadata': json({ google: { usageMetadata: gemini } }),
    }),
  ],
  [
    'in the AI SDK 6',
    aiSdk('google.generative-ai', flash, {
      'ai.usage.inputTokens': 8,
      'ai.usage.outputTokens': 298,
      'ai.usage.outputTokenDetails.reasoningTokens': 98,
    }),
  ],
  [
    'in ADK’s first traces',
    genai('gcp.vertex.agent', flash, {
      'gen_ai.usage.input_tokens': 8,
      'gen_ai.usage.output_tokens': 200,
      'gen_ai.usage.experimental.reasoning_tokens': 98,
    }),
  ],
  [
    'in ADK’s later ones',
    genai('gcp.vertex.agent', flash, {
      'gen_ai.usage.input_tokens': 8,
      'gen_ai.usage.output_tokens': 298,
      'gen_ai.usage.reasoning.output_tokens': 98,
    }),
  ],
])('Gemini: %s', (_name, attributes) => {
  expect(billed(attributes)).toMatchObject({ input: 8, output: 298, reasoning: 98, usd: 0.0007474 })
})

test('a total that only adds up with the thoughts shows, for any provider, that they are beside the output', () => {
  const counts = { prompt: 32, completion: 90, 'completion_details.reasoning': 60 }
  expect(billed(openinference('a-proxy', 'x', { ...counts, total: 182 }))).toMatchObject({ output: 150 })
  expect(billed(openinference('a-proxy', 'x', { ...counts, total: 122 }))).toMatchObject({ output: 90 })
})

test('where the provider counts thoughts separately, they are the total without input and answer', () => {
  const usage = { input: 32, output: 9, total: 135 }
  expect(billed(langfuse('grok-3-mini', usage))).toMatchObject({ output: 103, reasoning: 94, usd: 0.0000611 })
  expect(billed(langfuse('gemini-2.5-flash', usage))).toMatchObject({ output: 103, reasoning: 94 })
  expect(billed(langfuse('gpt-4o', usage))).toMatchObject({ output: 9 })
})
