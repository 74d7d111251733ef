import type { ModelPrice } from '@pydantic/genai-prices'
import type { CostParts, Usage } from '#lib/domain/traces/canonical.ts'
import { calculate, type Entry, entryFor, priceVersion, ratesAt } from './list.ts'
import { isBilledAsWhole, isLong, withImages, withMoreRates } from './more-rates.ts'
import { nanosOfSum } from './nano.ts'
import { partsOfCost } from './parts-of-cost.ts'
import { atPlace } from './places.ts'
import { isFree } from './providers.ts'
import { inRegion } from './regions.ts'
import { atTier } from './service-tiers.ts'

export interface Price {
  nanos: bigint
  /** Version of the list, kept with the span. */
  version: string
  /** What of it each part of the tokens cost; null where its rates do not tell. */
  parts: CostParts | null
}

/** Parts that must have their own rate: where one is used and has none, the cost of the call is unknown. */
const ownRates: readonly [part: keyof Usage, rate: string][] = [
  ['cacheWrite1h', 'cache_write_1h_mtok'],
  ['audioInput', 'input_audio_mtok'],
  ['audioOutput', 'output_audio_mtok'],
  ['imageInput', 'input_image_mtok'],
  ['imageOutput', 'output_image_mtok'],
  ['searches', 'web_searches_kcount'],
]

/**
 * What the `told` usage of a model cost at `startUs` (microseconds since the epoch; lists change, and some prices change with the hour), in nano-dollars,
 * each part at its own rate, rounded half to even. Null, never 0, without a price, without known input or output tokens, or where a part or the
 * service tier has no known rate.
 */
export function price(
  provider: string | null,
  model: string | null,
  told: Usage,
  startUs: number,
  serviceTier: string | null = null,
): Price | null {
  if (model === null || told.input === null) return null
  if (isFree(model)) return { nanos: 0n, version: priceVersion, parts: freeParts }
  const entry = entryFor(provider, model)
  if (entry === null) return null
  const usage = withImages(entry.modelId, told)
  const timestamp = new Date(startUs / 1000)
  // Most calls: the list's own rates and no part beside the cache.
  const simple =
    (serviceTier === null || serviceTier === 'default') &&
    !usage.region &&
    entry.place === null &&
    !isLong(entry.modelId, told.input) &&
    ownRates.every(([part]) => !usage[part])
  const rates = simple ? undefined : ratesFor(entry, usage, timestamp, serviceTier)
  if (rates === null) return null
  const sums = overlapsOf(usage, rates).map(overlap => sumOf(entry, tokensOf(usage, overlap), timestamp, rates))
  const sum = sums[0] ?? null
  // What part of the audio came from the cache is not known: fine where it makes no difference.
  if (sum === null || sums.some(other => other?.total_price !== sum.total_price)) return null
  const nanos = nanosOfSum(sum.total_price)
  if (nanos === null || isUnknown(usage, rates ?? sum.model_price)) return null
  return { nanos, version: priceVersion, parts: partsOfCost(usage, rates ?? sum.model_price, sum, nanos) }
}

const freeParts: CostParts = { fresh: 0, cached: 0, written: 0, output: 0, reasoning: 0 }

/** Of a model that bills its answers one must know their tokens. One that is sold by the hour or the page has no price for tokens; one without any rate costs nothing. */
function isUnknown({ input, output }: Usage, rates: ModelPrice): boolean {
  if (output === null && rates.output_mtok !== undefined) return true
  return !!input && rates.input_mtok === undefined && Object.keys(rates).length > 0
}

/** The rates of a model at `startUs` by which `price` computes; null when there are none. */
export function ratesOfModel(
  provider: string | null,
  model: string | null,
  usage: Usage,
  startUs: number,
  serviceTier: string | null,
): ModelPrice | null {
  const entry = model === null ? null : entryFor(provider, model)
  return entry === null ? null : ratesFor(entry, usage, new Date(startUs / 1000), serviceTier)
}

function ratesFor(entry: Entry, usage: Usage, timestamp: Date, serviceTier: string | null): ModelPrice | null {
  const listed = ratesAt(entry, timestamp)
  if (listed === null) return null
  const local = atPlace(listed, entry.place, entry.modelId)
  if (local === null) return null
  const tier = atTier(withMoreRates(local, entry.modelId), entry.provider.id, entry.modelId, serviceTier)
  if (tier === null) return null
  const rates = inRegion(tier, entry, usage.region, timestamp)
  const unknown = ownRates.some(
    ([part, rate]) => usage[part] && rates[rate] === undefined && !isBilledAsWhole(entry.modelId, part),
  )
  return unknown ? null : rates
}

interface Overlap {
  audio: number
}

/** How much audio may have come from the cache: the least and the most, where it is not the same. */
function overlapsOf({ input, cacheRead, audioInput, cachedAudio }: Usage, rates: ModelPrice | undefined): Overlap[] {
  // Without rates of their own, one of the two costs what text does.
  if (!cacheRead || !audioInput || !rates?.input_audio_mtok) return [{ audio: 0 }]
  const least = Math.max(cacheRead + audioInput - (input ?? 0), 0)
  const most = Math.min(cacheRead, audioInput)
  if (cachedAudio !== undefined) return [{ audio: Math.min(Math.max(cachedAudio, least), most) }]
  return least === most ? [{ audio: least }] : [{ audio: least }, { audio: most }]
}

function sumOf(entry: Entry, tokens: Record<string, number>, timestamp: Date, rates: ModelPrice | undefined) {
  if (tokens.cache_audio_read_tokens && rates?.cache_audio_read_mtok === undefined) return null
  return calculate(entry, tokens, timestamp, rates)
}

const keys: readonly [part: Exclude<keyof Usage, 'region'>, key: string][] = [
  ['cacheRead', 'cache_read_tokens'],
  ['cacheWrite', 'cache_write_tokens'],
  ['cacheWrite1h', 'cache_write_1h_tokens'],
  ['audioInput', 'input_audio_tokens'],
  ['audioOutput', 'output_audio_tokens'],
  ['imageInput', 'input_image_tokens'],
  ['imageOutput', 'output_image_tokens'],
  ['searches', 'web_searches'],
]

function tokensOf(usage: Usage, overlap: Overlap): Record<string, number> {
  const tokens: Record<string, number> = { input_tokens: usage.input ?? 0, output_tokens: usage.output ?? 0 }
  for (const [part, key] of keys) {
    const count = usage[part]
    if (count !== null && count !== undefined) tokens[key] = count
  }
  // Few models have a rate for it (Perplexity's research); where it may overlap audio or images nobody tells by how much.
  if (usage.reasoning !== null && !usage.audioOutput && !usage.imageOutput)
    tokens.output_reasoning_tokens = usage.reasoning
  if (overlap.audio > 0) tokens.cache_audio_read_tokens = overlap.audio
  return tokens
}
