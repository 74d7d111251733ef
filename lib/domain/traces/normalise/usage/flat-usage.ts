import { asText, parseJson, toCount, toObject } from '#lib/domain/traces/normalise/readers.ts'
import { first, type Row, type View } from '#lib/domain/traces/normalise/view.ts'
import { looseUsage, partsOf, usageInside } from './json-usage.ts'
import { meaningOf, type Side } from './part-names.ts'
import { countsIn } from './python-text.ts'
import { nothingTold, type Parts, type Told } from './told.ts'

const input: readonly Row[] = [
  { key: 'gen_ai.usage.input_tokens', from: 'genai' },
  { key: 'gen_ai.usage.prompt_tokens', from: 'genai' },
  { key: 'llm.token_count.prompt', from: 'openinference' },
  { key: 'ai.usage.inputTokens', from: 'vercel-ai' },
  { key: 'ai.usage.promptTokens', from: 'vercel-ai' },
  { key: 'ai.usage.tokens', from: 'vercel-ai' },
  { key: 'llm.usage.prompt_tokens', from: 'openllmetry' },
  { key: 'gen_ai.aggregated_usage.input_tokens', from: 'pydantic-ai' },
  // Semantic Kernel and Microsoft.Extensions.AI, before the names that all use today.
  { key: 'gen_ai.response.input_tokens', from: 'semantic-kernel' },
  { key: 'gen_ai.response.prompt_tokens', from: 'semantic-kernel' },
]

const output: readonly Row[] = [
  { key: 'gen_ai.usage.output_tokens', from: 'genai' },
  { key: 'gen_ai.usage.completion_tokens', from: 'genai' },
  { key: 'llm.token_count.completion', from: 'openinference' },
  { key: 'ai.usage.outputTokens', from: 'vercel-ai' },
  { key: 'ai.usage.completionTokens', from: 'vercel-ai' },
  { key: 'llm.usage.completion_tokens', from: 'openllmetry' },
  { key: 'gen_ai.aggregated_usage.output_tokens', from: 'pydantic-ai' },
  { key: 'gen_ai.response.output_tokens', from: 'semantic-kernel' },
  { key: 'gen_ai.response.completion_tokens', from: 'semantic-kernel' },
]

const total: readonly Row[] = [
  { key: 'gen_ai.usage.total_tokens', from: 'openllmetry' },
  { key: 'llm.usage.total_tokens', from: 'openllmetry' },
  { key: 'llm.token_count.total', from: 'openinference' },
  { key: 'ai.usage.totalTokens', from: 'vercel-ai' },
  { key: 'gen_ai.client.token.usage', from: 'openlit' },
  { key: 'gen_ai.response.total_tokens', from: 'semantic-kernel' },
]

/** Usage as JSON, read where the flat names are missing. */
const nested: readonly Row[] = [
  { key: 'langsmith.usage_metadata', from: 'langsmith' },
  { key: 'langsmith.metadata.usage_metadata', from: 'langsmith' },
  { key: 'mlflow.chat.tokenUsage', from: 'mlflow' },
  { key: 'gen_ai.usage.raw', from: 'logfire' },
  { key: 'gen_ai.usage', from: 'general' },
  { key: 'gen_ai.response.usage', from: 'general' },
  { key: 'llm.usage', from: 'general' },
  { key: 'llm.token_count', from: 'general' },
  { key: 'ai.usage', from: 'general' },
  // MLflow's tracing of OpenAI's agents: the usage of a generation as it came.
  { key: 'usage', from: 'mlflow', kinds: ['llm', 'embedding'] },
]

/** Genkit's whole answer. Its spans around a model's repeat it. */
const genkit: readonly Row[] = [{ key: 'genkit:output', from: 'genkit', kinds: ['llm', 'embedding'] }]

/** Logfire's record of an answer. Its flat counts are Anthropic's own; what came from the cache stands here only. */
const logfire: readonly Row[] = [{ key: 'response_data', from: 'logfire', kinds: ['llm', 'embedding'] }]

/** What names of parts begin with. */
export const partPrefix =
  /^(gen_ai\.(usage|aggregated_usage)|llm\.(token_count|usage)|ai\.usage|codex\.usage|anthropic\.usage(?!\.compaction))\./

/** Usage under names of attributes, and as JSON where those are missing. */
export function flatUsage(view: View): Told {
  const json =
    first(view, nested, looseUsage) ??
    first(view, genkit, usageInside) ??
    first(view, logfire, usageInside) ??
    nothingTold
  const own = flatParts(view)
  const flat = { input: countAt(view, input, 'input'), output: countAt(view, output, 'output') }
  return {
    input: flat.input ?? json.input,
    output: flat.output ?? json.output,
    total: first(view, total, toCount) ?? json.total,
    parts: { ...json.parts, ...own.parts },
    ...searchesOf(json, own, searchesInAnswer(view)),
    ...(json.geo === undefined ? {} : { geo: json.geo }),
    serviceTier: json.serviceTier ?? own.serviceTier,
    // The shape speaks of the numbers it came with, also where they are told twice.
    shape: isOf(flat, json) ? json.shape : null,
  }
}

/** Searches that Anthropic made itself, by their ids, because spans show them only in the answer. */
function searchesInAnswer({ attributes, span, kind }: View): Pick<Told, 'searches'> {
  const text = attributes['gen_ai.output.messages']
  if (kind !== 'llm' || !span.scope.name.startsWith('com.anthropic.') || typeof text !== 'string') return {}
  const messages = parseJson(text)
  const parts = (Array.isArray(messages) ? messages : []).flatMap(message => toObject(message)?.parts ?? [])
  const searches = parts
    .map(toObject)
    .filter(part => part?.name === 'web_search' && asText(part.id).startsWith('srvtoolu_'))
  const calls = new Set(searches.map(part => part?.id))
  return calls.size > 0 ? { searches: calls.size } : {}
}

/** Whether wholes under flat names are those of the JSON beside them; it is also all there is where there are none. */
function isOf(flat: Pick<Told, Side>, json: Told): boolean {
  const none = flat.input === null && flat.output === null
  return none || (flat.input === json.input && flat.output === json.output)
}

/** The first count above 0, or else 0: some clients write 0 under one of two names. */
function countAt(view: View, rows: readonly Row[], side: Side): number | null {
  const counts = [first(view, rows, value => toCount(value) || null), first(view, rows, toCount)]
  return counts.find(count => count !== null) ?? wholeByName(view, side)
}

/** A whole under a name that is in no table (`gen_ai.usage.promptTokenCount`). */
function wholeByName({ attributes }: View, side: Side): number | null {
  for (const [name, key] of usageNames(attributes)) {
    const meaning = meaningOf(name)
    const count = meaning?.whole && meaning.side === side ? toCount(attributes[key]) : null
    if (count !== null) return count
  }
  return null
}

function usageNames(attributes: View['attributes']): [name: string, key: string][] {
  return Object.keys(attributes).flatMap(key => {
    const prefix = partPrefix.exec(key)?.[0]
    return prefix === undefined ? [] : [[key.slice(prefix.length), key]]
  })
}

/** Parts under names of their own, and in objects of details (`gen_ai.usage.input_token_details`, as JSON). */
function flatParts(view: View): Pick<Told, 'parts' | 'searches' | 'serviceTier'> {
  const attributes = withMetadata(view)
  const parts: Parts = {}
  let serviceTier: string | null = null
  let searches: number | undefined
  // Two names of one part are one count told twice (Pydantic AI writes the older name too).
  const add = (part: keyof Parts, count: number) => {
    parts[part] = Math.max(parts[part] ?? 0, count)
  }
  for (const [name, key] of usageNames(attributes)) {
    const meaning = meaningOf(name)
    const count = meaning?.part && !meaning.partial ? toCount(attributes[key]) : null
    if (name === cacheInput) continue
    if (meaning?.part && count !== null) add(meaning.part, count)
    if (/(^|\.)web_search_requests$/.test(name)) searches = toCount(attributes[key]) ?? undefined
    const details = meaning === null || count !== null ? null : countsIn(attributes[key])
    if (details === null) continue
    const within = partsOf(details, meaning?.side ?? null)
    for (const [part, inner] of Object.entries(within.parts)) add(part as keyof Parts, inner)
    serviceTier ??= within.serviceTier
  }
  const overlapping = cacheInputOf(view)
  if (overlapping !== null && parts.cacheRead === undefined && parts.cacheWrite === undefined)
    add('cacheRead', overlapping)
  return { parts, serviceTier, ...(searches ? { searches } : {}) }
}

/**
 * The attributes, with those that a converter kept in OpenInference's `metadata` because it knew no name for them (Strands' knew none of the
 * cache).
 */
function withMetadata(view: View): View['attributes'] {
  const { attributes } = view
  if (attributes['llm.token_count.prompt'] === undefined || attributes.metadata === undefined) return attributes
  const kept = Object.entries(view.metadata() ?? {}).filter(([key]) => partPrefix.test(key))
  return kept.length === 0 ? attributes : { ...(Object.fromEntries(kept) as View['attributes']), ...attributes }
}

const cacheInput = 'prompt_details.cache_input'

/**
 * OpenInference's third word for the cache: what was read from it, where neither of the other two is used. Its instrumentation of LiteLLM
 * wrote all of the text there, and no provider caches a prompt to its end.
 */
function cacheInputOf({ attributes, span }: View): number | null {
  const count = toCount(attributes[`llm.token_count.${cacheInput}`])
  const prompt = toCount(attributes['llm.token_count.prompt'])
  if (count === null || span.scope.name.includes('litellm')) return null
  return prompt !== null && count >= prompt ? null : count
}

/** How many searches were made, as the teller that knows of most has it. */
export const searchesOf = (...told: Pick<Told, 'searches'>[]): Pick<Told, 'searches'> => {
  const searches = Math.max(0, ...told.map(each => each.searches ?? 0))
  return searches > 0 ? { searches } : {}
}
