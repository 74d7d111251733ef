import { calcPrice, type Provider } from '@pydantic/genai-prices'
import type { Usage } from '#lib/domain/traces/canonical.ts'
import { nanosOfSum } from './nano.ts'
import { attemptsFor } from './providers.ts'

/** The price list compiled into the pinned package. It is never updated over the network; a test holds this against package.json. */
export const priceVersion = 'genai-prices@0.1.8'

export interface Price {
  nanos: bigint
  /** Version of the list, kept with the span. */
  version: string
}

/** Where the list has a model. A provider reduced to the one model makes the list's own search (most of a call's time) trivial. */
interface Entry {
  provider: Provider
  modelId: string
}

const entries = new Map<string, Entry | null>()
const entriesLimit = 5000

/**
 * What `usage` of a model cost at `startUs` (microseconds since the epoch; lists change, and some prices change with the hour), in nano-dollars,
 * as `calcPrice` of genai-prices says, rounded half to even. Null, never 0, without a price or without known input tokens.
 */
export function price(provider: string | null, model: string | null, usage: Usage, startUs: number): Price | null {
  if (model === null || usage.input === null) return null
  const entry = entryFor(provider, model)
  if (entry === null) return null
  const total = calculate(entry, usage, new Date(startUs / 1000))
  const nanos = total === null ? null : nanosOfSum(total)
  return nanos === null ? null : { nanos, version: priceVersion }
}

/** The list's prices of a model at `startUs`, with which `price` computes; null when it has none. */
export function listedPrice(provider: string | null, model: string | null, usage: Usage, startUs: number) {
  const entry = model === null ? null : entryFor(provider, model)
  return entry === null ? null : (look(entry, usage, new Date(startUs / 1000))?.model_price ?? null)
}

function calculate(entry: Entry, usage: Usage, timestamp: Date): number | null {
  return look(entry, usage, timestamp)?.total_price ?? null
}

function look(entry: Entry, usage: Usage, timestamp: Date) {
  try {
    return calcPrice(tokensOf(usage), entry.modelId, { provider: entry.provider, timestamp })
  } catch {
    // It throws on usage that contradicts itself (more cached than input) and on dates it can't read.
    return null
  }
}

/** Reasoning is no key of the list: it is part of the output and priced as such. */
function tokensOf(usage: Usage): Record<string, number> {
  const tokens: Record<string, number> = { input_tokens: usage.input ?? 0, output_tokens: usage.output ?? 0 }
  if (usage.cacheRead !== null) tokens.cache_read_tokens = usage.cacheRead
  if (usage.cacheWrite !== null) tokens.cache_write_tokens = usage.cacheWrite
  return tokens
}

function entryFor(provider: string | null, model: string): Entry | null {
  const key = `${provider ?? ''}\n${model}`
  const known = entries.get(key)
  if (known !== undefined) return known
  const entry = lookUp(provider, model)
  // Model names are the sender's to choose: without a bound they would fill the memory.
  if (entries.size >= entriesLimit) entries.clear()
  entries.set(key, entry)
  return entry
}

function lookUp(provider: string | null, model: string): Entry | null {
  for (const attempt of attemptsFor(provider, model)) {
    try {
      const found = calcPrice({ input_tokens: 0 }, attempt.model, { providerId: attempt.provider })
      if (found === null) continue
      const entry = { provider: { ...found.provider, models: [found.model] }, modelId: attempt.model }
      // Some of the list's own detours (LiteLLM's prefix) match a name that the model alone does not.
      if (calcPrice({ input_tokens: 0 }, entry.modelId, { provider: entry.provider }) !== null) return entry
    } catch {
      // A model whose price needs another unit (seconds, images) is no price for tokens.
    }
  }
  return null
}
