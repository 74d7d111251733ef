import { asText, toObject } from '#lib/domain/traces/normalise/readers.ts'
import { first, type Row, type View, valueAt } from '#lib/domain/traces/normalise/view.ts'
import type { AttributeValue } from '#lib/domain/traces/otlp/types.ts'
import { nanosOf } from '#lib/domain/traces/pricing/nano.ts'
import { countsIn } from './python-text.ts'

const rows: readonly Row[] = [
  { key: 'langfuse.observation.cost_details', from: 'langfuse' },
  { key: 'llm.cost.total', from: 'openinference' },
  { key: 'operation.cost', from: 'pydantic-ai' },
  { key: 'gen_ai.usage.cost', from: 'genai' },
  { key: 'gen_ai.usage.total_cost', from: 'openllmetry' },
  { key: 'gen_ai.cost.total_cost', from: 'litellm' },
  // Sentry's names: dollars, in spite of their last word.
  { key: 'gen_ai.cost.total_tokens', from: 'general' },
  { key: 'mlflow.llm.cost', from: 'mlflow' },
]

/** Cost by side, where nothing tells the total: of input, then of output. */
const sides: readonly (readonly [Row, Row])[] = [
  [
    { key: 'llm.cost.prompt', from: 'openinference' },
    { key: 'llm.cost.completion', from: 'openinference' },
  ],
  [
    { key: 'gen_ai.usage.input_cost', from: 'general' },
    { key: 'gen_ai.usage.output_cost', from: 'general' },
  ],
  [
    { key: 'gen_ai.cost.input_cost', from: 'litellm' },
    { key: 'gen_ai.cost.output_cost', from: 'litellm' },
  ],
  [
    { key: 'gen_ai.cost.input_tokens', from: 'general' },
    { key: 'gen_ai.cost.output_tokens', from: 'general' },
  ],
]

/** Usage as a provider answers it: OpenRouter and Perplexity tell what they bill beside the tokens. */
const usages: readonly Row[] = [
  { key: 'langfuse.observation.usage_details', from: 'langfuse' },
  { key: 'gen_ai.usage.raw', from: 'logfire' },
  { key: 'gen_ai.usage', from: 'general' },
  { key: 'llm.usage', from: 'general' },
]

/** Cost as the client reports it (USD in every convention), in integer nano-dollars. Kept beside the computed cost, never mixed with it. */
export function reportedCostOf(view: View): bigint | null {
  return first(view, rows, toNanos) ?? bySide(view) ?? first(view, usages, costInUsage) ?? costInMetadata(view)
}

function toNanos(value: AttributeValue): bigint | null {
  const details = countsIn(value)
  if (details === null) return amount(value)
  const total = details.total ?? details.total_cost ?? details.totalCost
  if (total !== undefined && total !== null) return amount(total)
  return sum(Object.values(details).filter(part => part !== null && part !== undefined))
}

/** A number, or its text, which may name the currency. */
function amount(value: unknown): bigint | null {
  if (typeof value === 'number') return nanosOf(value)
  return nanosOf(asText(value).replace(/^\s*(US\$|USD|\$)\s*/i, ''))
}

/** Null where a part is not an amount: the others would be taken for the total. */
function sum(parts: readonly unknown[]): bigint | null {
  const nanos = parts.map(amount)
  const known = nanos.filter(part => part !== null)
  return known.length === 0 || known.length < nanos.length ? null : known.reduce((total, part) => total + part, 0n)
}

function bySide(view: View): bigint | null {
  for (const [input, output] of sides) {
    const parts = [valueAt(view, input), valueAt(view, output)].filter(part => part !== undefined && part !== null)
    // An embedding has no output.
    const found = parts.length === 2 || view.kind === 'embedding' ? sum(parts) : null
    if (found !== null) return found
  }
  return null
}

function costInUsage(value: unknown): bigint | null {
  const usage = countsIn(value)
  if (usage === null) return null
  const cost = toObject(usage.cost)
  if (cost !== null) return amount(cost.total_cost ?? cost.total)
  const details = toObject(usage.cost_details ?? usage.costDetails)
  const upstream = details?.upstream_inference_cost ?? details?.upstreamInferenceCost
  // With a key of one's own OpenRouter bills a fee, and the provider the call.
  const own = usage.is_byok === true || usage.isByok === true
  return own && typeof upstream === 'number' ? sum([usage.cost ?? 0, upstream]) : amount(usage.cost)
}

/** The AI SDK keeps the cost of OpenRouter and Vercel's gateway in the provider's answer. Read only from calls: a step around them repeats that of the last one. */
function costInMetadata({ attributes, kind }: View): bigint | null {
  if (kind !== 'llm' && kind !== 'embedding') return null
  const providers = toObject(attributes['ai.response.providerMetadata'] ?? attributes['ai.result.providerMetadata'])
  return costInUsage(toObject(providers?.openrouter)?.usage) ?? amount(toObject(providers?.gateway)?.cost)
}
