import type { Attributes } from '#lib/domain/traces/otlp/types.ts'
import { aiSdk, genai, json, langfuse, openinference } from './test-calls.ts'
import { cached, counts, flash, gpt, plain, type Report, sonnet } from './test-report-calls.ts'

const adk = (model: string, answer: unknown, more: Attributes = {}): Attributes => ({
  'gen_ai.system': 'gcp.vertex.agent',
  'gen_ai.request.model': model,
  'gcp.vertex.agent.llm_request': json({ model }),
  'gcp.vertex.agent.llm_response': json(answer),
  ...more,
})

/** Reports of counts that were not read, or read as what they were not. */
export const tokenReports: readonly Report[] = [
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
    'MartialBE/one-hub 795: Gemini behind an API like OpenAI’s, its thoughts in the total only',
    genai('openai', 'gemini-2.5-flash', counts(9, 664, { 'gen_ai.usage.total_tokens': 1994 })),
    // 9 × 0.30 + 1985 × 2.50
    { input: 9, output: 1985, reasoning: 1321, usd: 0.0049652 },
  ],
  [
    'trpc-agent-go 2282: what came from the cache under two names in Langfuse',
    langfuse(sonnet, { input: 1000, output: 100, cache_read_input_tokens: 500, input_cached_tokens: 500 }),
    // 1000 × 3 + 500 × 0.30 + 100 × 15
    { input: 1500, output: 100, cacheRead: 500, usd: 0.00465 },
  ],
  [
    'PostHog 71065: Gemini in the AI SDK 6, thoughts within',
    aiSdk('google.generative-ai', flash, {
      'ai.usage.inputTokens': 9,
      'ai.usage.outputTokens': 22,
      'ai.usage.totalTokens': 31,
      'ai.usage.outputTokenDetails.reasoningTokens': 21,
    }),
    { input: 9, output: 22, reasoning: 21, usd: 0.0000577 },
  ],
  [
    'a reranking’s total is its input',
    { 'openinference.span.kind': 'RERANKER', 'reranker.model_name': 'rerank-2', 'llm.token_count.total': 500 },
    { input: 500, output: null },
  ],
  [
    'Arize-ai/phoenix 13379: Strands’ spans as OpenInference’s, the cache among the metadata',
    {
      ...openinference('strands-agents', 'us.anthropic.claude-sonnet-4-5-20250929-v1:0', {
        prompt: 4299,
        completion: 631,
        total: 58_291,
      }),
      metadata: json({
        'gen_ai.usage.input_tokens': 4299,
        'gen_ai.usage.cache_read_input_tokens': 35_574,
        'gen_ai.usage.cache_write_input_tokens': 17_787,
      }),
    },
    // 4299 × 3.30 + 35,574 × 0.33 + 17,787 × 4.125 + 631 × 16.50
    { input: 57_660, output: 631, cacheRead: 35_574, cacheWrite: 17_787, usd: 0.109708995 },
    'strands.telemetry.tracer',
  ],
  [
    'BerriAI/litellm 26919: what was written to the cache in the input, what was read beside it',
    langfuse(sonnet, {
      input: 1500,
      output: 100,
      cache_creation_input_tokens: 500,
      cache_read_input_tokens: 2000,
      total: 3600,
    }),
    // 1000 × 3 + 2000 × 0.30 + 500 × 3.75 + 100 × 15
    { input: 3500, output: 100, cacheRead: 2000, cacheWrite: 500, usd: 0.006975 },
  ],
  [
    'langfuse/langfuse 10592: a wrapper’s input with the cache, as the total says',
    langfuse('gpt-4o', { input: 100, output: 20, input_cached_tokens: 60, total: 120 }),
    cached,
  ],
  [
    'langfuse/langfuse 11244: the AI SDK’s thoughts are of the output',
    aiSdk('openai.responses', 'gpt-5.1', {
      'gen_ai.usage.input_tokens': '22118',
      'gen_ai.usage.output_tokens': '1970',
      'ai.usage.reasoningTokens': '956',
      'ai.usage.totalTokens': '24088',
    }),
    // 22,118 × 1.25 + 1970 × 10
    { input: 22_118, output: 1970, reasoning: 956, usd: 0.0473475 },
  ],
  [
    'Ollama’s own counts',
    langfuse('llama3.1:8b', { prompt_eval_count: 26, eval_count: 290, total_duration: 4_883_583_458 }),
    { input: 26, output: 290 },
  ],
  [
    'Bedrock’s metrics of InvokeModel are without the cache',
    langfuse('us.anthropic.claude-sonnet-4-5-20250929-v1:0', {
      inputTokenCount: 1000,
      outputTokenCount: 100,
      cacheReadInputTokenCount: 2000,
      cacheWriteInputTokenCount: 0,
    }),
    // 1000 × 3.30 + 2000 × 0.33 + 100 × 16.50
    { input: 3000, output: 100, cacheRead: 2000, usd: 0.00561 },
  ],
  [
    'mlflow/mlflow 24059: OpenAI’s agents, their usage under a name of its own',
    {
      'mlflow.spanType': '"CHAT_MODEL"',
      model: '"gpt-4o"',
      usage: json({ input_tokens: 100, output_tokens: 20, input_tokens_details: { cached_tokens: 60 } }),
    },
    cached,
  ],
]
