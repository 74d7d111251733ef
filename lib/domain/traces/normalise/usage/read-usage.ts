import type { Usage } from '#lib/domain/traces/canonical.ts'
import type { ModelFields } from '#lib/domain/traces/normalise/model.ts'
import { toCount, toObject } from '#lib/domain/traces/normalise/readers.ts'
import { first, type Row, type View } from '#lib/domain/traces/normalise/view.ts'
import { tellerOf } from './beside.ts'
import { bucketUsage } from './buckets.ts'
import { genkitUsage, jsonUsage, partsOf } from './json-usage.ts'
import { meaningOf } from './part-names.ts'
import { providerMetadataUsage } from './raw-usage.ts'
import { serviceTierOf } from './service-tier.ts'
import { settle } from './settle.ts'
import { nothingTold, type Parts, type Told } from './told.ts'

/*
 * Where to look when a count is wrong:
 * a total is not read: the rows below · a part is not read: the words of `part-names.ts` · JSON: `json-usage.ts`, Langfuse's buckets:
 * `buckets.ts`, the AI SDK's provider metadata: `raw-usage.ts` · input lacks the cache, or output the thoughts: the table of `beside.ts` ·
 * the tier: `service-tier.ts` · tokens are right and dollars are not: `pricing/`.
 */

const input: readonly Row[] = [
  { key: 'gen_ai.usage.input_tokens', from: 'genai' },
  { key: 'gen_ai.usage.prompt_tokens', from: 'genai' },
  { key: 'llm.token_count.prompt', from: 'openinference' },
  { key: 'ai.usage.inputTokens', from: 'vercel-ai' },
  { key: 'ai.usage.promptTokens', from: 'vercel-ai' },
  { key: 'ai.usage.tokens', from: 'vercel-ai' },
  { key: 'llm.usage.prompt_tokens', from: 'openllmetry' },
  { key: 'gen_ai.aggregated_usage.input_tokens', from: 'pydantic-ai' },
]

const output: readonly Row[] = [
  { key: 'gen_ai.usage.output_tokens', from: 'genai' },
  { key: 'gen_ai.usage.completion_tokens', from: 'genai' },
  { key: 'llm.token_count.completion', from: 'openinference' },
  { key: 'ai.usage.outputTokens', from: 'vercel-ai' },
  { key: 'ai.usage.completionTokens', from: 'vercel-ai' },
  { key: 'llm.usage.completion_tokens', from: 'openllmetry' },
  { key: 'gen_ai.aggregated_usage.output_tokens', from: 'pydantic-ai' },
]

const total: readonly Row[] = [
  { key: 'gen_ai.usage.total_tokens', from: 'openllmetry' },
  { key: 'llm.usage.total_tokens', from: 'openllmetry' },
  { key: 'llm.token_count.total', from: 'openinference' },
  { key: 'ai.usage.totalTokens', from: 'vercel-ai' },
  { key: 'gen_ai.client.token.usage', from: 'openlit' },
]

/** Usage as JSON: it stands in where the flat names are silent. */
const nested: readonly Row[] = [
  { key: 'langsmith.usage_metadata', from: 'langsmith' },
  { key: 'langsmith.metadata.usage_metadata', from: 'langsmith' },
  { key: 'mlflow.chat.tokenUsage', from: 'mlflow' },
  { key: 'gen_ai.usage.raw', from: 'logfire' },
]

/** Genkit's whole answer. Its spans around a model's repeat it. */
const genkit: readonly Row[] = [{ key: 'genkit:output', from: 'genkit', kinds: ['llm', 'embedding'] }]

/** What names of parts begin with. */
const partPrefix = /^(gen_ai\.(usage|aggregated_usage)|llm\.(token_count|usage)|ai\.usage|codex\.usage)\./

export interface SpanUsage {
  usage: Usage
  serviceTier: string | null
}

/**
 * Tokens this span claims, every part within its whole, and the tier they were served at. Whether they count (leaf calls only) is for the
 * attribution to decide. A total is never read as input: CrewAI's event mode repeats `llm.token_count.total` on roots.
 */
export function usageOf(view: View, model: ModelFields): SpanUsage {
  const told = toldBy(view)
  return {
    usage: settle(told, tellerOf(view, model, told.shape)),
    serviceTier: serviceTierOf(view, told.serviceTier),
  }
}

function toldBy(view: View): Told {
  const details = view.attributes['langfuse.observation.usage_details']
  if (details !== undefined) return langfuseUsage(details) ?? nothingTold
  if (view.span.scope.name.includes('claude_code') && view.attributes['gen_ai.usage.input_tokens'] === undefined)
    return claudeCodeUsage(view)
  const flat = flatUsage(view)
  const raw = providerMetadataUsage(view)
  return raw === null ? flat : withRaw(flat, raw)
}

/** Langfuse's `usage_details`: a provider's usage as its API gave it, or flat buckets. */
function langfuseUsage(value: unknown): Told | null {
  const details = toObject(value)
  return details === null ? null : (jsonUsage(details) ?? bucketUsage(details))
}

/** Claude Code's first traces had Anthropic's own names without a prefix. */
function claudeCodeUsage({ attributes }: View): Told {
  const { input_tokens, output_tokens, cache_read_tokens, cache_creation_tokens } = attributes
  const { parts } = partsOf({ cache_read_tokens, cache_creation_tokens })
  return { ...nothingTold, input: toCount(input_tokens), output: toCount(output_tokens), parts }
}

function flatUsage(view: View): Told {
  const json =
    first(view, nested, jsonUsage) ?? langsmithDetails(view) ?? first(view, genkit, genkitUsage) ?? nothingTold
  const flat = { input: first(view, input, toCount), output: first(view, output, toCount) }
  return {
    input: flat.input ?? json.input,
    output: flat.output ?? json.output,
    total: first(view, total, toCount) ?? json.total,
    parts: { ...json.parts, ...flatParts(view) },
    serviceTier: json.serviceTier,
    // The shape speaks of the numbers it came with.
    shape: flat.input === null && flat.output === null ? json.shape : null,
  }
}

function flatParts({ attributes }: View): Parts {
  const parts: Parts = {}
  for (const key of Object.keys(attributes)) {
    const prefix = partPrefix.exec(key)?.[0]
    if (prefix === undefined) continue
    const meaning = meaningOf(key.slice(prefix.length))
    const count = meaning?.part && !meaning.partial ? toCount(attributes[key]) : null
    // Two names of one part are one count told twice (Pydantic AI writes the older name too).
    if (meaning?.part && count !== null) parts[meaning.part] = Math.max(parts[meaning.part] ?? 0, count)
  }
  return parts
}

/** LangSmith's `gen_ai.usage.{input,output}_token_details`: parts without the totals, as JSON. */
function langsmithDetails({ attributes }: View): Told | null {
  const inputs = toObject(attributes['gen_ai.usage.input_token_details'])
  const outputs = toObject(attributes['gen_ai.usage.output_token_details'])
  if (inputs === null && outputs === null) return null
  const [left, right] = [partsOf(inputs ?? {}, 'input'), partsOf(outputs ?? {}, 'output')]
  const serviceTier = left.serviceTier ?? right.serviceTier
  return { ...nothingTold, parts: { ...left.parts, ...right.parts }, serviceTier }
}

/** The provider's own numbers instead of a client's where they speak of the same call; else what they add. */
function withRaw(flat: Told, raw: Told): Told {
  const same = raw.input !== null && (flat.input === null || flat.input >= raw.input) && raw.output !== null
  const sums =
    flat.input !== null &&
    raw.input !== null &&
    flat.input > raw.input + (raw.parts.cacheRead ?? 0) + (raw.parts.cacheWrite ?? 0)
  if (same && !sums) return { ...raw, parts: { ...flat.parts, ...raw.parts } }
  return { ...flat, parts: { ...raw.parts, ...flat.parts }, serviceTier: raw.serviceTier ?? flat.serviceTier }
}
