import { expect, test } from 'vitest'
import { canonical } from '#lib/domain/traces/normalise/test-span.ts'
import { noUsage } from '#lib/domain/traces/normalise/usage/settle.ts'
import { price } from './price.ts'
import { priceSpan } from './price-span.ts'

const now = Date.UTC(2026, 10, 27) * 1000
/** Dollars for a hundred thousand tokens in and none out, as dollars a million. */
function inputRate(provider: string | null, model: string): number | null {
  const found = price(provider, model, { ...noUsage, input: 100_000, output: 0 }, now)
  return found === null ? null : Number(found.nanos) / 1e8
}

const arn = 'arn:aws:bedrock:us-east-1'
const bedrock = 'anthropic.claude-sonnet-4-5-20250929-v1:0'

// Regional endpoints of Bedrock cost a tenth more than the global one.
test.each([
  ['us', 3.3],
  ['eu', 3.3],
  ['apac', 3.3],
  ['jp', 3.3],
  ['au', 3.3],
  ['us-gov', 3.3],
  ['global', 3],
])('Bedrock’s place %s is part of the price, whoever is named as provider', (place, rate) => {
  const model = `${place}.${bedrock}`
  for (const name of [
    model,
    `bedrock/${model}`,
    `bedrock/converse/${model}`,
    `${arn}:123456789012:inference-profile/${model}`,
  ])
    for (const provider of ['aws.bedrock', 'anthropic', 'bedrock_converse', null])
      expect([name, provider, inputRate(provider, name)]).toEqual([name, provider, rate])
})

test.each([
  ['aws.bedrock', bedrock, 3.3],
  ['aws.bedrock', `${arn}::foundation-model/${bedrock}`, 3.3],
  ['aws.bedrock', `arn:aws-us-gov:bedrock:us-gov-west-1::foundation-model/${bedrock}`, 3.3],
  ['aws.bedrock', 'bedrock/us-east-1/anthropic.claude-sonnet-4-5-20250929-v1:0', 3.3],
  ['aws.bedrock', 'us.amazon.nova-pro-v1:0', 0.8],
  ['aws.bedrock', 'amazon.nova-pro-v1:0:300k', 0.8],
  ['aws.bedrock', 'us.meta.llama3-3-70b-instruct-v1:0', 0.72],
  ['aws.bedrock', 'ca.amazon.nova-lite-v1:0', 0.06],
  ['gcp.vertex_ai', 'claude-sonnet-4-5@20250929', 3],
  ['gcp.vertex_ai', 'publishers/anthropic/models/claude-sonnet-4-5@20250929', 3],
  ['gcp.vertex_ai', 'projects/p-1/locations/us-central1/publishers/google/models/gemini-2.5-flash', 0.3],
  [null, 'projects/p-1/locations/global/publishers/google/models/gemini-2.5-flash', 0.3],
  ['gcp.gemini', 'models/gemini-2.5-flash', 0.3],
  [null, 'models/gemini-2.5-flash', 0.3],
  ['vertex_ai', 'vertex_ai/gemini-2.5-flash', 0.3],
  ['azure.ai.openai', 'gpt-4o-2024-08-06', 2.5],
  ['azure.ai.openai', 'azure/gpt-4o', 2.5],
  [
    'azure.ai.openai',
    '/subscriptions/s/resourceGroups/g/providers/Microsoft.CognitiveServices/accounts/a/deployments/gpt-4o',
    2.5,
  ],
  ['azure.ai.openai', 'openai/deployments/gpt-4o', 2.5],
  ['litellm', 'litellm_proxy/openai/gpt-4o-mini', 0.15],
  ['fireworks', 'accounts/fireworks/models/deepseek-v3p2', 0.56],
  [null, 'openai/gpt-4o-mini', 0.15],
  ['openai', 'ft:gpt-4o-mini-2024-07-18:acme::abc', 0.3],
  ['openai', 'ft:gpt-4.1-mini-2025-04-14:acme:name:abc', 0.8],
  [null, 'openai/ft:gpt-4.1-2025-04-14:acme::abc', 3],
  // Pydantic AI's and LangChain's names, LiteLLM's, Portkey's; Claude Code's of a long context.
  [null, 'openai:gpt-4o', 2.5],
  [null, 'anthropic:claude-sonnet-4-5', 3],
  [null, 'google-gla:gemini-2.5-flash', 0.3],
  [null, 'google_genai:gemini-2.5-flash', 0.3],
  [null, `bedrock:us.${bedrock}`, 3.3],
  [null, 'gateway/openai:gpt-4o', 2.5],
  ['anthropic', 'claude-sonnet-4-5-20250929[1m]', 3],
  ['portkey', '@openai/gpt-4o', 2.5],
  ['openrouter', 'anthropic/claude-sonnet-4.5', 3],
  // langfuse/langfuse 10958: by OpenRouter's name, free of charge as told, listed or not.
  ['openrouter', 'openai/gpt-4o', 2.5],
  ['openrouter', 'deepseek/deepseek-r1:free', 0],
  [null, 'openrouter/google/gemini-2.0-flash-exp:free', 0],
  [null, 'some-lab/a-model-of-tomorrow:free', 0],
])('provider %s, model %s', (provider, model, rate) => {
  expect(inputRate(provider, model)).toBe(rate)
})

test.each([
  ['aws.bedrock', `${arn}:123456789012:application-inference-profile/a1b2c3d4`],
  ['azure.ai.openai', 'prod-chat-eu'],
  ['azure.ai.openai', 'azure/prod-chat-eu'],
  ['gcp.vertex_ai', 'projects/p-1/locations/us-central1/endpoints/1234567890'],
])('%s: a name of the operator’s own has no price: %s', (provider, model) => {
  expect(inputRate(provider, model)).toBeNull()
})

// Elsewhere somebody sells the same models: that is not what one's own machine costs.
test.each([
  ['ollama', 'deepseek-r1'],
  ['ollama', 'deepseek-r1:7b'],
  [null, 'ollama_chat/deepseek-r1'],
  ['hosted_vllm', 'openai/gpt-oss-120b'],
  ['lm_studio', 'openai/gpt-oss-20b'],
  ['llama.cpp', 'gpt-oss-20b'],
  ['ollama', 'gpt-oss:20b'],
])('provider %s, model %s runs on a machine of the operator’s own: no price', (provider, model) => {
  const span = canonical({
    'gen_ai.operation.name': 'chat',
    ...(provider === null ? {} : { 'gen_ai.provider.name': provider }),
    'gen_ai.request.model': model,
    'gen_ai.response.model': model.replace(/^.*\//, ''),
    'gen_ai.usage.input_tokens': 100,
  })
  expect(priceSpan(span).computedCostNanos).toBeNull()
})

test('a model that is sold by the hour or the page has no price for tokens', () => {
  expect(inputRate('openai', 'whisper-1')).toBeNull()
  expect(inputRate('mistral_ai', 'mistral-ocr-latest')).toBeNull()
  expect(inputRate('openai', 'omni-moderation-latest')).toBe(0)
})
