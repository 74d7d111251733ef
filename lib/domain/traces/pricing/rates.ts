import type { ModelPrice } from '@pydantic/genai-prices'
import type { Usage } from '#lib/domain/traces/canonical.ts'
import type { SpanDetail, SpanItem } from '#lib/domain/traces/schemas.ts'
import { parseMicros } from '#lib/shared/time.ts'
import { priceVersion } from './list.ts'
import { nanosOf } from './nano.ts'
import { price, ratesOfModel } from './price.ts'
import { asAnswered } from './price-span.ts'

/**
 * What a million tokens cost where a computed cost came from. Null when another version of the list priced the span, or
 * when these rates do not add up to its cost: a rate that does not explain the figure beside it is not shown.
 */
export function ratesOf(span: SpanItem): SpanDetail['rates'] {
  if (span.costSource !== 'computed' || span.priceVersion !== priceVersion || span.cost === null) return null
  const told = asAnswered(span.kind, usageOf(span))
  const startUs = parseMicros(span.startedAt)
  // Not stored is whether a region was charged for: the cost tells.
  for (const region of regions) {
    const usage = region === null ? told : { ...told, region }
    for (const model of [span.model, span.requestModel]) {
      const priced = price(span.provider, model, usage, startUs, span.serviceTier)
      if (priced === null || priced.nanos !== nanosOf(span.cost)) continue
      const rates = ratesOfModel(span.provider, model, usage, startUs, span.serviceTier)
      if (rates !== null) return toRates(rates, usage)
    }
  }
  return null
}

const regions = [null, 'anthropic', 'google', 'openai'] as const

function usageOf(span: SpanItem): Usage {
  return {
    input: span.inputTokens,
    output: span.outputTokens,
    cacheRead: span.cachedInputTokens,
    cacheWrite: span.cacheWriteTokens,
    cacheWrite1h: span.cacheWrite1hTokens,
    reasoning: span.reasoningTokens,
    audioInput: span.audioInputTokens,
    audioOutput: span.audioOutputTokens,
    imageInput: span.imageInputTokens,
    imageOutput: span.imageOutputTokens,
  }
}

function toRates(rates: ModelPrice, { input }: Usage): NonNullable<SpanDetail['rates']> {
  const rate = (key: string) => {
    const listed = rates[key]
    if (listed === undefined || typeof listed === 'number') return listed === undefined ? null : String(listed)
    // Of several that depend on how long the input is, the one that applies.
    return String(listed.tiers.findLast(tier => (input ?? 0) > tier.start)?.price ?? listed.base)
  }
  return {
    input: rate('input_mtok'),
    cachedInput: rate('cache_read_mtok'),
    cacheWrite: rate('cache_write_mtok'),
    cacheWrite1h: rate('cache_write_1h_mtok'),
    audioInput: rate('input_audio_mtok'),
    imageInput: rate('input_image_mtok'),
    output: rate('output_mtok'),
    audioOutput: rate('output_audio_mtok'),
    imageOutput: rate('output_image_mtok'),
  }
}
