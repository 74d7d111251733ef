import { frameworkNames } from '#lib/domain/traces/normalise/identity/framework.ts'
import { lookup } from '#lib/domain/traces/normalise/lookup.ts'
import { toName, toObject } from '#lib/domain/traces/normalise/readers.ts'
import { first, type Row, type View } from '#lib/domain/traces/normalise/view.ts'
import type { AttributeValue } from '#lib/domain/traces/otlp/types.ts'

const responseModel: readonly Row[] = [
  { key: 'gen_ai.response.model', from: 'genai' },
  { key: 'llm.response.model_name', from: 'openinference' },
  { key: 'ai.response.model', from: 'vercel-ai' },
  { key: 'langfuse.observation.model.name', from: 'langfuse' },
  { key: 'llm.model_name', from: 'openinference' },
  { key: 'embedding.model_name', from: 'openinference' },
  { key: 'reranker.model_name', from: 'openinference' },
  { key: 'mlflow.llm.model', from: 'mlflow' },
]

const requestModel: readonly Row[] = [
  { key: 'gen_ai.request.model', from: 'genai' },
  { key: 'llm.request.model_name', from: 'openinference' },
  { key: 'ai.model.id', from: 'vercel-ai' },
  { key: 'ls_model_name', from: 'openinference', in: 'metadata' },
  { key: 'langsmith.metadata.ls_model_name', from: 'langsmith' },
  { key: 'model_name', from: 'pydantic-ai' },
]

/** The model in a framework's list of parameters: many spans have it only there. Codex reports it only for the turn. */
const anyModel: readonly Row[] = [{ key: 'model', from: 'general', kinds: ['llm', 'embedding', 'agent'] }]

const provider: readonly Row[] = [
  { key: 'gen_ai.provider.name', from: 'genai' },
  { key: 'gen_ai.system', from: 'genai' },
  { key: 'llm.provider', from: 'openinference' },
  { key: 'llm.system', from: 'openinference' },
  { key: 'ai.model.provider', from: 'vercel-ai' },
  { key: 'ls_provider', from: 'openinference', in: 'metadata' },
  { key: 'langsmith.metadata.ls_provider', from: 'langsmith' },
  { key: 'mlflow.llm.provider', from: 'mlflow' },
]

const responseId: readonly Row[] = [
  { key: 'gen_ai.response.id', from: 'genai' },
  { key: 'ai.response.id', from: 'vercel-ai' },
  { key: 'llm.response.id', from: 'openinference' },
  { key: 'response_id', from: 'logfire', kinds: ['llm'] },
]

/** AI SDK packages add the API to the provider: `openai.chat`, `anthropic.messages`. */
const apiSuffix = /\.(chat|responses|messages|completion|embedding|image|generative-ai)$/

/** Older and other names of one provider, to the name in today's registry of OpenTelemetry. */
const providerAliases = lookup<string>({
  'az.ai.openai': 'azure.ai.openai',
  'az.ai.inference': 'azure.ai.inference',
  azure_openai: 'azure.ai.openai',
  'azure-openai': 'azure.ai.openai',
  vertex_ai: 'gcp.vertex_ai',
  vertexai: 'gcp.vertex_ai',
  googleai: 'gcp.gemini',
  google_vertexai: 'gcp.vertex_ai',
  'google.vertex': 'gcp.vertex_ai',
  gemini: 'gcp.gemini',
  google_genai: 'gcp.gemini',
  bedrock: 'aws.bedrock',
  aws_bedrock: 'aws.bedrock',
  amazon_bedrock: 'aws.bedrock',
  'amazon-bedrock': 'aws.bedrock',
  mistral: 'mistral_ai',
  mistralai: 'mistral_ai',
  xai: 'x_ai',
  'x-ai': 'x_ai',
  moonshot: 'moonshot_ai',
  moonshotai: 'moonshot_ai',
  watsonx: 'ibm.watsonx.ai',
})

/** Who serves the model, under one name per provider. Null for a framework's name, which many clients send here. */
function toProvider(value: AttributeValue): string | null {
  const name = toName(value)?.toLowerCase().replace(apiSuffix, '')
  if (name === undefined || name === '' || placeholders.test(name) || frameworkNames.has(name)) return null
  return providerAliases.get(name) ?? name
}

/** What Micrometer (Spring AI) and OpenLLMetry write where they know no model. */
const placeholders = /^(none|null|undefined|unknown|unknown[_ -]model|n\/a)$/i

function toModel(value: AttributeValue): string | null {
  const name = toName(value)
  return name === null || placeholders.test(name) ? null : name
}

export interface ModelFields {
  model: string | null
  requestModel: string | null
  provider: string | null
  responseId: string | null
}

/** Model that answered (else the one asked for), the one asked for, provider and the provider's id of the answer. */
export function modelOf(view: View): ModelFields {
  const genkit = genkitName(view)
  const asked = first(view, requestModel, toModel) ?? askedInParameters(view) ?? toName(genkit?.model ?? null)
  return {
    model: first(view, responseModel, toModel) ?? asked ?? first(view, anyModel, toModel),
    requestModel: asked,
    provider: first(view, provider, toProvider) ?? toProvider(genkit?.provider ?? null),
    responseId: first(view, responseId, toName) ?? idInAnswer(view),
  }
}

/** Genkit names a model by its plugin: `googleai/gemini-2.5-flash`. */
function genkitName({ attributes, kind }: View): { provider: string; model: string } | null {
  const name = attributes['genkit:name']
  if (typeof name !== 'string' || (kind !== 'llm' && kind !== 'embedding')) return null
  const slash = name.indexOf('/')
  return { provider: name.slice(0, Math.max(slash, 0)), model: name.slice(slash + 1) }
}

/** A failed call of OpenInference names its model only among the parameters of the request. */
function askedInParameters(view: View): string | null {
  if (view.kind !== 'llm' && view.kind !== 'embedding') return null
  if (view.attributes['llm.model_name'] !== undefined) return null
  const model = toObject(view.attributes['llm.invocation_parameters'])?.model
  return typeof model === 'string' ? toName(model) : null
}

/** OpenInference has no key for the id, but the raw answer it records starts with it. */
function idInAnswer(view: View): string | null {
  const answer =
    view.kind === 'llm' ? (view.attributes['output.value'] ?? view.attributes['mlflow.spanOutputs']) : undefined
  if (typeof answer !== 'string') return null
  return /^\{\s*"id":\s*"([\w.:-]{1,200})"/.exec(answer)?.[1] ?? null
}
