import type { Attributes, OtlpSpan } from '#lib/domain/traces/otlp/types.ts'

/** Why a span of a request is no span of an agent's work. It is accepted and left out. */
type DropReason = 'crewai-telemetry' | 'pending-twin' | 'log-as-span'

/**
 * CrewAI's anonymous telemetry (it ends up in the user's exporter with older versions), Logfire's early twin of a span that will come whole,
 * and Logfire's log lines written as spans, but for the one that ends a stream. Null for a real span.
 */
export function dropReason(span: OtlpSpan): DropReason | null {
  if (span.scope.name === 'crewai.telemetry') return 'crewai-telemetry'
  const type = span.attributes['logfire.span_type']
  if (type === 'pending_span') return 'pending-twin'
  return type === 'log' && !isStreamEnd(span) ? 'log-as-span' : null
}

/** Logfire's instrumentations of the model vendors' own clients. */
const logfireClients = /^logfire\.(openai|anthropic|google_genai)$/

/** Logfire ends its span when a stream begins; answer and tokens of the call come in a log line after the stream's end. */
export function isStreamEnd(span: OtlpSpan): boolean {
  const { attributes } = span
  return attributes['logfire.span_type'] === 'log' && isLogfireCall(span) && answered(attributes)
}

/** The span from the beginning of such a stream: without answer or failure. The call is read from the record after its end. */
export function isStreamStart(span: OtlpSpan): boolean {
  const { attributes } = span
  const begun = attributes['logfire.span_type'] === 'span' && isLogfireCall(span)
  return begun && span.status.code !== 2 && !answered(attributes) && attributes.response_data === undefined
}

function isLogfireCall(span: OtlpSpan): boolean {
  return logfireClients.test(span.scope.name) && span.attributes['gen_ai.operation.name'] === 'chat'
}

function answered(attributes: Attributes): boolean {
  return attributes['gen_ai.response.id'] !== undefined || attributes['gen_ai.usage.output_tokens'] !== undefined
}

/** Names LangChain's callbacks report for plumbing: the graph's start and end, wrapped functions, channel writes, prompt templates. */
const langchainNames =
  /^(__start__|__end__|prompt|RunnableLambda|RunnableCallable|_write|(ChannelWrite|ChannelRead|Branch)<.*>)$/

/** Microsoft Agent Framework: message passing between executors. */
const agentFrameworkNames = /^(edge_group\.process|message\.send|workflow\.build)\b/

const runtimeNames = /^(autogen|agent_runtime) /

/** The spans of Codex about its agent: a turn, an answer, a tool. The other 600 spans of a prompt are internal. */
const codexTells = ['codex.turn.token_usage.total_tokens', 'codex.usage.total_tokens', 'codex.tool.phase']

/** AutoGen's runtime, which Semantic Kernel has too: a span each time a message is created, published, sent, processed or acknowledged. */
export function isRuntimeMessaging(span: OtlpSpan): boolean {
  return runtimeNames.test(span.name) && span.attributes['messaging.operation'] !== undefined
}

/** Framework chatter: kept, folded away on pages. */
export function isNoise(span: OtlpSpan): boolean {
  if (isRuntimeMessaging(span)) return true
  if (span.attributes['mastra.span.type'] === 'model_chunk') return true
  const scope = span.scope.name
  if (scope.startsWith('codex_')) return codexTells.every(key => span.attributes[key] === undefined)
  if (scope.includes('langchain')) {
    const kind = span.attributes['openinference.span.kind']
    return (kind === undefined || kind === 'CHAIN') && langchainNames.test(span.name)
  }
  return scope.startsWith('agent_framework') && agentFrameworkNames.test(span.name)
}
