import type { Attributes } from '#lib/domain/traces/otlp/types.ts'
import {
  anthropicUsage,
  type Call,
  type CountName,
  langchainBuckets,
  langchainUsage,
  rawUsage,
  type Vendor,
  wholes,
} from './provider-usage.ts'

export interface Dialect {
  name: string
  /** Models whose calls are reported in it; all when absent. */
  vendors?: readonly Vendor[]
  /** Counts it has words for beside text and answer. */
  tells: readonly CountName[]
  write(call: Call): Attributes
}
const providers = { anthropic: 'anthropic', openai: 'openai', google: 'gcp.gemini', xai: 'x_ai' } as const
const aiSdkProviders = {
  anthropic: 'anthropic.messages',
  openai: 'openai.responses',
  google: 'google.generative-ai',
  xai: 'xai.chat',
}
const some = (entries: Record<string, number | string | null | undefined>): Attributes =>
  Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined && value !== null)) as Attributes
const json = (value: unknown) => JSON.stringify(value)

const genai = ({ vendor, model }: Call): Attributes => ({
  'gen_ai.operation.name': 'chat',
  'gen_ai.provider.name': providers[vendor],
  'gen_ai.request.model': model,
})
const generation = ({ model }: Call, usage: unknown): Attributes => ({
  'langfuse.observation.type': 'generation',
  'langfuse.observation.model.name': model,
  'langfuse.observation.usage_details': json(usage),
})

const all: readonly CountName[] = ['audio', 'cacheRead', 'write5m', 'write1h', 'spoken', 'thought']

/** The ways in which clients tell usage, each as its documentation or source has it. */
export const dialects: readonly Dialect[] = [
  {
    name: 'OpenTelemetry',
    vendors: ['anthropic', 'openai', 'google'],
    tells: all,
    write(call) {
      const { input, output } = wholes(call)
      const c = call.counts
      return {
        ...genai(call),
        ...some({
          'gen_ai.usage.input_tokens': input,
          'gen_ai.usage.output_tokens': output,
          'gen_ai.usage.total_tokens': call.total ? input + output : null,
          'gen_ai.usage.cache_read.input_tokens': c.cacheRead,
          'gen_ai.usage.cache_creation.5m_input_tokens': c.write5m,
          'gen_ai.usage.cache_creation.1h_input_tokens': c.write1h,
          'gen_ai.usage.reasoning.output_tokens': c.thought,
          'gen_ai.usage.audio.input_tokens': c.audio,
          'gen_ai.usage.audio.output_tokens': c.spoken,
          'openai.response.service_tier': call.tier,
        }),
      }
    },
  },
  {
    name: 'OpenTelemetry over xAI',
    vendors: ['xai'],
    tells: ['cacheRead', 'thought'],
    write(call) {
      const { input, output } = wholes(call)
      return {
        ...genai(call),
        ...some({
          'gen_ai.usage.input_tokens': input,
          'gen_ai.usage.output_tokens': output - call.counts.thought,
          'gen_ai.usage.total_tokens': call.total ? input + output : null,
          'gen_ai.usage.cache_read_tokens': call.counts.cacheRead,
          'gen_ai.usage.reasoning_tokens': call.counts.thought,
        }),
      }
    },
  },
  {
    name: 'OpenInference',
    vendors: ['anthropic', 'openai', 'google'],
    tells: ['audio', 'cacheRead', 'write5m', 'spoken', 'thought'],
    write(call) {
      const { input, output } = wholes(call)
      const c = call.counts
      return {
        'openinference.span.kind': 'LLM',
        'llm.provider': call.vendor,
        'llm.model_name': call.model,
        ...some({
          'llm.token_count.prompt': input,
          'llm.token_count.completion': output,
          'llm.token_count.total': call.total ? input + output : null,
          'llm.token_count.prompt_details.cache_read': c.cacheRead,
          'llm.token_count.prompt_details.cache_write': c.write5m,
          'llm.token_count.prompt_details.audio': c.audio,
          'llm.token_count.completion_details.reasoning': c.thought,
          'llm.token_count.completion_details.audio': c.spoken,
          'llm.invocation_parameters': json({ model: call.model, ...(call.tier ? { service_tier: call.tier } : {}) }),
        }),
      }
    },
  },
  {
    name: 'Pydantic AI',
    vendors: ['anthropic', 'openai', 'google'],
    tells: ['audio', 'cacheRead', 'write5m', 'spoken', 'thought'],
    write(call) {
      const { input, output } = wholes(call)
      const c = call.counts
      return {
        ...genai(call),
        ...some({
          'gen_ai.usage.input_tokens': input,
          'gen_ai.usage.output_tokens': output,
          'gen_ai.usage.details.cache_read_tokens': c.cacheRead || null,
          'gen_ai.usage.details.cache_write_tokens': c.write5m || null,
          'gen_ai.usage.details.reasoning_tokens': c.thought || null,
          'gen_ai.usage.details.input_audio_tokens': c.audio || null,
          'gen_ai.usage.details.output_audio_tokens': c.spoken || null,
          'gen_ai.usage.details.text_prompt_tokens': c.text,
          'openai.response.service_tier': call.tier,
        }),
      }
    },
  },
  {
    name: 'LangSmith',
    tells: all,
    write: call => ({
      'langsmith.span.kind': 'llm',
      'gen_ai.system': providers[call.vendor],
      'gen_ai.request.model': call.model,
      // Without a total xAI's form is LangChain's only by the name of its scope.
      'langsmith.usage_metadata': json(langchainUsage(call.vendor === 'xai' ? { ...call, total: true } : call)),
    }),
  },
  { name: 'Langfuse, LangChain’s buckets', tells: all, write: call => generation(call, langchainBuckets(call)) },
  { name: 'Langfuse, the provider’s usage', tells: all, write: call => generation(call, rawUsage(call)) },
  {
    name: 'Logfire, the provider’s usage',
    tells: all,
    write: call => ({ ...genai(call), 'gen_ai.usage.raw': json(rawUsage(call)) }),
  },
  {
    name: 'AI SDK 5',
    vendors: ['anthropic', 'openai', 'google'],
    tells: ['cacheRead', 'thought'],
    write(call) {
      const { input, output } = wholes(call)
      const c = call.counts
      const told = call.vendor === 'anthropic' ? input - c.cacheRead : input
      const answered = call.vendor === 'google' ? output - c.thought : output
      const total = call.vendor === 'anthropic' ? told + answered : input + output
      return {
        'ai.operationId': 'ai.streamText.doStream',
        'ai.model.provider': aiSdkProviders[call.vendor],
        'ai.model.id': call.model,
        ...some({
          'ai.usage.inputTokens': told,
          'ai.usage.outputTokens': answered,
          'ai.usage.totalTokens': call.total ? total : null,
          'ai.usage.cachedInputTokens': c.cacheRead,
          'ai.usage.reasoningTokens': c.thought,
          'gen_ai.usage.input_tokens': told,
          'gen_ai.usage.output_tokens': answered,
          'ai.response.providerMetadata': call.tier === null ? null : json({ openai: { serviceTier: call.tier } }),
        }),
      }
    },
  },
  {
    name: 'AI SDK 5, the provider’s usage kept',
    vendors: ['anthropic'],
    tells: ['cacheRead', 'write5m', 'write1h'],
    write: call => ({
      'ai.operationId': 'ai.streamText.doStream',
      'ai.model.provider': 'anthropic.messages',
      'ai.model.id': call.model,
      'ai.usage.inputTokens': call.counts.text,
      'ai.usage.outputTokens': call.counts.answer,
      'ai.response.providerMetadata': json({ anthropic: { usage: anthropicUsage(call) } }),
    }),
  },
  {
    name: 'AI SDK 6',
    tells: ['cacheRead', 'write5m', 'thought'],
    write(call) {
      const { input, output } = wholes(call)
      const c = call.counts
      return {
        'ai.operationId': 'ai.streamText.doStream',
        'ai.model.provider': aiSdkProviders[call.vendor],
        'ai.model.id': call.model,
        ...some({
          'ai.usage.inputTokens': input,
          'ai.usage.outputTokens': output,
          'ai.usage.totalTokens': call.total ? input + output : null,
          'ai.usage.inputTokenDetails.noCacheTokens': c.text,
          'ai.usage.inputTokenDetails.cacheReadTokens': c.cacheRead,
          'ai.usage.inputTokenDetails.cacheWriteTokens': c.write5m,
          'ai.usage.outputTokenDetails.textTokens': output - c.thought,
          'ai.usage.outputTokenDetails.reasoningTokens': c.thought,
          'ai.response.providerMetadata': call.tier === null ? null : json({ openai: { serviceTier: call.tier } }),
        }),
      }
    },
  },
]
