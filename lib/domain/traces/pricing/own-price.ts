import type { OwnPrice, PriceBook } from '#lib/domain/prices/index.ts'
import { holding } from '#lib/domain/prices/rules.ts'
import type { CanonicalSpan, Usage } from '#lib/domain/traces/canonical.ts'
import { divideHalfEven } from './nano.ts'
import { addedUp } from './parts-of-cost.ts'
import type { Price } from './price.ts'

type Call = Pick<CanonicalSpan, 'kind' | 'provider' | 'usage' | 'startUs' | 'serviceTier'>

/**
 * What a call cost by the project's own price of a model, exact to the nano-dollar. Null where none holds, and where it does not say: another
 * tier than the standard one, audio, images, searches. There the price list decides.
 */
export function ownPrice(
  prices: PriceBook,
  { kind, provider, usage, startUs, serviceTier }: Call,
  model: string | null,
): Price | null {
  const own = model === null ? null : holding(prices.get(model) ?? [], Math.floor(startUs / 1000))
  if (own === null || (own.provider !== null && own.provider !== provider)) return null
  if (serviceTier !== null && serviceTier !== 'default') return null
  if (usage.searches || usage.audioInput || usage.audioOutput || usage.imageInput || usage.imageOutput) return null
  if (kind === 'llm' && usage.output === null && own.output > 0) return null
  const tokens = tokensOf(usage)
  if (tokens === null) return null
  return { ...costOf(own, tokens), version: `own ${own.revision}` }
}

interface Tokens {
  fresh: number
  cached: number
  written: number
  output: number
  reasoning: number
}

function tokensOf({ input, output, cacheRead, cacheWrite, reasoning }: Usage): Tokens | null {
  if (input === null) return null
  const [cached, written, all] = [cacheRead ?? 0, cacheWrite ?? 0, output ?? 0]
  // Usage that contradicts itself has no cost that anybody could know.
  const fresh = input - cached - written
  const thought = Math.min(reasoning ?? 0, all)
  return fresh < 0 ? null : { fresh, cached, written, output: all - thought, reasoning: thought }
}

const million = 1_000_000n

function costOf(own: OwnPrice, tokens: Tokens): Pick<Price, 'nanos' | 'parts'> {
  const rates: Tokens = {
    fresh: own.input,
    cached: own.cachedInput ?? own.input,
    written: own.cacheWrite ?? own.input,
    output: own.output,
    reasoning: own.output,
  }
  const of = (part: keyof Tokens) => BigInt(tokens[part]) * BigInt(rates[part])
  const names = Object.keys(rates) as (keyof Tokens)[]
  const nanos = divideHalfEven(
    names.reduce((sum, part) => sum + of(part), 0n),
    million,
  )
  const parts = Object.fromEntries(
    names.map(part => [part, Number(divideHalfEven(of(part), million))]),
  ) as unknown as Tokens
  return { nanos, parts: addedUp({ ...parts, fresh: 0 }, Number(nanos)) }
}
