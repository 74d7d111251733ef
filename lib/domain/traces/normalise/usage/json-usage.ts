import { toCount, toObject } from '#lib/domain/traces/normalise/readers.ts'
import { meaningOf, type Side } from './part-names.ts'
import { countsIn } from './python-text.ts'
import type { Parts, Shape, Told } from './told.ts'

type Body = Record<string, unknown>

const inputNames = [
  'prompt_tokens',
  'input_tokens',
  'promptTokens',
  'inputTokens',
  'promptTokenCount',
  'prompt_token_count',
  'inputTokenCount',
  'input_token_count',
  // Ollama.
  'prompt_eval_count',
]
const outputNames = [
  'completion_tokens',
  'output_tokens',
  'completionTokens',
  'outputTokens',
  'candidatesTokenCount',
  'candidates_token_count',
  'responseTokenCount',
  'response_token_count',
  'outputTokenCount',
  'output_token_count',
  'eval_count',
]
const totalNames = ['total_tokens', 'totalTokens', 'totalTokenCount', 'total_token_count', 'total']

/**
 * Usage as a provider's API or LangChain gives it, as JSON: OpenAI's, Anthropic's, Gemini's (modalities in lists), Bedrock's, Cohere's. Null
 * when neither input nor output is there.
 */
export function jsonUsage(value: unknown): Told | null {
  const all = countsIn(value)
  // Cohere tells what it counted and what it bills, which is less.
  const usage = toObject(all?.billed_units) ?? toObject(toObject(all?.meta)?.billed_units) ?? all
  if (usage === null) return null
  const [input, output] = [countOf(usage, inputNames), countOf(usage, outputNames)]
  return input === null && output === null ? null : usageIn(usage, input, output)
}

/** The same where a client writes the wholes under names of its own (`{prompt: 100, completion: 20}`). */
export function looseUsage(value: unknown): Told | null {
  const known = jsonUsage(value)
  const usage = known === null ? countsIn(value) : null
  if (usage === null) return known
  const whole = (side: Side) => {
    const counts = Object.entries(usage).map(([name, count]) => {
      const meaning = meaningOf(name)
      return meaning?.whole && meaning.side === side ? toCount(count) : null
    })
    return counts.find(count => count !== null) ?? null
  }
  const [input, output] = [whole('input'), whole('output')]
  return input === null && output === null ? null : usageIn(usage, input, output)
}

function usageIn(usage: Body, input: number | null, output: number | null): Told {
  return withCompaction(usage, wholeUsageIn(usage, input, output))
}

/** Anthropic's sums leave out what it took to shorten the conversation before the answer, and bill it. */
function withCompaction(usage: Body, told: Told): Told {
  if (!Array.isArray(usage.iterations) || told.input === null || told.output === null) return told
  let { input, output } = told
  const parts: Parts = { ...told.parts }
  for (const iteration of usage.iterations.slice(0, 100).map(toObject)) {
    if (iteration?.type !== 'compaction') continue
    input += countOf(iteration, inputNames) ?? 0
    output += countOf(iteration, outputNames) ?? 0
    const { type: _type, ...counts } = iteration
    for (const [part, count] of Object.entries(partsOf(counts).parts))
      parts[part as keyof Parts] = (parts[part as keyof Parts] ?? 0) + count
  }
  return { ...told, input, output, parts }
}

function wholeUsageIn(usage: Body, input: number | null, output: number | null): Told {
  const { iterations: _iterations, ...sums } = usage
  const parts = partsOf(sums)
  return {
    // Google bills what a tool's result put into the prompt as input, and counts it apart.
    input:
      input === null ? null : input + (countOf(usage, ['toolUsePromptTokenCount', 'tool_use_prompt_token_count']) ?? 0),
    output,
    total: countOf(usage, totalNames),
    parts: parts.parts,
    ...searchesIn(usage),
    serviceTier: tierIn(usage) ?? parts.serviceTier,
    ...(typeof usage.inference_geo === 'string' ? { geo: usage.inference_geo } : {}),
    shape: shapeOf(usage),
  }
}

/** Anthropic counts searches among its tools, Perplexity beside the tokens; xAI counts the sources that it found and bills. */
export function searchesIn(usage: Body): Pick<Told, 'searches'> {
  const tools = toObject(usage.server_tool_use) ?? toObject(usage.serverToolUse) ?? {}
  const searches =
    toCount(tools.web_search_requests ?? tools.webSearchRequests) ??
    toCount(usage.web_search_requests ?? usage.num_search_queries ?? usage.num_sources_used)
  return searches ? { searches } : {}
}

/** The parts that an object of counts tells, and the tier its names tell; objects and lists inside it are read too. */
export function partsOf(body: Body, side: Side | null = null): Pick<Told, 'parts' | 'serviceTier'> {
  const parts: Parts = {}
  let serviceTier: string | null = null
  const visit = (name: string, value: unknown, within: Side | null, depth: number) => {
    const count = typeof value === 'object' ? null : toCount(value)
    if (count !== null) {
      const meaning = meaningOf(name, within)
      if (meaning === null || meaning.partial) return
      if (count > 0) serviceTier ??= meaning.serviceTier
      // Two names of one part are one count told twice.
      if (meaning.part !== null) parts[meaning.part] = Math.max(parts[meaning.part] ?? 0, count)
    } else if (Array.isArray(value)) {
      for (const item of value.slice(0, 16)) visitItem(name, item, within, depth)
    } else if (typeof value === 'object' && value !== null && depth < 3) {
      for (const [key, inner] of Object.entries(value)) visit(`${name}.${key}`, inner, within, depth + 1)
    }
  }
  // Gemini: `{modality: 'AUDIO', tokenCount: 900}`. Bedrock: `{ttl: '1h', inputTokens: 4000}` of what was written to the cache.
  const visitItem = (name: string, item: unknown, within: Side | null, depth: number) => {
    const entry = toObject(item)
    if (entry === null) return
    const kind = entry.modality ?? (typeof entry.ttl === 'string' ? `write_${entry.ttl}` : null)
    if (typeof kind !== 'string') return
    visit(`${name}.${kind}`, entry.tokenCount ?? entry.token_count ?? entry.inputTokens, within, depth + 1)
  }
  for (const [key, value] of Object.entries(body)) visit(key, value, side, 0)
  return { parts, serviceTier }
}

/** Tier in the provider's own words. Gemini calls it traffic type; Bedrock's is an object; Anthropic's fast mode goes beside it. */
export function tierIn(body: Body): string | null {
  if (body.speed === 'fast') return 'fast'
  const tier = body.service_tier ?? body.serviceTier ?? body.trafficType ?? body.traffic_type
  const name = typeof tier === 'object' ? toObject(tier)?.type : tier
  return typeof name === 'string' && name !== '' ? name : null
}

function countOf(usage: Body, names: readonly string[]): number | null {
  for (const name of names) {
    const value = usage[name]
    // The AI SDK's providers tell `{total, noCache, cacheRead}` from version 6 on.
    const count = toCount(typeof value === 'object' ? toObject(value)?.total : value)
    if (count !== null) return count
  }
  return null
}

function shapeOf(usage: Body): Shape | null {
  const has = (...names: string[]) => names.some(name => usage[name] !== undefined && usage[name] !== null)
  if (has('promptTokenCount', 'prompt_token_count')) return 'gemini'
  const bedrocks = ['cacheReadInputTokens', 'cacheWriteInputTokens', 'cacheDetails']
  // InvokeModel's metrics have their own word for a count.
  const metrics = ['cacheReadInputTokenCount', 'cacheWriteInputTokenCount']
  if (has('inputTokens', 'inputTokenCount') && has(...bedrocks, ...metrics)) return 'bedrock'
  const anthropics = has('cache_creation_input_tokens', 'cache_read_input_tokens', 'cache_creation')
  return has('input_tokens') && anthropics && !has('input_tokens_details', 'input_token_details') ? 'anthropic' : null
}

/** The usage inside an answer, under its own names. */
export function usageInside(answer: unknown): Told | null {
  const usage = toObject(toObject(answer)?.usage)
  return usage === null ? null : jsonUsage(usage)
}
