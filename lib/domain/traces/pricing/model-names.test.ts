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

// Regional endpoints of Bedrock cost a tenth more than the global one, and those of GovCloud a fifth.
test.each([
  ['us', 3.3],
  ['eu', 3.3],
  ['apac', 3.3],
  ['jp', 3.3],
  ['au', 3.3],
  ['us-gov', 3.6],
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
  ['aws.bedrock', `arn:aws-us-gov:bedrock:us-gov-west-1::foundation-model/${bedrock}`, 3.6],
  ['aws.bedrock', 'bedrock/us-east-1/anthropic.claude-sonnet-4-5-20250929-v1:0', 3.3],
  ['aws.bedrock', 'us.amazon.nova-pro-v1:0', 0.8],
  ['aws.bedrock', 'amazon.nova-pro-v1:0:300k', 0.8],
  ['aws.bedrock', 'us.meta.llama3-3-70b-instruct-v1:0', 0.72],
  ['aws.bedrock', 'ca.amazon.nova-lite-v1:0', 0.06],
  ['aws.bedrock', 'eu.amazon.nova-pro-v1:0', 1.05],
  ['aws.bedrock', 'bedrock/eu-west-1/amazon.nova-lite-v1:0', 0.078],
  ['aws.bedrock', 'apac.amazon.nova-micro-v1:0', 0.037],
  ['aws.bedrock', `${arn}::foundation-model/amazon.nova-pro-v1:0`, 0.8],
  ['aws.bedrock', `arn:aws:bedrock:eu-central-1::foundation-model/amazon.nova-pro-v1:0`, 1.05],
  ['aws.bedrock', 'us-gov.amazon.nova-pro-v1:0', 0.96],
  ['aws.bedrock', 'us-gov.anthropic.claude-3-5-sonnet-20240620-v1:0', 3.6],
  ['aws.bedrock', 'amazon.titan-embed-text-v2:0', 0.02],
  ['aws.bedrock', 'amazon.titan-embed-text-v1', 0.1],
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
  // langfuse/langfuse 848: Azure allows no point in a name.
  ['azure', 'gpt-35-turbo-1106', 1],
  ['azure', 'azure/eu/gpt-4o-2024-08-06', 2.75],
  ['azure', 'azure/us/gpt-4.1-mini-2025-04-14', 0.44],
  ['azure', 'azure/global-standard/gpt-4o-2024-08-06', 2.5],
  ['litellm', 'litellm_proxy/openai/gpt-4o-mini', 0.15],
  ['fireworks', 'accounts/fireworks/models/deepseek-v3p2', 0.56],
  [null, 'openai/gpt-4o-mini', 0.15],
  ['openai', 'ft:gpt-4o-mini-2024-07-18:acme::abc', 0.3],
  ['openai', 'ft:gpt-4.1-mini-2025-04-14:acme:name:abc', 0.8],
  ['openai', 'ft:gpt-4o:acme::abc', 3.75],
  ['openai', 'ft:gpt-4o-mini:acme::abc', 0.3],
  ['openai', 'ft:gpt-4.1:acme::abc', 3],
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

// Each of these sells open models at a price of its own, and the list has another's.
test.each([
  ['deepinfra', 'deepseek-ai/DeepSeek-R1'],
  ['litellm', 'deepinfra/openai/gpt-oss-120b'],
  ['novita', 'deepseek-r1-distill-llama-70b'],
  ['together_ai', 'together_ai/deepseek-ai/DeepSeek-R1-0528'],
  ['azure', 'mistral-large-latest'],
  ['vertex_ai', 'vertex_ai/deepseek-ai/deepseek-r1-0528-maas'],
  [null, 'deepseek-r1-distill-qwen-32b'],
  ['openai', 'gpt-oss-120b'],
  [null, 'google/gemma-3-27b-it'],
  ['vertex_ai', 'vertex_ai/gemma-3-27b-it'],
])('provider %s: nobody knows what it takes for %s', (provider, model) => {
  expect(inputRate(provider, model)).toBeNull()
})

test('where the list has the price of who serves an open model, that is its price', () => {
  expect(inputRate('groq', 'llama-3.3-70b-versatile')).toBe(0.59)
  expect(inputRate('deepseek', 'deepseek-reasoner')).toBeGreaterThan(0)
  expect(inputRate('gcp.gemini', 'gemma-3-27b-it')).toBe(0)
})

// Elsewhere than in the United States most models of Bedrock have prices that the list lacks; so have Azure's other zones.
test.each([
  ['aws.bedrock', 'eu.meta.llama3-2-1b-instruct-v1:0'],
  ['aws.bedrock', 'bedrock/eu-west-2/meta.llama3-70b-instruct-v1:0'],
  ['aws.bedrock', 'jp.amazon.nova-2-lite-v1:0'],
  ['aws.bedrock', 'us-gov.amazon.titan-text-express-v1'],
  ['azure', 'azure/us-gov/gpt-4o'],
])('provider %s, model %s: no price at its place', (provider, model) => {
  expect(inputRate(provider, model)).toBeNull()
})

test('a request to Perplexity costs its fee with the search context that is the default', () => {
  const found = price('perplexity', 'sonar', { ...noUsage, input: 100, output: 20 }, now)
  expect(Number(found?.nanos) / 1e9).toBe(0.00512)
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
    'gen_ai.usage.output_tokens': 20,
  })
  expect(priceSpan(span).computedCostNanos).toBeNull()
})

test('a model that is sold by the hour or the page has no price for tokens', () => {
  expect(inputRate('openai', 'whisper-1')).toBeNull()
  expect(inputRate('mistral_ai', 'mistral-ocr-latest')).toBeNull()
  expect(inputRate('openai', 'omni-moderation-latest')).toBe(0)
})
