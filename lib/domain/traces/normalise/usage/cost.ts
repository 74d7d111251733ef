import { toNumber, toObject } from '#lib/domain/traces/normalise/readers.ts'
import { first, type Row, type View } from '#lib/domain/traces/normalise/view.ts'
import type { AttributeValue } from '#lib/domain/traces/otlp/types.ts'
import { nanosOf } from '#lib/domain/traces/pricing/nano.ts'

const rows: readonly Row[] = [
  { key: 'langfuse.observation.cost_details', from: 'langfuse' },
  { key: 'llm.cost.total', from: 'openinference' },
  { key: 'operation.cost', from: 'pydantic-ai' },
  { key: 'gen_ai.usage.cost', from: 'genai' },
  { key: 'gen_ai.cost.total_cost', from: 'litellm' },
  { key: 'mlflow.llm.cost', from: 'mlflow' },
]

/** Cost as the client reports it (USD in every convention), in integer nano-dollars. Kept beside the computed cost, never mixed with it. */
export function reportedCostOf(view: View): bigint | null {
  return first(view, rows, toNanos)
}

function toNanos(value: AttributeValue): bigint | null {
  const details = toObject(value)
  if (details === null) return typeof value === 'string' || typeof value === 'number' ? nanosOf(value) : null
  if (details.total !== undefined) return nanosOf(details.total)
  const parts = Object.values(details)
    .map(toNumber)
    .filter(part => part !== null)
  const nanos = parts.map(nanosOf).filter(part => part !== null)
  return nanos.length === 0 ? null : nanos.reduce((sum, part) => sum + part, 0n)
}
