import { nativeScope } from '#lib/domain/traces/native/to-otlp.ts'
import type { ModelFields } from '#lib/domain/traces/normalise/model.ts'
import { asText } from '#lib/domain/traces/normalise/readers.ts'
import type { View } from '#lib/domain/traces/normalise/view.ts'
import type { Told } from './told.ts'

/** Where a part lies: in the whole that the client tells, or beside it, so that it has to be added. */
export type Place = 'within' | 'beside'

/** What decides which row of the table holds. */
export interface Teller {
  /** Name of the instrumentation. */
  scope: string
  /** Its language as OpenTelemetry's SDK names it: `nodejs`, `python`. */
  language: string
  /** Who serves the model, in any client's spelling, lower case. */
  provider: string
  model: string
  aiSdk: 'before-6' | 'since-6' | null
  shape: Told['shape']
  has: (attribute: string) => boolean
}

interface Row {
  who: string
  when: (teller: Teller) => boolean
  /** What was read from and written to the cache. */
  cache?: Place
  /** What the model thought. */
  reasoning?: Place
  /** The client computed the total itself, without the part, so the total is no evidence. */
  ownTotal?: true
  /** Where this can be checked. */
  source: string
}

const anthropics = /anthropic|bedrock/
const googles = /google|gemini|vertex|gcp\./

/**
 * Which clients leave the cache out of the input, or the thoughts out of the output: all other clients tell them within. The first row that
 * holds and names the part decides, after the numbers themselves (`settle.ts`): a part greater than its whole is beside it, and a total that
 * only adds up with the part says so. A wrong input or output is mended here.
 */
const rows: readonly Row[] = [
  {
    who: 'spans in Holdpoint’s own form: there a part that is greater than its whole is invalid',
    when: teller => teller.scope === nativeScope,
    cache: 'within',
    reasoning: 'within',
    source: 'native/schemas.ts',
  },
  {
    who: 'usage under Langfuse’s own names: the buckets are added up where they are read',
    when: teller => teller.shape === 'buckets',
    cache: 'within',
    reasoning: 'within',
    source: 'langfuse.com/docs/observability/features/token-and-cost-tracking; usage/buckets.ts',
  },
  {
    who: 'MLflow: it adds the cache to Anthropic’s numbers, under Anthropic’s names',
    when: teller => teller.has('mlflow.chat.tokenUsage'),
    cache: 'within',
    source: 'mlflow/anthropic/autolog.py, _parse_usage',
  },
  {
    who: 'Anthropic’s API itself: input_tokens are those after the last cache breakpoint',
    when: teller => teller.shape === 'anthropic',
    cache: 'beside',
    source: 'docs.claude.com, Prompt caching, Tracking cache performance',
  },
  {
    who: 'clients that keep Anthropic’s numbers as they are, those of the cache under Anthropic’s name',
    when: teller =>
      teller.has('anthropic.usage.cache_read_input_tokens') ||
      teller.has('anthropic.usage.cache_creation_input_tokens'),
    cache: 'beside',
    source: 'docs.claude.com, Prompt caching; Anthropic’s own SDK writes gen_ai.usage.cache_read.input_tokens instead',
  },
  {
    who: 'Bedrock’s Converse API itself: inputTokens are without the cache, totalTokens with it',
    when: teller => teller.shape === 'bedrock',
    cache: 'beside',
    source: 'docs.aws.amazon.com/bedrock, TokenUsage, and Prompt caching',
  },
  {
    who: 'Gemini’s API itself: candidatesTokenCount is without thoughtsTokenCount; the prompt has what came from the cache',
    when: teller => teller.shape === 'gemini',
    cache: 'within',
    reasoning: 'beside',
    source: 'ai.google.dev/api/generate-content, UsageMetadata',
  },
  {
    who: 'AI SDK from version 6 on: its providers add the cache and the thoughts',
    when: teller => teller.aiSdk === 'since-6',
    cache: 'within',
    reasoning: 'within',
    source: '@ai-sdk/anthropic 3 and @ai-sdk/google 3, inputTokens.total and outputTokens.total',
  },
  {
    who: 'AI SDK before version 6 with Anthropic, also by Vercel’s gateway, or Bedrock: their numbers as they are, and a total made of them',
    when: teller =>
      teller.aiSdk === 'before-6' &&
      (anthropics.test(teller.provider) || (teller.provider === 'gateway' && teller.model.startsWith('anthropic/'))),
    cache: 'beside',
    ownTotal: true,
    source: '@ai-sdk/anthropic 2: totalTokens = input_tokens + output_tokens; @ai-sdk/amazon-bedrock 3',
  },
  {
    who: 'AI SDK before version 6 with Google: outputTokens are candidatesTokenCount',
    when: teller => teller.aiSdk === 'before-6' && isGoogle(teller),
    reasoning: 'beside',
    source: '@ai-sdk/google 2, doGenerate',
  },
  {
    who: 'OpenTelemetry’s instrumentation of boto: Bedrock’s numbers as they are',
    when: teller => /^opentelemetry\.instrumentation\.(botocore|bedrock)/.test(teller.scope),
    cache: 'beside',
    source: 'opentelemetry-instrumentation-botocore, bedrock_utils',
  },
  {
    who: 'OpenLIT with Anthropic’s API or Bedrock: their numbers as they are, and a total made of them',
    when: ({ scope, provider }) => scope.startsWith('openlit') && anthropics.test(provider),
    cache: 'beside',
    ownTotal: true,
    source: 'openlit, instrumentation/anthropic/utils.py: cache tokens are added on top',
  },
  {
    who: 'Strands with Anthropic’s API or Bedrock: their numbers as they are, with Anthropic’s API and a total made of them',
    when: ({ scope, model }) =>
      scope.startsWith('strands') && /^(claude-|([a-z-]+\.)?(anthropic|amazon)\.)/.test(model),
    cache: 'beside',
    ownTotal: true,
    source: 'strands-agents, models/anthropic.py and models/bedrock.py; harness-sdk pull request 3886',
  },
  {
    who: 'Claude Code’s first traces: Anthropic’s numbers as they are',
    when: teller => teller.scope.includes('claude_code') && !teller.has('gen_ai.usage.input_tokens'),
    cache: 'beside',
    source: 'code.claude.com/docs/en/monitoring-usage',
  },
  {
    who: 'Google ADK while it called the thoughts experimental: output_tokens are candidates_token_count',
    when: teller => teller.has('gen_ai.usage.experimental.reasoning_tokens'),
    reasoning: 'beside',
    source:
      'google-adk 1, telemetry/tracing.py; later versions write gen_ai.usage.reasoning.output_tokens and add them',
  },
  {
    who: 'Genkit with Google: outputTokens are candidatesTokenCount',
    when: teller => teller.has('genkit:output') && isGoogle(teller),
    reasoning: 'beside',
    source: '@genkit-ai/google-genai, generateContent',
  },
  {
    who: 'AI SDK and LangChain with xAI: both add the thoughts',
    when: teller =>
      isXai(teller) && (teller.aiSdk !== null || /^(langsmith|langchain)|\.langchain$/.test(teller.scope)),
    reasoning: 'within',
    source: '@ai-sdk/xai 2.0.98, langchain-xai: output_tokens + reasoning_tokens',
  },
  {
    who: 'xAI’s chat completions: completion_tokens are without reasoning_tokens',
    when: teller => isXai(teller),
    reasoning: 'beside',
    source: 'docs.x.ai, Reasoning: total_tokens = prompt_tokens + completion_tokens + reasoning_tokens',
  },
]

/** Langfuse tells no provider: the name of the model has to do. */
const isGoogle = ({ provider, model }: Teller) =>
  provider === '' ? isGemini(model) : googles.test(provider) && !anthropics.test(provider) && !model.includes('claude')
const isGemini = (model: string) => /(^|\/)gemini-/.test(model)
const isXai = ({ provider, model }: Teller) =>
  provider === '' ? /^(x-?ai\/)?grok-/.test(model) : /^x[-_. ]?ai\b/.test(provider)

/** Whether Google's API is behind the call, whoever passes its numbers on. */
export const isFromGoogle = (teller: Teller) => isGoogle(teller) || isGemini(teller.model)

/** Whether the provider's API counts what a model thought apart from what it answered. */
export function thinksBeside(teller: Teller): boolean {
  return isFromGoogle(teller) || isXai(teller)
}

/**
 * LangChain for JavaScript, which for a year added what Anthropic's stream tells of the cache at its beginning to the same counts at its end.
 * Source: langchain-ai/langchainjs pull requests 9520 (input has the cache) and 10250 (details no longer doubled).
 */
export const doublesCache = ({ scope, language, provider, model }: Teller) =>
  /lang(chain|smith)/.test(scope) &&
  /^(nodejs|webjs)$/.test(language) &&
  (anthropics.test(provider) || model.includes('claude'))

export interface Rule {
  place: Place
  ownTotal: boolean
}

/** What the table says of a client's cache or thoughts; null where it has no row. */
export function ruleFor(teller: Teller, part: 'cache' | 'reasoning'): Rule | null {
  const row = rows.find(candidate => candidate[part] !== undefined && candidate.when(teller))
  const place = row?.[part]
  return place === undefined ? null : { place, ownTotal: row?.ownTotal === true }
}

const providerKeys = ['gen_ai.provider.name', 'gen_ai.system', 'llm.provider', 'llm.system', 'ai.model.provider']

/** Who tells: the client by its scope and names, the provider, and whose API shaped the usage. */
export function tellerOf(view: View, { provider, model }: ModelFields, shape: Told['shape']): Teller {
  const { attributes, span } = view
  const named = [provider ?? '', ...providerKeys.map(key => asText(attributes[key]))].find(name => name !== '') ?? ''
  return {
    scope: span.scope.name,
    language: asText(span.resource.attributes['telemetry.sdk.language']),
    provider: named.toLowerCase(),
    model: (model ?? '').toLowerCase(),
    aiSdk: aiSdkOf(view),
    shape,
    has: attribute => attributes[attribute] !== undefined,
  }
}

/** The AI SDK reports no version. Version 6 introduced the details of input and output; version 7 has its own scope. */
function aiSdkOf({ attributes, span }: View): Teller['aiSdk'] {
  const names = Object.keys(attributes)
  if (!names.some(name => name.startsWith('ai.'))) return span.scope.name === 'gen_ai' ? 'since-6' : null
  if (!names.some(name => name.startsWith('ai.usage.') || name === 'ai.operationId')) return null
  return names.some(name => /^ai\.usage\.(in|out)putTokenDetails\./.test(name)) ? 'since-6' : 'before-6'
}
