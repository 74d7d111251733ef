import { toCount } from '#lib/domain/traces/normalise/readers.ts'
import { searchesIn } from './json-usage.ts'
import { meaningOf, type Side, sideOf } from './part-names.ts'
import { halved } from './settle.ts'
import type { Parts, Told } from './told.ts'

interface Sums {
  /** `input` and `output` themselves. */
  whole: Record<Side, number | null>
  /** The buckets beside them. */
  beside: Record<Side, number>
  parts: Parts
  serviceTier: string | null
}

/**
 * Langfuse's flat buckets. They exclude each other (`input: 56, input_cached_tokens: 64` is 120) unless `total` says that `input`, or
 * `output`, has its buckets in it already.
 */
export function bucketUsage(details: Record<string, unknown>): Told | null {
  const sums: Sums = {
    whole: { input: null, output: null },
    beside: { input: 0, output: 0 },
    parts: {},
    serviceTier: null,
  }
  const seen = new Set<Side>()
  const told = new Set<string>()
  for (const [key, value] of Object.entries(details)) {
    const count = toCount(value)
    const side = count === null || key === 'total' || isAlias(told, key, count) ? null : add(sums, key, count)
    if (side !== null) seen.add(side)
  }
  addWrites(sums)
  const total = toCount(details.total ?? details.total_tokens ?? details.totalTokens)
  const has = inclusiveSides(sums, total)
  if (!has.input) joinAudio(sums.parts)
  const sum = (side: Side) => (seen.has(side) ? (sums.whole[side] ?? 0) + (has[side] ? 0 : sums.beside[side]) : null)
  const [input, output] = [sum('input'), sum('output')]
  return {
    ...(fromTotal(sums, input, total === null ? null : total - (output ?? 0)) ?? { input, parts: sums.parts }),
    output,
    total,
    ...searchesIn(details),
    serviceTier: sums.serviceTier,
    ...(typeof details.inference_geo === 'string' ? { geo: details.inference_geo } : {}),
    shape: 'buckets',
  }
}

/**
 * Langfuse takes the cache from the input that LangChain tells. Where LangChain had doubled the cache nothing is left of it; what the total has
 * beside the output is the true one. Null everywhere else.
 */
function fromTotal(
  { whole, parts }: Sums,
  input: number | null,
  left: number | null,
): Pick<Told, 'input' | 'parts'> | null {
  if (whole.input !== 0 || left === null || left >= (input ?? 0)) return null
  const told = halved({ input: left, parts })
  return told.parts === parts ? null : told
}

/** Whether a count has come under another name of the same part, as for the sake of older readers. */
function isAlias(told: Set<string>, key: string, count: number): boolean {
  const meaning = meaningOf(key)
  if (count === 0 || meaning?.part !== 'cacheRead' || meaning.partial || /cached_?content/i.test(key)) return false
  const what = `${meaning.serviceTier} ${count}`
  return told.has(what) || !told.add(what)
}

/** Adds a bucket; which side it counts to, or null for none. */
function add(sums: Sums, key: string, count: number): Side | null {
  if (key === 'input' || key === 'output') {
    sums.whole[key] = count
    return key
  }
  const meaning = meaningOf(key)
  const side = meaning?.side ?? sideByName(key)
  if (side === null) return null
  if (count > 0) sums.serviceTier ??= meaning?.serviceTier ?? null
  const part = meaning?.part ?? null
  if (part !== null) sums.parts[part] = (sums.parts[part] ?? 0) + count
  if (part === 'cachedAudio') sums.parts.cacheRead = (sums.parts.cacheRead ?? 0) + count
  // `cached_content_token_count` repeats Langfuse's own `cached_modality_…`, and is in `input` where there are none.
  if (/cached_?content/i.test(key)) sums.parts.cacheRead = Math.max((sums.parts.cacheRead ?? 0) - count, count)
  else if (part === null || !part.startsWith('cacheWrite')) sums.beside[side] += count
  return side
}

/** Buckets with words of their own count to the side they name. Gemini's tool results are input. */
function sideByName(key: string): Side | null {
  if (key.startsWith('input') || key.startsWith('tool_use_prompt')) return 'input'
  return key.startsWith('output') ? 'output' : null
}

/** Writes to the cache once: newer SDKs tell them by time to live and their sum beside. */
function addWrites({ beside, parts }: Sums): void {
  const byTtl = (parts.cacheWrite5m ?? 0) + (parts.cacheWrite1h ?? 0)
  beside[sideOf('cacheWrite')] += Math.max(parts.cacheWrite ?? 0, byTtl)
}

/** Buckets that exclude each other tell what of the audio came from the cache, though it be none. */
function joinAudio(parts: Parts): void {
  if (!parts.audioInput || !parts.cacheRead) return
  parts.cachedAudio ??= 0
  parts.audioInput += parts.cachedAudio
}

function inclusiveSides({ whole, beside }: Sums, total: number | null): Record<Side, boolean> {
  const base = (whole.input ?? 0) + (whole.output ?? 0)
  const apart = total === null ? null : total - base
  const input = apart === 0 || (apart === beside.output && beside.output > 0)
  const output = apart === 0 || (!input && apart === beside.input && beside.input > 0)
  return { input: whole.input !== null && input, output: whole.output !== null && output }
}
