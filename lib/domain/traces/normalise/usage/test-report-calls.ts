import type { Attributes } from '#lib/domain/traces/otlp/types.ts'
import { genai } from './test-calls.ts'

/** An input rebuilt from a public report on a comparable system, with the figures that the provider bills. */
export type Report = [name: string, attributes: Attributes, expected: object, scope?: string]

export const sonnet = 'claude-sonnet-4-5'
export const flash = 'gemini-2.5-flash'
export const counts = (input: Attributes[string], output: Attributes[string], more: Attributes = {}): Attributes => ({
  'gen_ai.usage.input_tokens': input,
  'gen_ai.usage.output_tokens': output,
  ...more,
})
export const gpt = (more: Attributes) => genai('openai', 'gpt-4o', more)
/** 100 × 2.50 + 20 × 10 dollars per million, and with 60 of the input from the cache at 1.25. */
export const plain = { input: 100, output: 20, usd: 0.00045 }
export const cached = { ...plain, cacheRead: 60, usd: 0.000375 }
