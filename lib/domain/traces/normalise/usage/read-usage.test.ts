import { expect, test } from 'vitest'
import type { Usage } from '#lib/domain/traces/canonical.ts'
import { canonical, scope } from '#lib/domain/traces/normalise/test-span.ts'
import type { Attributes } from '#lib/domain/traces/otlp/types.ts'
import { noUsage } from './settle.ts'

const of = (usage: Partial<Usage>): Usage => ({ ...noUsage, ...usage })
const langfuse = (details: unknown): Attributes => ({ 'langfuse.observation.usage_details': JSON.stringify(details) })
const llm = { 'openinference.span.kind': 'LLM' }

const cases: [string, Partial<Usage>, Attributes][] = [
  [
    'today’s names',
    { input: 120, output: 24, cacheRead: 64 },
    { 'gen_ai.usage.input_tokens': 120, 'gen_ai.usage.output_tokens': 24, 'gen_ai.usage.cache_read.input_tokens': 64 },
  ],
  [
    'names of 2024',
    { input: 120, output: 24 },
    { 'gen_ai.usage.prompt_tokens': 120, 'gen_ai.usage.completion_tokens': 24 },
  ],
  ['numbers as text', { input: 120 }, { 'gen_ai.usage.input_tokens': '120' }],
  ['bigints', { input: 120 }, { 'gen_ai.usage.input_tokens': 120n }],
  [
    'OpenInference',
    { input: 120, output: 24, cacheRead: 64, reasoning: 8 },
    {
      ...llm,
      'llm.token_count.prompt': 120,
      'llm.token_count.completion': 24,
      'llm.token_count.prompt_details.cache_read': 64,
      'llm.token_count.completion_details.reasoning': 8,
    },
  ],
  ['a total alone is no input', {}, { ...llm, 'llm.token_count.total': 144 }],
  [
    '0/0 of a stream is unknown',
    {},
    {
      ...llm,
      'llm.token_count.prompt': 0,
      'llm.token_count.completion': 0,
      'llm.token_count.prompt_details.cache_read': 0,
    },
  ],
  ['output without input', { output: 24 }, { ...llm, 'llm.token_count.prompt': 0, 'llm.token_count.completion': 24 }],
  ['a failed answer', { input: 120, output: 0 }, { 'gen_ai.usage.input_tokens': 120, 'gen_ai.usage.output_tokens': 0 }],
  [
    'AI SDK',
    { input: 240, output: 48, cacheRead: 128, reasoning: 16 },
    {
      'ai.usage.inputTokens': 240,
      'ai.usage.outputTokens': 48,
      'ai.usage.cachedInputTokens': 128,
      'ai.usage.reasoningTokens': 16,
    },
  ],
  ['AI SDK 4', { input: 5, output: 6 }, { 'ai.usage.promptTokens': 5, 'ai.usage.completionTokens': 6 }],
  ['AI SDK embedding', { input: 9 }, { 'ai.usage.tokens': 9 }],
  [
    'cache counted apart',
    { input: 1064, output: 5, cacheRead: 1000, cacheWrite: 4 },
    {
      'gen_ai.usage.input_tokens': 60,
      'gen_ai.usage.output_tokens': 5,
      'gen_ai.usage.cache_read_input_tokens': 1000,
      'gen_ai.usage.cache_creation_input_tokens': 4,
    },
  ],
  [
    'Mastra’s cache writes',
    { input: 50, output: 1, cacheWrite: 30, cacheWrite1h: 20 },
    {
      'gen_ai.usage.input_tokens': 50,
      'gen_ai.usage.output_tokens': 1,
      'gen_ai.usage.cache_creation.5m_input_tokens': 10,
      'gen_ai.usage.cache_creation.1h_input_tokens': 20,
    },
  ],
  [
    'Langfuse buckets',
    { input: 120, output: 24, cacheRead: 64, reasoning: 8, audioInput: 0 },
    langfuse({
      input: 56,
      output: 16,
      total: 144,
      input_cached_tokens: 64,
      input_audio_tokens: 0,
      output_reasoning_tokens: 8,
    }),
  ],
  [
    'Langfuse buckets, Anthropic’s cache',
    { input: 150, output: 20, cacheRead: 50 },
    langfuse({ input: 100, output: 20, cache_read_input_tokens: 50, total: 170 }),
  ],
  [
    'Langfuse, input inclusive by its total',
    { input: 1000, output: 200, cacheRead: 300 },
    langfuse({ input: 1000, output: 200, cache_read_input_tokens: 300, total: 1200 }),
  ],
  [
    'Langfuse, OpenAI’s shape',
    { input: 120, output: 24, cacheRead: 64, reasoning: 8 },
    langfuse({
      prompt_tokens: 120,
      completion_tokens: 24,
      total_tokens: 144,
      prompt_tokens_details: { cached_tokens: 64 },
      completion_tokens_details: { reasoning_tokens: 8 },
    }),
  ],
  ['Langfuse embedding', { input: 9 }, langfuse({ input: 9 })],
  ['Langfuse, broken', {}, { 'langfuse.observation.usage_details': '{"input":' }],
  [
    'LangSmith',
    { input: 10, output: 2, cacheRead: 4 },
    { 'langsmith.usage_metadata': '{"input_tokens":10,"output_tokens":2,"input_token_details":{"cache_read":4}}' },
  ],
  [
    'LangSmith’s parts beside the totals',
    { input: 120, output: 24, cacheRead: 64, reasoning: 8, audioInput: 0 },
    {
      'gen_ai.usage.input_tokens': 120,
      'gen_ai.usage.output_tokens': 24,
      'gen_ai.usage.input_token_details': '{"cache_read":64,"audio":0}',
      'gen_ai.usage.output_token_details': '{"reasoning":8}',
    },
  ],
  [
    'LangChain’s Anthropic, cache writes by their time to live',
    { input: 120, output: 24, cacheRead: 64, cacheWrite: 16 },
    {
      'gen_ai.usage.input_tokens': 120,
      'langsmith.metadata.usage_metadata':
        '{"input_tokens":120,"output_tokens":24,"input_token_details":{"cache_read":64,"cache_creation":0,"ephemeral_5m_input_tokens":16}}',
    },
  ],
  [
    'MLflow',
    { input: 120, output: 24, cacheRead: 64 },
    { 'mlflow.chat.tokenUsage': '{"input_tokens":120,"output_tokens":24,"cache_read_input_tokens":64}' },
  ],
  [
    'Logfire, the API’s own words beside the totals',
    { input: 120, output: 24, cacheRead: 64, reasoning: 8 },
    {
      'gen_ai.usage.input_tokens': 120,
      'gen_ai.usage.output_tokens': 24,
      'gen_ai.usage.raw':
        '{"input_tokens":120,"input_tokens_details":{"cached_tokens":64},"output_tokens":24,"output_tokens_details":{"reasoning_tokens":8}}',
    },
  ],
  [
    'Pydantic AI’s run',
    { input: 360, output: 72 },
    { 'gen_ai.aggregated_usage.input_tokens': 360, 'gen_ai.aggregated_usage.output_tokens': 72 },
  ],
  [
    'cache writes and reasoning, today’s names',
    { input: 120, output: 24, cacheRead: 64, cacheWrite: 16, reasoning: 8 },
    {
      'gen_ai.usage.input_tokens': 120,
      'gen_ai.usage.output_tokens': 24,
      'gen_ai.usage.cache_read.input_tokens': 64,
      'gen_ai.usage.cache_write.input_tokens': 16,
      'gen_ai.usage.reasoning.output_tokens': 8,
    },
  ],
  [
    'cache writes under their name of 2025',
    { input: 120, output: 24, cacheWrite: 16 },
    {
      'gen_ai.usage.input_tokens': 120,
      'gen_ai.usage.output_tokens': 24,
      'gen_ai.usage.cache_creation.input_tokens': 16,
    },
  ],
  [
    'OpenLLMetry’s, old',
    { input: 120, output: 24, reasoning: 8 },
    { 'llm.usage.prompt_tokens': 120, 'llm.usage.completion_tokens': 24, 'llm.usage.reasoning_tokens': 8 },
  ],
  [
    'OpenInference, cache writes',
    { input: 120, output: 24, cacheWrite: 16, audioInput: 2 },
    {
      ...llm,
      'llm.token_count.prompt': 120,
      'llm.token_count.completion': 24,
      'llm.token_count.prompt_details.cache_write': 16,
      'llm.token_count.prompt_details.audio': 2,
    },
  ],
  [
    'Codex',
    { input: 120, output: 24, cacheRead: 64, cacheWrite: 0, reasoning: 8 },
    {
      'gen_ai.usage.input_tokens': 120,
      'gen_ai.usage.output_tokens': 24,
      'gen_ai.usage.cache_read.input_tokens': 64,
      'gen_ai.usage.cache_write.input_tokens': 0,
      'codex.usage.reasoning_output_tokens': 8,
      'codex.usage.total_tokens': 144,
    },
  ],
  [
    'Gemini: thoughts are in the total only',
    { input: 120, output: 24, reasoning: 8 },
    {
      'gen_ai.provider.name': 'gcp.gen_ai',
      'gen_ai.usage.input_tokens': 120,
      'gen_ai.usage.output_tokens': 16,
      'gen_ai.usage.total_tokens': 144,
    },
  ],
  [
    'Gemini: thoughts are in the output already',
    { input: 120, output: 24, reasoning: 8 },
    {
      ...llm,
      'llm.provider': 'google',
      'llm.token_count.prompt': 120,
      'llm.token_count.completion': 24,
      'llm.token_count.total': 144,
      'llm.token_count.completion_details.reasoning': 8,
    },
  ],
  [
    'a larger total of others explains nothing',
    { input: 120, output: 16 },
    {
      'gen_ai.provider.name': 'openai',
      'gen_ai.usage.input_tokens': 120,
      'gen_ai.usage.output_tokens': 16,
      'gen_ai.usage.total_tokens': 144,
    },
  ],
  [
    'negative, infinite, absurd, text',
    {},
    {
      'gen_ai.usage.input_tokens': -5,
      'gen_ai.usage.prompt_tokens': Number.POSITIVE_INFINITY,
      'llm.token_count.prompt': 1e15,
      'ai.usage.inputTokens': 'many',
    },
  ],
]

test.each(cases)('%s', (_name, usage, attributes) => {
  expect(canonical(attributes).usage).toEqual(of(usage))
})

const exclusive: [number, string][] = [
  [150, 'opentelemetry.instrumentation.botocore.bedrock-runtime'],
  [150, 'opentelemetry.instrumentation.bedrock'],
  [100, 'opentelemetry.instrumentation.anthropic'],
]

test.each(exclusive)('100 input tokens and 50 from the cache are %s for %s', (input, name) => {
  const counts = { 'gen_ai.usage.input_tokens': 100, 'gen_ai.usage.cache_read.input_tokens': 50 }
  expect(canonical(counts, scope(name)).usage).toEqual(of({ input, cacheRead: 50 }))
})

test('Claude Code’s first traces count input without the cache; later ones say the whole beside it', () => {
  const own = { input_tokens: 56, output_tokens: 24, cache_read_tokens: 64, cache_creation_tokens: 0 }
  const from = scope('com.anthropic.claude_code.tracing')
  const first = { 'span.type': 'llm_request', model: 'claude-sonnet-4-5', ttft_ms: 33, ...own }
  const usage = of({ input: 120, output: 24, cacheRead: 64, cacheWrite: 0 })
  expect(canonical(first, from)).toMatchObject({ usage, model: 'claude-sonnet-4-5', ttftUs: 33_000 })
  const later = { 'gen_ai.usage.input_tokens': 120, 'gen_ai.usage.output_tokens': 24 }
  const cache = { 'gen_ai.usage.cache_read.input_tokens': 64, 'gen_ai.usage.cache_write.input_tokens': 0 }
  expect(canonical({ ...first, ...later, ...cache }, from).usage).toEqual(usage)
  expect(canonical(own).usage).toEqual(noUsage)
})

test('Genkit’s usage is in the model’s whole answer, and only there', () => {
  const answer = (usage: object): Attributes => ({ 'genkit:output': JSON.stringify({ finishReason: 'stop', usage }) })
  const model = { 'genkit:metadata:subtype': 'model' }
  const plain = answer({ inputTokens: 120, outputTokens: 24, totalTokens: 144 })
  expect(canonical({ ...model, ...plain }).usage).toEqual(of({ input: 120, output: 24 }))
  const thought = { inputTokens: 120, outputTokens: 16, thoughtsTokens: 8, totalTokens: 144, cachedContentTokens: 64 }
  const whole = of({ input: 120, output: 24, cacheRead: 64, reasoning: 8 })
  expect(canonical({ ...model, ...answer(thought) }).usage).toEqual(whole)
  expect(canonical({ ...model, ...answer({ ...thought, outputTokens: 24 }) }).usage).toEqual(whole)
  expect(canonical({ 'genkit:type': 'util', ...plain }).usage).toEqual(noUsage)
})
