import type { Usage } from '#lib/domain/traces/canonical.ts'
import type { ModelFields } from '#lib/domain/traces/normalise/model.ts'
import { toCount, toObject } from '#lib/domain/traces/normalise/readers.ts'
import { first, type Row, type View } from '#lib/domain/traces/normalise/view.ts'
import { tellerOf } from './beside.ts'
import { bucketUsage } from './buckets.ts'
import { flatUsage, partPrefix, searchesOf } from './flat-usage.ts'
import { jsonUsage, partsOf } from './json-usage.ts'
import type { Side } from './part-names.ts'
import { providerMetadataUsage } from './raw-usage.ts'
import { regionOf } from './region.ts'
import { serviceTierOf } from './service-tier.ts'
import { noUsage, settle } from './settle.ts'
import { nothingTold, type Told } from './told.ts'

/*
 * Where to look when a count is wrong:
 * a total is not read: the rows of `flat-usage.ts` · a part is not read: the words of `part-names.ts` · JSON: `json-usage.ts`, Langfuse's buckets:
 * `buckets.ts`, the AI SDK's provider metadata: `raw-usage.ts` · input lacks the cache, or output the thoughts: the table of `beside.ts` ·
 * the tier: `service-tier.ts` · tokens are right and dollars are not: `pricing/`.
 */

/**
 * Google ADK's whole answer. Its first versions tell usage there only, then wrote the total as the output, then left out what was thought or
 * came from the cache: the answer's own numbers go first.
 */
const adk: readonly Row[] = [{ key: 'gcp.vertex.agent.llm_response', from: 'google-adk', kinds: ['llm'] }]

interface SpanUsage {
  usage: Usage
  serviceTier: string | null
}

/**
 * Tokens this span claims, every part within its whole, and the tier they were served at. Whether they count (leaf calls only) is for the
 * attribution to decide. A total is never read as input: CrewAI's event mode repeats `llm.token_count.total` on roots.
 */
export function usageOf(view: View, model: ModelFields): SpanUsage {
  const told = onlyTotal(toldInEvents(view, toldBy(view)), view)
  const usage = settle(told, tellerOf(view, model, told.shape))
  const region = regionOf(view, told.geo ?? null)
  return {
    usage: region === null || usage === noUsage ? usage : { ...usage, region },
    serviceTier: serviceTierOf(view, told.serviceTier),
  }
}

function toldBy(view: View): Told {
  const buckets = langfuseUsage(view.attributes['langfuse.observation.usage_details'])
  // Langfuse's SDK writes them empty, or all 0, where another instrumentation of the same span knows the counts.
  if (buckets?.input || buckets?.output || buckets?.total) return buckets
  if (view.span.scope.name.includes('claude_code') && view.attributes['gen_ai.usage.input_tokens'] === undefined)
    return claudeCodeUsage(view)
  const flat = withCompaction(view, flatUsage(view))
  const answered = first(view, adk, usageInAnswer)
  if (answered !== null) return { ...answered, parts: { ...flat.parts, ...answered.parts } }
  const raw = providerMetadataUsage(view)
  return raw === null ? flat : withRaw(flat, raw)
}

/** Langfuse's `usage_details`: a provider's usage as its API gave it, or flat buckets. */
function langfuseUsage(value: unknown): Told | null {
  const details = toObject(value)
  return details === null ? null : (jsonUsage(details) ?? bucketUsage(details))
}

function usageInAnswer(value: unknown): Told | null {
  const answer = toObject(value)
  return jsonUsage(answer?.usage_metadata ?? answer?.usageMetadata)
}

/** Claude Code's first traces had Anthropic's own names without a prefix. */
function claudeCodeUsage({ attributes }: View): Told {
  const { input_tokens, output_tokens, cache_read_tokens, cache_creation_tokens } = attributes
  const { parts } = partsOf({ cache_read_tokens, cache_creation_tokens })
  return { ...nothingTold, input: toCount(input_tokens), output: toCount(output_tokens), parts }
}

/** A stream may report its usage in events of its span, each with the sum so far: the last one has all of it. */
function toldInEvents(view: View, told: Told): Told {
  if (told.input || told.output || (view.kind !== 'llm' && view.kind !== 'embedding')) return told
  for (const { attributes } of view.span.events.toReversed()) {
    if (!Object.keys(attributes).some(key => partPrefix.test(key))) continue
    const found = flatUsage({ ...view, attributes })
    if (found.input || found.output) return found
  }
  return told
}

/** An embedding and a reranking have no output: their total is their input. */
function onlyTotal(told: Told, { kind }: View): Told {
  return (kind === 'embedding' || kind === 'retriever') && !told.input && !told.output && told.total
    ? { ...told, input: told.total }
    : told
}

/** Anthropic's SDK and API leave what it took to shorten the conversation out of the usage of the span, and bill it. */
function withCompaction({ attributes }: View, told: Told): Told {
  const count = (side: Side) => toCount(attributes[`anthropic.usage.compaction.${side}_tokens`]) ?? 0
  if (told.input === null || told.output === null) return told
  return { ...told, input: told.input + count('input'), output: told.output + count('output') }
}

/** The provider's own numbers instead of a client's where they are for the same call; or else the additional ones. */
function withRaw(flat: Told, raw: Told): Told {
  const same = raw.input !== null && (flat.input === null || flat.input >= raw.input) && raw.output !== null
  const sums =
    flat.input !== null &&
    raw.input !== null &&
    flat.input > raw.input + (raw.parts.cacheRead ?? 0) + (raw.parts.cacheWrite ?? 0)
  const searches = searchesOf(flat, raw)
  if (same && !sums) return { ...raw, output: answerOf(flat, raw), parts: { ...flat.parts, ...raw.parts }, ...searches }
  const serviceTier = raw.serviceTier ?? flat.serviceTier
  const geo = raw.geo === undefined ? {} : { geo: raw.geo }
  return { ...flat, parts: { ...raw.parts, ...flat.parts }, ...searches, ...geo, serviceTier }
}

/** The raw usage of a stream may be from its beginning, with one output token: a higher count is from its end. */
function answerOf(flat: Told, raw: Told): number | null {
  const most = (raw.output ?? 0) + (raw.parts.reasoning ?? 0)
  return flat.output !== null && flat.output > most ? flat.output : raw.output
}
