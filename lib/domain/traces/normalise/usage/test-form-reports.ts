import { genai, json, langfuse, openinference } from './test-calls.ts'
import { cached, counts, gpt, plain, type Report, sonnet } from './test-report-calls.ts'

const bothCaches = { 'gen_ai.usage.cache_read.input_tokens': 2000, 'gen_ai.usage.cache_creation.input_tokens': 0 }

/** Reports of counts in another form, or with one of them missing. */
export const formReports: readonly Report[] = [
  ['counts in lists of one', gpt(counts([100], ['20'])), plain],
  ['counts as JSON text of their text', gpt(counts('"100"', '"20"')), plain],
  ['counts as fractions, as numbers and as text', gpt(counts(100.0, '20.0')), plain],
  ['hexadecimal text is no count', gpt(counts('0x10', 20)), { input: null, output: 20, usd: null }],
  ['usage alone in a list', gpt({ 'gen_ai.usage': [{ prompt_tokens: 100, completion_tokens: 20 }] }), plain],
  [
    'Langfuse’s details as JSON of their JSON',
    { ...langfuse('gpt-4o', {}), 'langfuse.observation.usage_details': json(json({ input: 100, output: 20 })) },
    plain,
  ],
  [
    'langfuse/langfuse 12306: Langfuse’s details are empty, OpenTelemetry’s names are not',
    { ...langfuse('gpt-4o', {}), ...counts(100, 20, { 'gen_ai.usage.cache_read.input_tokens': 60 }) },
    cached,
  ],
  [
    'the same with 0 for everything',
    { ...langfuse('gpt-4o', { input: 0, output: 0, total: 0 }), ...counts(100, 20) },
    plain,
  ],
  [
    'the output is what the total has beside the input',
    openinference('openai', 'gpt-4o', { prompt: 100, total: 120 }),
    plain,
  ],
  ['the same in Langfuse', langfuse('gpt-4o', { input: 100, total: 120 }), plain],
  ['and the input', gpt({ 'gen_ai.usage.output_tokens': 20, 'gen_ai.usage.total_tokens': 120 }), plain],
  [
    'not where the cache may lie beside both',
    genai('anthropic', sonnet, { 'gen_ai.usage.input_tokens': 4, 'gen_ai.usage.total_tokens': 654, ...bothCaches }),
    { output: null, usd: null },
  ],
  [
    'a stream that broke off: what the answer took nobody knows, so nobody knows what it cost',
    gpt({ 'gen_ai.usage.input_tokens': 100 }),
    { input: 100, output: null, usd: null },
  ],
  [
    'OpenLIT with Anthropic’s API: its numbers as they are',
    genai('anthropic', sonnet, { ...counts(4000, 100), ...bothCaches, 'gen_ai.client.token.usage': 4100 }),
    // 4000 × 3 + 2000 × 0.30 + 100 × 15
    { input: 6000, output: 100, cacheRead: 2000, usd: 0.0141 },
    'openlit.otel.tracing',
  ],
  [
    'Logfire’s instrumentation of Anthropic in older versions: the cache in the recorded answer only',
    genai('anthropic', sonnet, {
      ...counts(4, 100),
      response_data: json({
        message: { role: 'assistant', content: 'Hello' },
        usage: {
          input_tokens: 4,
          output_tokens: 100,
          cache_read_input_tokens: 9000,
          cache_creation_input_tokens: 1000,
        },
      }),
    }),
    // 4 × 3 + 9000 × 0.30 + 1000 × 3.75 + 100 × 15
    { input: 10_004, output: 100, cacheRead: 9000, cacheWrite: 1000, usd: 0.007962 },
    'logfire.anthropic',
  ],
  [
    'raw usage beside the same counts under flat names: both are Anthropic’s',
    genai('anthropic', sonnet, {
      ...counts(4000, 100),
      'gen_ai.usage.raw': json({ input_tokens: 4000, output_tokens: 100, cache_read_input_tokens: 2000 }),
    }),
    { input: 6000, output: 100, cacheRead: 2000, usd: 0.0141 },
    'logfire.anthropic',
  ],
  [
    'raw usage beside flat counts that have the cache',
    genai('anthropic', sonnet, {
      ...counts(6000, 100),
      'gen_ai.usage.raw': json({ input_tokens: 4000, output_tokens: 100, cache_read_input_tokens: 2000 }),
    }),
    { input: 6000, output: 100, cacheRead: 2000, usd: 0.0141 },
    'logfire.anthropic',
  ],
]
