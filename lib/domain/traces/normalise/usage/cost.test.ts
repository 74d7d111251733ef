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
  // mlflow/mlflow: the total stands beside its parts.
  [3_000_000n, { 'mlflow.llm.cost': '{"input_cost":0.001,"output_cost":0.002,"total_cost":0.003}' }],
  // Part of a cost must not pass for the whole.
  [null, { 'langfuse.observation.cost_details': '{"input":0.1,"output":-1}' }],
  [3_000_000n, { 'llm.cost.prompt': 0.001, 'llm.cost.completion': 0.002 }],
  [null, { 'llm.cost.prompt': 0.001 }],
  [1_000_000n, { 'openinference.span.kind': 'EMBEDDING', 'llm.cost.prompt': 0.001 }],
  // OpenRouter's broadcast, and Latitude's SDK.
  [4_200_000n, { 'gen_ai.usage.total_cost': 0.0042, 'gen_ai.usage.input_cost': 0.004 }],
  [4_200_000n, { 'gen_ai.usage.input_cost': 0.004, 'gen_ai.usage.output_cost': '0.0002' }],
  [1_000_000n, { 'gen_ai.cost.total_tokens': 0.001 }],
  [12_300_000n, { 'gen_ai.usage.cost': '$0.0123' }],
  [null, { 'gen_ai.usage.cost': Number.NaN }],
  [null, { 'gen_ai.usage.cost': 'free' }],
  [null, { 'gen_ai.usage.cost': 1e9 }],
]

const usage = (more: object) => ({ prompt_tokens: 100, completion_tokens: 20, total_tokens: 120, ...more })
const openrouter = (more: object): Attributes => ({
  'ai.operationId': 'ai.generateText.doGenerate',
  'ai.response.providerMetadata': JSON.stringify({ openrouter: { usage: { promptTokens: 100, ...more } } }),
})

const billedBy: [string, bigint | null, Attributes][] = [
  [
    'OpenRouter’s usage in Langfuse (langfuse/langfuse 8994)',
    3_100_000n,
    {
      'langfuse.observation.type': 'generation',
      'langfuse.observation.usage_details': JSON.stringify(
        usage({ cost: 0.0031, is_byok: false, cost_details: { upstream_inference_cost: null } }),
      ),
    },
  ],
  [
    'OpenRouter with a key of one’s own: its fee and what the provider bills',
    2_100_000n,
    openrouter({ cost: 0.0001, isByok: true, costDetails: { upstreamInferenceCost: 0.002 } }),
  ],
  ['OpenRouter in the AI SDK', 3_100_000n, openrouter({ cost: 0.0031 })],
  ['a call of OpenRouter that tells no cost', null, openrouter({})],
  [
    'Vercel’s gateway',
    4_500_000n,
    {
      'ai.operationId': 'ai.generateText.doGenerate',
      'ai.response.providerMetadata': '{"gateway":{"cost":"0.0045"}}',
    },
  ],
  [
    'a step around calls has the last one’s',
    null,
    { 'ai.operationId': 'ai.generateText', 'ai.response.providerMetadata': '{"gateway":{"cost":"0.0045"}}' },
  ],
  [
    'Perplexity',
    6_000_000n,
    { 'gen_ai.usage': JSON.stringify(usage({ cost: { input_tokens_cost: 0.001, total_cost: 0.006 } })) },
  ],
]

test.each(billedBy)('%s', (_name, nanos, attributes) => {
  expect(canonical(attributes).reportedCostNanos).toBe(nanos)
})

test.each(costs)('reported cost %s of %j', (nanos, attributes) => {
  expect(canonical(attributes).reportedCostNanos).toBe(nanos)
})
