import type { PriceBook } from '#lib/domain/prices/index.ts'
import type { CanonicalSpan, SpanKind, Usage } from '#lib/domain/traces/canonical.ts'
import { entryFor } from './list.ts'
import { ownPrice } from './own-price.ts'
import { price } from './price.ts'
import { isFree, isSelfHosted } from './providers.ts'

/** What may be one call of a model. Other kinds repeat their children's usage, and stay without a cost. */
const calls = new Set<SpanKind>(['llm', 'embedding', 'evaluator', 'guardrail', 'retriever'])

/**
 * The span with its computed cost: model and embedding calls, judges and rerankers with known usage, at the price of their start. What the
 * project says it pays goes before the price list, which knows nothing of models on machines of one's own. The model that answered is priced,
 * else the one asked for.
 */
export function priceSpan(span: CanonicalSpan, prices: PriceBook | null = null): CanonicalSpan {
  if (!calls.has(span.kind)) return span
  const { provider, model, requestModel, startUs, serviceTier } = span
  const usage = asAnswered(span.kind, span.usage)
  const own = prices && (ownPrice(prices, span, model) ?? ownPrice(prices, span, requestModel))
  // Where the list has the model that answered, its rates decide, the unknown ones too.
  const priced =
    model !== null &&
    !isVague(provider, model, requestModel) &&
    entryFor(provider, model) !== null &&
    !isFree(requestModel)
      ? model
      : requestModel
  const local = isSelfHosted(provider, model) || isSelfHosted(provider, requestModel)
  const found = own ?? (local ? null : price(provider, priced, usage, startUs, serviceTier))
  if (found === null) return span
  return { ...span, computedCostNanos: found.nanos, costParts: found.parts, priceVersion: found.version }
}

/** An embedding and a reranking have no output, though some lists have a rate for it: it is none, not unknown. */
export function asAnswered(kind: SpanKind, usage: Usage): Usage {
  const answers = kind !== 'embedding' && kind !== 'retriever'
  return answers || usage.output !== null ? usage : { ...usage, output: 0 }
}

/** Azure answers with less of a name than it was asked for: `gpt-4` for `gpt-4-1106-preview`, which costs a third. */
function isVague(provider: string | null, model: string, asked: string | null): boolean {
  if (asked === null || !provider?.startsWith('azure')) return false
  return asked.slice(asked.lastIndexOf('/') + 1).startsWith(`${model}-`) && entryFor(provider, asked) !== null
}
