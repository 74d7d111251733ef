import type { CanonicalSpan } from '#lib/domain/traces/canonical.ts'
import { canonical, scope } from '#lib/domain/traces/normalise/test-span.ts'
import type { Attributes } from '#lib/domain/traces/otlp/types.ts'
import { priceSpan } from '#lib/domain/traces/pricing/price-span.ts'

const at = BigInt(Date.UTC(2026, 10, 27)) * 1_000_000n
export const json = (value: unknown) => JSON.stringify(value)

/** A call's tokens and dollars as an operator sees them; parts that are zero or unknown are left out. */
export function billed(attributes: Attributes, scopeName = '') {
  const times = { startTimeUnixNano: at, endTimeUnixNano: at + 1_000_000n }
  return billedSpan(canonical(attributes, { ...scope(scopeName), ...times }))
}

/** The same for a span that arrived in another way. */
export function billedSpan(received: CanonicalSpan) {
  const span = priceSpan(received)
  const { input, output, ...parts } = span.usage
  const some = Object.fromEntries(Object.entries(parts).filter(([, count]) => count))
  const usd = span.computedCostNanos === null ? null : Number(span.computedCostNanos) / 1e9
  return { input, output, ...some, ...(span.serviceTier ? { tier: span.serviceTier } : {}), usd }
}

export const aiSdk = (provider: string, model: string, more: Attributes): Attributes => ({
  'ai.operationId': 'ai.generateText.doGenerate',
  'ai.model.provider': provider,
  'ai.model.id': model,
  'gen_ai.system': provider,
  'gen_ai.request.model': model,
  ...more,
})
export const langfuse = (model: string, details: unknown): Attributes => ({
  'langfuse.observation.type': 'generation',
  'langfuse.observation.model.name': model,
  'langfuse.observation.usage_details': json(details),
})
export const langsmith = (provider: string, model: string, usage: unknown): Attributes => ({
  'langsmith.span.kind': 'llm',
  'gen_ai.system': provider,
  'gen_ai.request.model': model,
  'langsmith.usage_metadata': json(usage),
})
export const genai = (provider: string, model: string, more: Attributes): Attributes => ({
  'gen_ai.operation.name': 'chat',
  'gen_ai.provider.name': provider,
  'gen_ai.request.model': model,
  ...more,
})
export const openinference = (provider: string, model: string, counts: Record<string, number>): Attributes => ({
  'openinference.span.kind': 'LLM',
  'llm.provider': provider,
  'llm.model_name': model,
  ...Object.fromEntries(Object.entries(counts).map(([name, count]) => [`llm.token_count.${name}`, count])),
})
