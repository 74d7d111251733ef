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
  const apart = apartOf(sums, total)
  if (apart.input === sums.beside.input) joinAudio(sums.parts)
  const sum = (side: Side) => (seen.has(side) ? (sums.whole[side] ?? 0) + apart[side] : null)
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
  beside[sideOf('cacheWrite')] += writesOf(parts)
}

function writesOf({ cacheWrite = 0, cacheWrite5m = 0, cacheWrite1h = 0 }: Parts): number {
  return Math.max(cacheWrite, cacheWrite5m + cacheWrite1h)
}

/** Buckets that exclude each other tell what of the audio came from the cache, though it be none. */
function joinAudio(parts: Parts): void {
  if (!parts.audioInput || !parts.cacheRead) return
  parts.cachedAudio ??= 0
  parts.audioInput += parts.cachedAudio
}

/**
 * How much of the buckets has to be added to `input` and `output`: all of them, unless the total adds up in another way. LiteLLM took what was
 * read from the cache out of the input, and left what was written to it within.
 */
function apartOf({ whole, beside, parts }: Sums, total: number | null): Record<Side, number> {
  const told = total === null ? null : total - (whole.input ?? 0) - (whole.output ?? 0)
  const writes = writesOf(parts)
  const inputs = whole.input === null ? [beside.input] : [beside.input, 0, beside.input - writes, writes]
  const outputs = whole.output === null ? [beside.output] : [beside.output, 0]
  const ways = outputs.flatMap(output => inputs.map(input => ({ input, output })))
  return ways.find(({ input, output }) => input + output === told) ?? { input: beside.input, output: beside.output }
}
