import { toObject } from '#lib/domain/traces/normalise/readers.ts'
import type { View } from '#lib/domain/traces/normalise/view.ts'
import { jsonUsage, partsOf, tierIn } from './json-usage.ts'
import { nothingTold, type Told } from './told.ts'

/**
 * What the AI SDK keeps of the provider's answer (`{anthropic: {usage: {…}}}`, `{google: {usageMetadata: {…}}}`, `{openai: {serviceTier}}`):
 * the provider's own numbers, where its own are sums or lack the writes to the cache. Only of calls: a step around several has the last one's.
 */
export function providerMetadataUsage({ attributes, kind }: View): Told | null {
  if (kind !== 'llm') return null
  const providers = toObject(attributes['ai.response.providerMetadata'] ?? attributes['ai.result.providerMetadata'])
  if (providers === null) return null
  const told = Object.values(providers).flatMap(value => toldIn(toObject(value)))
  return told.find(({ input }) => input !== null) ?? told[0] ?? null
}

function toldIn(metadata: Record<string, unknown> | null): Told[] {
  if (metadata === null) return []
  const [usage, google] = [toObject(metadata.usage) ?? {}, toObject(metadata.usageMetadata) ?? {}]
  const whole = jsonUsage(usage) ?? jsonUsage(google)
  const serviceTier = whole?.serviceTier ?? tierIn(metadata) ?? tierIn(usage) ?? tierIn(google)
  if (whole !== null) return [{ ...whole, serviceTier }]
  // Bedrock's has the writes to the cache without the totals.
  const { parts } = partsOf({ ...usage, ...numbersIn(metadata) })
  return serviceTier === null && Object.keys(parts).length === 0 ? [] : [{ ...nothingTold, parts, serviceTier }]
}

function numbersIn(metadata: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(metadata).filter(([, value]) => typeof value === 'number'))
}
