import { calcPrice, findProvider, type ModelPrice, type Provider } from '@pydantic/genai-prices'
import { corrected } from './corrections.ts'
import { type Place, placeOf } from './places.ts'
import { attemptsFor } from './providers.ts'

/** The price list compiled into the pinned package. It is never updated over the network; a test holds this against package.json. */
export const priceVersion = 'genai-prices@0.1.8'

/** Where the list has a model. A provider reduced to the one model makes the list's own search (most of a call's time) trivial. */
export interface Entry {
  provider: Provider
  /** The name under which the list knows the model. */
  modelId: string
  /** Where it is served, as its whole name says. */
  place: Place | null
}

const entries = new Map<string, Entry | null>()
const entriesLimit = 5000

/** Where the list has the model, under whatever name a cloud or a proxy gives it; null when it has it nowhere. */
export function entryFor(provider: string | null, model: string): Entry | null {
  const key = `${provider ?? ''}\n${model}`
  const known = entries.get(key)
  if (known !== undefined) return known
  const entry = lookUp(provider, model)
  // Model names are the sender's to choose: without a bound they would fill the memory.
  if (entries.size >= entriesLimit) entries.clear()
  entries.set(key, entry)
  return entry
}

/**
 * Models that the list lacks, or has with their date only, in dollars per million tokens. Source: platform.openai.com/docs/pricing,
 * fine-tuning.
 */
const fineTuned: readonly [base: RegExp, input: number, cached: number, output: number][] = [
  [/^ft:gpt-4\.1(-2025|:)/, 3, 0.75, 12],
  [/^ft:gpt-4\.1-mini(-2025|:)/, 0.8, 0.2, 3.2],
  [/^ft:gpt-4\.1-nano(-2025|:)/, 0.2, 0.05, 0.8],
  [/^ft:o4-mini(-2025|:)/, 4, 1, 16],
  [/^ft:gpt-4o:/, 3.75, 1.875, 15],
  [/^ft:gpt-4o-mini:/, 0.3, 0.15, 1.2],
]

function fineTunedEntry(model: string): Entry | null {
  const found = fineTuned.find(([base]) => base.test(model))
  const openai = found && findProvider({ providerId: 'openai' })
  if (!openai) return null
  const [, input, cached, output] = found
  const prices = { input_mtok: input, cache_read_mtok: cached, output_mtok: output }
  const models = [{ id: model, match: { equals: model }, prices }]
  return { provider: { ...openai, models }, modelId: model, place: null }
}

function lookUp(provider: string | null, model: string): Entry | null {
  const own = fineTunedEntry(model.slice(model.lastIndexOf('/') + 1))
  if (own !== null) return own
  for (const attempt of attemptsFor(provider, model)) {
    try {
      const found = calcPrice({ input_tokens: 0 }, attempt.model, { providerId: attempt.provider })
      const priced = found && corrected(found.provider.id, attempt.model, found.model)
      if (found === null || priced === null) continue
      const place = placeOf(model)
      const entry = { provider: { ...found.provider, models: [priced] }, modelId: attempt.model, place }
      // Some of the list's own detours (LiteLLM's prefix) match a name that the model alone does not.
      if (calcPrice({ input_tokens: 0 }, entry.modelId, { provider: entry.provider }) !== null) return entry
    } catch {
      // A model whose price needs another unit (seconds, images) is no price for tokens.
    }
  }
  return null
}

/** The list's rates of a model at a time; null on dates it can't read. */
export function ratesAt(entry: Entry, timestamp: Date): ModelPrice | null {
  return calculate(entry, { input_tokens: 0 }, timestamp)?.model_price ?? null
}

/** What `tokens` cost in dollars, at the list's rates or at others. Null on usage that contradicts itself (more cached than input). */
export function calculate(entry: Entry, tokens: Record<string, number>, timestamp: Date, rates?: ModelPrice) {
  const models = rates && entry.provider.models.map(model => ({ ...model, prices: rates }))
  try {
    return calcPrice(tokens, entry.modelId, {
      provider: models ? { ...entry.provider, models } : entry.provider,
      timestamp,
    })
  } catch {
    return null
  }
}
