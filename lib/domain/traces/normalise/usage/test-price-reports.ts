import { aiSdk, genai, json, langfuse, openinference } from './test-calls.ts'
import { cached, counts, gpt, plain, type Report, sonnet } from './test-report-calls.ts'

/** Reports of calls that cost something else. */
export const priceReports: readonly Report[] = [
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
    'Mistral’s embedding has no answer, though the list has a rate for one',
    genai('mistral_ai', 'mistral-embed', { 'gen_ai.operation.name': 'embeddings', 'gen_ai.usage.input_tokens': 500 }),
    { input: 500, output: null, usd: 0.00005 },
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
    'xAI bills the sources of its live search, at a price that the list lacks',
    langfuse('grok-4', { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120, num_sources_used: 3 }),
    { input: 100, output: 20, searches: 3, usd: null },
  ],
  [
    'OpenAI’s search models bill a search with each call, and report tokens only',
    genai('openai', 'gpt-4o-search-preview', counts(100, 20)),
    { input: 100, output: 20, usd: null },
  ],
  [
    'Mastra before a call had a span inside its generation',
    { 'mastra.span.type': 'llm_generation', ...gpt(counts(100, 20, { 'gen_ai.usage.cached_input_tokens': 60 })) },
    cached,
  ],
  [
    'Comet’s Opik 6982: a prompt above 200,000 tokens, those from the cache counted',
    genai('anthropic', sonnet, counts(250_000, 1000, { 'gen_ai.usage.cache_read.input_tokens': 150_000 })),
    // 100,000 × 6 + 150,000 × 0.60 + 1000 × 22.50
    { input: 250_000, output: 1000, cacheRead: 150_000, usd: 0.7125 },
  ],
  [
    'the same of Sonnet 4, of which the list has one price for any length',
    genai(
      'anthropic',
      'claude-sonnet-4-20250514',
      counts(250_000, 1000, { 'gen_ai.usage.cache_read.input_tokens': 150_000 }),
    ),
    { input: 250_000, output: 1000, cacheRead: 150_000, usd: 0.7125 },
  ],
  [
    'and on Bedrock, in a region',
    genai('aws.bedrock', 'eu.anthropic.claude-sonnet-4-5-20250929-v1:0', counts(250_000, 1000)),
    // 250,000 × 6.60 + 1000 × 24.75
    { input: 250_000, output: 1000, usd: 1.67475 },
  ],
  [
    'Sonnet 4.6 costs the same at any length',
    genai('aws.bedrock', 'global.anthropic.claude-sonnet-4-6', counts(250_000, 1000)),
    { input: 250_000, output: 1000, usd: 0.765 },
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
