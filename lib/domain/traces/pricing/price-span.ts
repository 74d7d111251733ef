import type { PriceBook } from '#lib/domain/prices/index.ts'
import type { CanonicalSpan } from '#lib/domain/traces/canonical.ts'
import { entryFor } from './list.ts'
import { ownPrice } from './own-price.ts'
import { price } from './price.ts'

/**
 * The span with its computed cost: model and embedding calls with known usage, at the price of their start. What the project says it pays goes
 * before the price list. The model that answered is priced, else the one asked for. Other kinds repeat their children's usage and stay without.
 */
export function priceSpan(span: CanonicalSpan, prices: PriceBook | null = null): CanonicalSpan {
  if (span.kind !== 'llm' && span.kind !== 'embedding') return span
  const { provider, model, requestModel, usage, startUs, serviceTier } = span
  const own = prices && (ownPrice(prices, span, model) ?? ownPrice(prices, span, requestModel))
  // Where the list has the model that answered, its rates decide, the unknown ones too.
  const priced = model !== null && entryFor(provider, model) !== null ? model : requestModel
  const found = own ?? price(provider, priced, usage, startUs, serviceTier)
  if (found === null) return span
  return { ...span, computedCostNanos: found.nanos, costParts: found.parts, priceVersion: found.version }
}
