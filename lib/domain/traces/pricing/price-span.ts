import type { CanonicalSpan } from '#lib/domain/traces/canonical.ts'
import { price } from './price.ts'

/**
 * The span with its computed cost: model and embedding calls with known usage, at the price of their start. The model that answered is priced,
 * else the one asked for. Other kinds repeat their children's usage and stay without.
 */
export function priceSpan(span: CanonicalSpan): CanonicalSpan {
  if (span.kind !== 'llm' && span.kind !== 'embedding') return span
  const found =
    price(span.provider, span.model, span.usage, span.startUs) ??
    (span.requestModel === span.model ? null : price(span.provider, span.requestModel, span.usage, span.startUs))
  return found === null ? span : { ...span, computedCostNanos: found.nanos, priceVersion: found.version }
}
