import { expect, test } from 'vitest'
import { billed, genai, langfuse, langsmith, openinference } from './test-calls.ts'

const flash = 'gemini-2.5-flash'
const spoken = { input: 1000, output: 100, audioInput: 900, usd: 0.00118 }
const both = { input: 1000, output: 592, audioInput: 900, audioOutput: 482, usd: 0.060998 }
const modalities = (token: string) => [
  { modality: 'TEXT', [token]: 100 },
  { modality: 'AUDIO', [token]: 900 },
]
const gemini = { promptTokenCount: 1000, candidatesTokenCount: 100, totalTokenCount: 1100 }
const totals = { 'gen_ai.usage.input_tokens': 1000, 'gen_ai.usage.output_tokens': 592 }
const chain = { input_tokens: 1000, output_tokens: 592, total_tokens: 1592 }

test.each([
  ['Gemini’s own usage', langfuse(flash, { ...gemini, promptTokensDetails: modalities('tokenCount') }), spoken],
  [
    'Langfuse’s buckets of LangChain’s Gemini',
    langfuse(flash, { input: 0, output: 100, total: 1100, input_modality_AUDIO: 900, input_modality_TEXT: 100 }),
    spoken,
  ],
  [
    'LangChain',
    langsmith('google', flash, {
      input_tokens: 1000,
      output_tokens: 100,
      total_tokens: 1100,
      input_token_details: { audio: 900 },
    }),
    spoken,
  ],
  [
    'Pydantic AI, Gemini’s names',
    genai('google-gla', flash, {
      'gen_ai.usage.input_tokens': 1000,
      'gen_ai.usage.output_tokens': 100,
      'gen_ai.usage.details.audio_prompt_tokens': 900,
      'gen_ai.usage.details.text_prompt_tokens': 100,
    }),
    spoken,
  ],
  [
    'Pydantic AI',
    genai('openai', 'gpt-audio', {
      ...totals,
      'gen_ai.usage.details.input_audio_tokens': 900,
      'gen_ai.usage.details.output_audio_tokens': 482,
    }),
    both,
  ],
  [
    'OpenLIT',
    genai('openai', 'gpt-audio', {
      ...totals,
      'gen_ai.usage.prompt_tokens_details.audio': 900,
      'gen_ai.usage.completion_tokens_details.audio': 482,
    }),
    both,
  ],
  [
    'OpenInference',
    openinference('openai', 'gpt-audio', {
      prompt: 1000,
      completion: 592,
      total: 1592,
      'prompt_details.audio': 900,
      'completion_details.audio': 482,
    }),
    both,
  ],
  [
    'LangSmith',
    langsmith('openai', 'gpt-audio', {
      ...chain,
      input_token_details: { audio: 900 },
      output_token_details: { audio: 482 },
    }),
    both,
  ],
  [
    'Langfuse’s buckets of LangChain’s OpenAI',
    langfuse('gpt-audio', { input: 100, input_audio: 900, output: 110, output_audio: 482, total: 1592 }),
    both,
  ],
])('%s', (_name, attributes, expected) => {
  expect(billed(attributes)).toEqual(expected)
})

test('a model without a rate for audio leaves the call without a price, not priced as text', () => {
  expect(
    billed(openinference('openai', 'gpt-4o-mini', { prompt: 1000, completion: 10, 'prompt_details.audio': 900 })),
  ).toMatchObject({ input: 1000, audioInput: 900, usd: null })
  expect(
    billed(openinference('openai', 'gpt-4o-mini', { prompt: 1000, completion: 10, 'prompt_details.audio': 0 })).usd,
  ).toBe(0.000156)
})

test('images have their own rate, or that of text where the provider says so', () => {
  const image = {
    'gen_ai.usage.input_tokens': 1000,
    'gen_ai.usage.output_tokens': 500,
    'gen_ai.usage.image.input_tokens': 800,
  }
  // 200 × 5 + 800 × 8 + 500 × 32
  expect(billed(genai('openai', 'gpt-image-1.5', { ...image, 'gen_ai.usage.image.output_tokens': 500 })).usd).toBe(
    0.0234,
  )
  expect(billed(genai('openai', 'gpt-4o', image)).usd).toBe(0.0075)
  expect(billed(genai('mistral_ai', 'mistral-large-latest', image)).usd).toBeNull()
})

test('audio that may or may not have come from the cache has no known price, unless it makes no difference', () => {
  const counts = { prompt: 1000, completion: 10, 'prompt_details.audio': 500 }
  expect(billed(openinference('google', flash, { ...counts, 'prompt_details.cache_read': 400 })).usd).toBeNull()
  // All is cached: 500 × 0.03 + 500 × 0.10 + 10 × 2.50
  expect(billed(openinference('google', flash, { ...counts, 'prompt_details.cache_read': 1000 })).usd).toBe(0.00009)
})
