import { expect, test } from 'vitest'
import { canonical } from '#lib/domain/traces/normalise/test-span.ts'
import type { Attributes } from '#lib/domain/traces/otlp/types.ts'
import { aiSdk, billed, genai, json, langfuse, openinference } from './test-calls.ts'

const sonnet = 'claude-sonnet-4-5'
const flash = 'gemini-2.5-flash'
const counts = (input: Attributes[string], output: Attributes[string], more: Attributes = {}): Attributes => ({
  'gen_ai.usage.input_tokens': input,
  'gen_ai.usage.output_tokens': output,
  ...more,
})
const adk = (model: string, answer: unknown, more: Attributes = {}): Attributes => ({
  'gen_ai.system': 'gcp.vertex.agent',
  'gen_ai.request.model': model,
  'gcp.vertex.agent.llm_request': json({ model }),
  'gcp.vertex.agent.llm_response': json(answer),
  ...more,
})
const gpt = (more: Attributes) => genai('openai', 'gpt-4o', more)
const plain = { input: 100, output: 20, usd: 0.00045 }
const cached = { ...plain, cacheRead: 60, usd: 0.000375 }

/** Inputs after public reports of comparable systems, with the figures that the provider bills. */
const reports: [string, Attributes, object, scope?: string][] = [
  [
    'vercel/ai 8795: the raw usage of a stream is that of its beginning',
    aiSdk('anthropic.messages', sonnet, {
      'ai.usage.inputTokens': 4,
      'ai.usage.outputTokens': 104,
      'ai.usage.totalTokens': 108,
      'ai.usage.cachedInputTokens': 0,
      'ai.response.providerMetadata': json({
        anthropic: { usage: { input_tokens: 4, output_tokens: 1, cache_creation_input_tokens: 2183 } },
      }),
    }),
    // 4 × 3 + 2183 × 3.75 + 104 × 15 dollars per million
    { input: 2187, output: 104, cacheWrite: 2183, usd: 0.00975825 },
  ],
  [
    'langchain-ai/docs 3163: LangSmith’s exporter prints details as Python does',
    genai('anthropic', sonnet, {
      ...counts(10_000, 100),
      'gen_ai.usage.input_token_details': "{'cache_read': 9000, 'cache_creation': 500, 'audio': None}",
    }),
    // 500 × 3 + 9000 × 0.30 + 500 × 3.75 + 100 × 15
    { input: 10_000, output: 100, cacheRead: 9000, cacheWrite: 500, usd: 0.007575 },
  ],
  [
    'the same of a whole object, as LiteLLM and smolagents print it',
    gpt({
      'llm.usage':
        'Usage(completion_tokens=20, prompt_tokens=100, total_tokens=120, prompt_tokens_details=Details(audio_tokens=None, cached_tokens=60))',
    }),
    cached,
  ],
  ['OpenLLMetry: usage as JSON', gpt({ 'gen_ai.usage': json({ prompt_tokens: 100, completion_tokens: 20 }) }), plain],
  [
    'details as JSON under the API’s names',
    gpt(counts(100, 20, { 'gen_ai.usage.prompt_tokens_details': json({ cached_tokens: 60 }) })),
    cached,
  ],
  ['details as structure', gpt(counts(100, 20, { 'gen_ai.usage.details': { cached_tokens: 60 } })), cached],
  [
    'langfuse/langfuse 14725: a name of one’s own for the cached part',
    gpt(counts(100, 20, { 'gen_ai.usage.input_cached_tokens': 60 })),
    cached,
  ],
  [
    'OpenRouter’s broadcast: parts behind the wholes',
    gpt(counts(100, 20, { 'gen_ai.usage.input_tokens.cached': 60, 'gen_ai.usage.output_tokens.reasoning': 0 })),
    cached,
  ],
  [
    'langfuse/langfuse 9305: 0 under one name, the count under the other',
    gpt(counts(0, 0, { 'gen_ai.usage.prompt_tokens': 100, 'gen_ai.usage.completion_tokens': 20 })),
    plain,
  ],
  [
    'names in another case',
    gpt({ 'gen_ai.usage.promptTokenCount': '100', 'gen_ai.usage.candidatesTokenCount': 20 }),
    plain,
  ],
  [
    'Semantic Kernel before 1.20',
    {
      'gen_ai.operation.name': 'chat.completions',
      'gen_ai.system': 'openai',
      'gen_ai.request.model': 'gpt-4o',
      'gen_ai.response.prompt_tokens': 100,
      'gen_ai.response.completion_tokens': 20,
    },
    plain,
  ],
  [
    'Microsoft.Extensions.AI’s previews',
    gpt({ 'gen_ai.response.input_tokens': 100, 'gen_ai.response.output_tokens': 20 }),
    plain,
  ],
  [
    'spring-ai 2671: Micrometer’s word for nothing is no model',
    gpt(counts('100', '20', { 'gen_ai.response.model': 'none', 'gen_ai.usage.total_tokens': '120' })),
    plain,
  ],
  [
    'harness-sdk 3886: Strands with Anthropic’s API, its total without the cache',
    genai('strands-agents', 'claude-sonnet-4-5-20250929', {
      ...counts(3000, 100, { 'gen_ai.usage.total_tokens': 3100 }),
      'gen_ai.usage.cache_read_input_tokens': 2000,
      'gen_ai.usage.cache_write_input_tokens': 500,
    }),
    { input: 5500, output: 100, cacheRead: 2000, cacheWrite: 500, usd: 0.012975 },
    'strands.telemetry.tracer',
  ],
  [
    'Arize-ai/phoenix 13379: Strands with Bedrock, its total with the cache',
    genai('strands-agents', 'global.anthropic.claude-sonnet-4-5-20250929-v1:0', {
      ...counts(3000, 100, { 'gen_ai.usage.total_tokens': 5600 }),
      'gen_ai.usage.cache_read_input_tokens': 2000,
      'gen_ai.usage.cache_write_input_tokens': 500,
    }),
    { input: 5500, output: 100, cacheRead: 2000, cacheWrite: 500, usd: 0.012975 },
    'strands.telemetry.tracer',
  ],
  [
    'Strands with LiteLLM has the cache within',
    genai('strands-agents', 'anthropic/claude-sonnet-4-5', {
      ...counts(5500, 100, { 'gen_ai.usage.total_tokens': 5600 }),
      'gen_ai.usage.cache_read_input_tokens': 2000,
    }),
    { input: 5500, output: 100, cacheRead: 2000, usd: 0.0126 },
    'strands.telemetry.tracer',
  ],
  [
    'google-adk 1.0: usage in the answer only',
    adk(flash, {
      usage_metadata: { prompt_token_count: 8, candidates_token_count: 200, thoughts_token_count: 98 },
    }),
    { input: 8, output: 298, reasoning: 98, usd: 0.0007474 },
  ],
  [
    'google-adk 1.1: the total as output',
    adk(
      flash,
      {
        usage_metadata: {
          prompt_token_count: 8,
          candidates_token_count: 200,
          thoughts_token_count: 98,
          total_token_count: 306,
        },
      },
      counts(8, 306),
    ),
    { input: 8, output: 298, reasoning: 98, usd: 0.0007474 },
  ],
  [
    'langfuse/langfuse 13988: ADK with LiteLLM tells the cache in the answer only',
    adk(
      'anthropic/claude-sonnet-4-5',
      {
        usage_metadata: {
          prompt_token_count: 10_000,
          candidates_token_count: 20,
          cached_content_token_count: 9000,
          total_token_count: 10_020,
        },
      },
      { 'gen_ai.operation.name': 'call_llm', ...counts(10_000, 20) },
    ),
    // 1000 × 3 + 9000 × 0.30 + 20 × 15
    { input: 10_000, output: 20, cacheRead: 9000, usd: 0.006 },
  ],
  [
    'Arize-ai/openinference 2578: what Google’s tools put into the prompt is in the total only',
    openinference('google', flash, {
      prompt: 1041,
      completion: 3093,
      total: 381_679,
      'completion_details.reasoning': 2191,
    }),
    // 378,586 × 0.30 + 3093 × 2.50
    { input: 378_586, output: 3093, reasoning: 2191, usd: 0.1213083 },
  ],
  [
    'Arize-ai/openinference 3177: thoughts added to an output that had them',
    openinference('google', flash, {
      prompt: 341,
      completion: 6709,
      total: 3703,
      'completion_details.reasoning': 3347,
    }),
    { input: 341, output: 3362, reasoning: 3347, usd: 0.0085073 },
  ],
  [
    'the same model by the API that counts them within',
    langfuse(flash, {
      promptTokenCount: 341,
      candidatesTokenCount: 3362,
      thoughtsTokenCount: 3347,
      totalTokenCount: 3703,
    }),
    { input: 341, output: 3362, reasoning: 3347, usd: 0.0085073 },
  ],
  [
    'witsy 391: Gemini thought, and answered nothing',
    langfuse(flash, { promptTokenCount: 13_591, totalTokenCount: 13_663, thoughtsTokenCount: 72 }),
    { input: 13_591, output: 72, reasoning: 72, usd: 0.0042573 },
  ],
  [
    'the same with the total alone',
    genai('gcp.gemini', flash, { 'gen_ai.usage.input_tokens': 13_591, 'gen_ai.usage.total_tokens': 13_663 }),
    { input: 13_591, output: 72, usd: 0.0042573 },
  ],
  [
    'an embedding’s total is its input: Voyage, Jina',
    genai('voyageai', 'voyage-3.5', { 'gen_ai.operation.name': 'embeddings', 'gen_ai.usage.total_tokens': 500 }),
    { input: 500, output: null, usd: 0.00003 },
  ],
  [
    'the same in Langfuse',
    {
      'langfuse.observation.type': 'embedding',
      'langfuse.observation.model.name': 'text-embedding-3-small',
      'langfuse.observation.usage_details': json({ total_tokens: 500 }),
    },
    { input: 500, output: null, usd: 0.00001 },
  ],
  [
    'Cohere bills less than it counts',
    langfuse('command-r-plus-08-2024', {
      billed_units: { input_tokens: 100, output_tokens: 20 },
      tokens: { input_tokens: 400, output_tokens: 25 },
    }),
    plain,
  ],
  [
    'mlflow 24869: LiteLLM’s usage has the cache under both vendors’ names',
    langfuse('claude-haiku-4-5', {
      prompt_tokens: 10_500,
      completion_tokens: 0,
      total_tokens: 10_500,
      prompt_tokens_details: { cached_tokens: 10_000, cache_creation_tokens: 300, text_tokens: null },
      cache_read_input_tokens: 10_000,
      cache_creation_input_tokens: 300,
    }),
    // 200 × 1 + 10,000 × 0.10 + 300 × 1.25
    { input: 10_500, output: 0, cacheRead: 10_000, cacheWrite: 300, usd: 0.001575 },
  ],
  [
    'DeepSeek’s own usage',
    langfuse('deepseek-chat', {
      prompt_tokens: 1000,
      completion_tokens: 20,
      total_tokens: 1020,
      prompt_cache_hit_tokens: 800,
      prompt_cache_miss_tokens: 200,
    }),
    { input: 1000, output: 20, cacheRead: 800 },
  ],
  [
    'langfuse/langfuse 15856: Anthropic bills each search of the web a cent',
    langfuse(sonnet, {
      input_tokens: 1000,
      output_tokens: 100,
      cache_read_input_tokens: 0,
      server_tool_use: { web_search_requests: 3 },
    }),
    { input: 1000, output: 100, searches: 3, usd: 0.0345 },
  ],
  [
    'the same in the AI SDK',
    aiSdk('anthropic.messages', sonnet, {
      'ai.usage.inputTokens': 1000,
      'ai.usage.outputTokens': 100,
      'ai.response.providerMetadata': json({
        anthropic: {
          usage: { input_tokens: 1000, output_tokens: 100, server_tool_use: { web_search_requests: 3 } },
        },
      }),
    }),
    { input: 1000, output: 100, searches: 3, usd: 0.0345 },
  ],
  [
    'searches of a model that the list has no such rate of leave the call without a price',
    langfuse('gemini-2.5-flash', { promptTokenCount: 100, candidatesTokenCount: 20, web_search_requests: 1 }),
    { searches: 1, usd: null },
  ],
  [
    'Comet’s Opik 6982: a prompt above 200,000 tokens, those from the cache counted',
    genai('anthropic', sonnet, counts(250_000, 1000, { 'gen_ai.usage.cache_read.input_tokens': 150_000 })),
    // 100,000 × 6 + 150,000 × 0.60 + 1000 × 22.50
    { input: 250_000, output: 1000, cacheRead: 150_000, usd: 0.7125 },
  ],
  [
    'livekit/agents 5121: audio from the cache, where the client tells how much of it',
    genai('openai', 'gpt-realtime-mini', {
      ...counts(1000, 500),
      'gen_ai.usage.input_audio_tokens': 800,
      'gen_ai.usage.input_cached_tokens': 600,
      'gen_ai.usage.input_cached_audio_tokens': 500,
      'gen_ai.usage.output_audio_tokens': 400,
    }),
    // 100 × 0.60 + 100 × 0.06 + 300 × 10 + 500 × 0.30 + 100 × 2.40 + 400 × 20
    {
      input: 1000,
      output: 500,
      cacheRead: 600,
      audioInput: 800,
      audioOutput: 400,
      cachedAudio: 500,
      usd: 0.011456,
    },
  ],
  [
    'the same in OpenAI’s own words',
    langfuse('gpt-realtime-mini', {
      input_tokens: 1000,
      output_tokens: 500,
      input_token_details: {
        audio_tokens: 800,
        cached_tokens: 600,
        cached_tokens_details: { text_tokens: 100, audio_tokens: 500 },
      },
      output_token_details: { audio_tokens: 400 },
    }),
    { cachedAudio: 500, usd: 0.011456 },
  ],
  [
    'Arize-ai/openinference 2209: its instrumentation of LiteLLM took the text for the cached input',
    openinference('openai', 'gpt-4o', { prompt: 100, completion: 20, 'prompt_details.cache_input': 90 }),
    plain,
    'openinference.instrumentation.litellm',
  ],
  [
    'OpenInference’s third word for the cache, beside the first two and alone',
    openinference('openai', 'gpt-4o', {
      prompt: 100,
      completion: 20,
      'prompt_details.cache_input': 90,
      'prompt_details.cache_read': 60,
    }),
    cached,
  ],
  [
    'the same alone',
    openinference('openai', 'gpt-4o', { prompt: 100, completion: 20, 'prompt_details.cache_input': 60 }),
    cached,
  ],
  [
    'AI SDK 5 through Vercel’s gateway has Anthropic’s numbers',
    aiSdk('gateway', 'anthropic/claude-sonnet-4-5', {
      'ai.usage.inputTokens': 3000,
      'ai.usage.outputTokens': 100,
      'ai.usage.cachedInputTokens': 2000,
      'ai.usage.totalTokens': 3100,
    }),
    { input: 5000, output: 100, cacheRead: 2000, usd: 0.0111 },
  ],
  [
    'claude-code-hub 663: an image beside words and thoughts',
    langfuse('gemini-3-pro-image-preview', {
      promptTokenCount: 326,
      candidatesTokenCount: 2340,
      totalTokenCount: 3003,
      promptTokensDetails: [{ modality: 'TEXT', tokenCount: 326 }],
      candidatesTokensDetails: [{ modality: 'IMAGE', tokenCount: 2000 }],
      thoughtsTokenCount: 337,
    }),
    // 326 × 2 + 677 × 12 + 2000 × 120
    { input: 326, output: 2677, imageOutput: 2000, reasoning: 337, usd: 0.248776 },
  ],
  [
    'BerriAI/litellm 31142: OpenAI’s images have no details of the output',
    langfuse('gpt-image-1.5', {
      input_tokens: 150,
      output_tokens: 1000,
      total_tokens: 1150,
      input_tokens_details: { text_tokens: 50, image_tokens: 100 },
    }),
    // 50 × 5 + 100 × 8 + 1000 × 32
    { input: 150, output: 1000, imageInput: 100, usd: 0.03305 },
  ],
  [
    'microsoft/autogen 1270: Azure answers with less of the name',
    { ...genai('azure.ai.openai', 'gpt-4-1106-preview', counts(1000, 100)), 'gen_ai.response.model': 'gpt-4' },
    { input: 1000, output: 100, usd: 0.013 },
  ],
  [
    'Anthropic’s fast mode',
    langfuse('claude-opus-4-6', { input_tokens: 1000, output_tokens: 100, cache_read_input_tokens: 0, speed: 'fast' }),
    { input: 1000, output: 100, tier: 'fast', usd: 0.045 },
  ],
  ['counts that are no numbers', gpt(counts('NaN', Number.NaN)), { input: null, output: null, usd: null }],
  ['a negative count is unknown, and its call without a price', gpt(counts(-1, 20)), { input: null, usd: null }],
]

test.each(reports)('%s', (_name, attributes, expected, scope = '') => {
  expect(billed(attributes, scope)).toMatchObject(expected)
})

test('a judge and a guardrail that call a model themselves cost what the model costs', () => {
  const judge = (type: string) => ({
    ...langfuse('gpt-4o', { input: 100, output: 20 }),
    'langfuse.observation.type': type,
  })
  expect(billed(judge('evaluator'))).toEqual(plain)
  expect(billed(judge('guardrail'))).toEqual(plain)
  expect(billed(judge('agent')).usd).toBeNull()
})

test('a stream’s usage in events of its span: the last has all of it', () => {
  const event = (name: string, attributes: Attributes) => ({ timeUnixNano: 1n, name, attributes })
  const events = [
    event('gen_ai.choice', { 'gen_ai.usage.output_tokens': 3 }),
    event('gen_ai.client.inference.operation.details', counts(100, 20, { 'gen_ai.usage.cache_read.input_tokens': 60 })),
    event('exception', {}),
  ]
  expect(canonical(gpt({}), { events }).usage).toMatchObject({ input: 100, output: 20, cacheRead: 60 })
  expect(canonical(gpt(counts(7, 1)), { events }).usage).toMatchObject({ input: 7, output: 1 })
})
