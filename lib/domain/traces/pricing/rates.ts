import type { Usage } from '#lib/domain/traces/canonical.ts'
import type { SpanDetail, SpanItem } from '#lib/domain/traces/schemas.ts'
import { parseMicros } from '#lib/shared/time.ts'
import { listedPrice, priceVersion } from './price.ts'

type Listed = NonNullable<ReturnType<typeof listedPrice>>

/**
 * What a million tokens cost where a computed cost came from. Null when another version of the list priced the span, or
 * when these rates do not add up to its cost: a rate that does not explain the figure beside it is not shown.
 */
export function ratesOf(span: SpanItem): SpanDetail['rates'] {
  if (span.costSource !== 'computed' || span.priceVersion !== priceVersion || span.cost === null) return null
  const usage: Usage = {
    input: span.inputTokens,
    output: span.outputTokens,
    cacheRead: span.cachedInputTokens,
    cacheWrite: span.cacheWriteTokens,
    reasoning: span.reasoningTokens,
  }
  const startUs = parseMicros(span.startedAt)
  const listed =
    listedPrice(span.provider, span.model, usage, startUs) ??
    listedPrice(span.provider, span.requestModel, usage, startUs)
  if (listed === null || !explains(listed, usage, Number(span.cost))) return null
  const text = (rate: number | null) => (rate === null ? null : String(rate))
  return {
    input: text(rateOf(listed.input_mtok, usage)),
    cachedInput: text(rateOf(listed.cache_read_mtok, usage)),
    output: text(rateOf(listed.output_mtok, usage)),
  }
}

/** A rate, or of several that depend on how long the input is the one that applies. */
function rateOf(listed: Listed['input_mtok'], { input }: Usage): number | null {
  if (listed === undefined || typeof listed === 'number') return listed ?? null
  return listed.tiers.findLast(tier => (input ?? 0) > tier.start)?.price ?? listed.base
}

function explains(listed: Listed, usage: Usage, cost: number): boolean {
  const [cacheRead, cacheWrite] = [usage.cacheRead ?? 0, usage.cacheWrite ?? 0]
  const input = rateOf(listed.input_mtok, usage) ?? 0
  const sum =
    ((usage.input ?? 0) - cacheRead - cacheWrite) * input +
    cacheRead * (rateOf(listed.cache_read_mtok, usage) ?? input) +
    cacheWrite * (rateOf(listed.cache_write_mtok, usage) ?? input) +
    (usage.output ?? 0) * (rateOf(listed.output_mtok, usage) ?? 0)
  return Math.abs(sum / 1e6 - cost) < 1.5e-9
}
