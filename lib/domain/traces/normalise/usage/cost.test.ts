import { expect, test } from 'vitest'
import { canonical } from '#lib/domain/traces/normalise/test-span.ts'
import type { Attributes } from '#lib/domain/traces/otlp/types.ts'

const costs: [bigint | null, Attributes][] = [
  [27_600n, { 'operation.cost': 0.0000276 }],
  [
    600_000n,
    {
      'langfuse.observation.cost_details': '{"input":0.0003,"output":0.0003,"total":0.0006}',
      'langfuse.observation.usage_details': '{"input":1}',
    },
  ],
  [600_000n, { 'langfuse.observation.cost_details': '{"input":0.0003,"output":0.0003}' }],
  [null, { 'langfuse.observation.cost_details': '{"input":0,"output":0,"total":0}' }],
  // 0 says "no price known" (OpenLIT offline): it must not hide the computed cost.
  [null, { 'gen_ai.usage.cost': 0, 'gen_ai.usage.input_tokens': 4 }],
  [27_600n, { 'gen_ai.cost.total_cost': 0.0000276 }],
  [200n, { 'llm.cost.total': '2e-7' }],
  [null, { 'llm.cost.total': -1 }],
  [null, {}],
]

test.each(costs)('reported cost %s of %j', (nanos, attributes) => {
  expect(canonical(attributes).reportedCostNanos).toBe(nanos)
})
