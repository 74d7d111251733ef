import { lookup, remembered } from '#lib/domain/traces/normalise/lookup.ts'
import { asText, toName } from '#lib/domain/traces/normalise/readers.ts'
import type { View } from '#lib/domain/traces/normalise/view.ts'
import type { OtlpSpan } from '#lib/domain/traces/otlp/types.ts'

/** Parts of an instrumentation scope's name (lower case, `_` as `-`) and the framework they name. The first hit wins. */
const scopes: readonly [part: string, framework: string][] = [
  ['crewai', 'crewai'],
  ['autogen', 'autogen'],
  ['langgraph', 'langgraph'],
  ['langchain', 'langchain'],
  ['langsmith', 'langchain'],
  ['mastra', 'mastra'],
  ['pydantic-ai', 'pydantic-ai'],
  ['openai-agents', 'openai-agents'],
  ['agent-framework', 'agent-framework'],
  ['semantic-kernel', 'semantic-kernel'],
  ['llama-index', 'llamaindex'],
  ['llamaindex', 'llamaindex'],
  ['smolagents', 'smolagents'],
  ['haystack', 'haystack'],
  ['dspy', 'dspy'],
  ['agno', 'agno'],
  ['gcp.vertex.agent', 'google-adk'],
  ['google-adk', 'google-adk'],
  ['strands', 'strands'],
  ['claude-agent-sdk', 'claude-agent-sdk'],
  ['claude-code', 'claude-code'],
  ['gemini-cli', 'gemini-cli'],
  ['codex', 'codex'],
  ['livekit', 'livekit'],
  ['beeai', 'beeai'],
  ['genkit', 'genkit'],
  ['ag2', 'ag2'],
  ['spring.ai', 'spring-ai'],
  ['spring-ai', 'spring-ai'],
  ['langchain4j', 'langchain4j'],
]

/** Scopes whose whole name decides: the AI SDK's names are too short to look for inside another. */
const exactScopes = lookup<string>({ ai: 'vercel-ai', gen_ai: 'vercel-ai' })

/** What instrumentations write as provider when they mean the framework. Also the list of names that are never a provider. */
export const frameworkNames = lookup<string>({
  crewai: 'crewai',
  autogen: 'autogen',
  langchain: 'langchain',
  langgraph: 'langgraph',
  llamaindex: 'llamaindex',
  llama_index: 'llamaindex',
  mastra: 'mastra',
  'pydantic-ai': 'pydantic-ai',
  'microsoft.agent_framework': 'agent-framework',
  agent_framework: 'agent-framework',
  semantic_kernel: 'semantic-kernel',
  'strands-agents': 'strands',
  strands: 'strands',
  agno: 'agno',
  smolagents: 'smolagents',
  haystack: 'haystack',
  dspy: 'dspy',
  'google-adk': 'google-adk',
  openai_agents: 'openai-agents',
  'openai-agents': 'openai-agents',
  spring_ai: 'spring-ai',
  'spring-ai': 'spring-ai',
  langchain4j: 'langchain4j',
})

const graphIntegrations = new Set(['langgraph', 'langchain_create_agent'])

/** Framework named by an instrumentation scope, or null (`openinference.instrumentation.openai`, a team's own tracer). */
export const scopeFramework = remembered(1000, (scope): string | null => {
  const plain = scope.toLowerCase().replaceAll('_', '-')
  return exactScopes.get(scope) ?? scopes.find(([part]) => plain.includes(part))?.[1] ?? null
})

/** Framework of a span. LangChain's instrumentation serves LangGraph too; only the metadata tells them apart. */
export function frameworkOf(view: View): string | null {
  const framework =
    toName(view.attributes['holdpoint.framework'] ?? null) ??
    scopeFramework(view.span.scope.name) ??
    providerFramework(view.span)
  return framework === 'langchain' && isLangGraph(view) ? 'langgraph' : framework
}

function providerFramework(span: OtlpSpan): string | null {
  for (const key of ['gen_ai.provider.name', 'gen_ai.system']) {
    const name = toName(span.attributes[key] ?? null)
    const framework = name === null ? undefined : frameworkNames.get(name.toLowerCase())
    if (framework !== undefined) return framework
  }
  return null
}

/** Where LangChain's metadata stands, flattened. */
const metadataPrefixes = ['langsmith.metadata.', 'traceloop.association.properties.']

function isLangGraph(view: View): boolean {
  const { attributes } = view
  if (attributes['gen_ai.provider.name'] === 'langgraph' || attributes['gen_ai.system'] === 'langgraph') return true
  for (const prefix of metadataPrefixes) {
    if (attributes[`${prefix}langgraph_node`] !== undefined || attributes[`${prefix}langgraph_step`] !== undefined)
      return true
    if (graphIntegrations.has(asText(attributes[`${prefix}ls_integration`]))) return true
  }
  const metadata = view.metadata()
  if (metadata === null) return false
  // LangChain's create_agent builds a LangGraph; only its root lacks a step.
  return graphIntegrations.has(asText(metadata.ls_integration)) || metadata.langgraph_step !== undefined
}
