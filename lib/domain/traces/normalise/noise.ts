import type { OtlpSpan } from '#lib/domain/traces/otlp/types.ts'

/** Why a span of a request is no span of an agent's work. It is accepted and left out. */
export type DropReason = 'crewai-telemetry' | 'pending-twin' | 'log-as-span'

/**
 * CrewAI's anonymous telemetry (it ends up in the user's exporter with older versions), Logfire's early twin of a span that will come whole,
 * and Logfire's log lines written as spans. Null for a real span.
 */
export function dropReason(span: OtlpSpan): DropReason | null {
  if (span.scope.name === 'crewai.telemetry') return 'crewai-telemetry'
  const type = span.attributes['logfire.span_type']
  if (type === 'pending_span') return 'pending-twin'
  return type === 'log' ? 'log-as-span' : null
}

/** Names LangChain's callbacks report for plumbing: the graph's start and end, wrapped functions, channel writes, prompt templates. */
const langchainNames =
  /^(__start__|__end__|prompt|RunnableLambda|RunnableCallable|_write|(ChannelWrite|ChannelRead|Branch)<.*>)$/

/** Microsoft Agent Framework: message passing between executors. */
const agentFrameworkNames = /^(edge_group\.process|message\.send|workflow\.build)\b/

/** AutoGen's runtime: a span each time a message is created, published, sent, processed or acknowledged. */
export function isAutogenMessaging(span: OtlpSpan): boolean {
  return span.name.startsWith('autogen ') && span.attributes['messaging.operation'] !== undefined
}

/** Framework chatter: kept, folded away on pages. */
export function isNoise(span: OtlpSpan): boolean {
  if (isAutogenMessaging(span)) return true
  if (span.attributes['mastra.span.type'] === 'model_chunk') return true
  const scope = span.scope.name
  if (scope.includes('langchain')) {
    const kind = span.attributes['openinference.span.kind']
    return (kind === undefined || kind === 'CHAIN') && langchainNames.test(span.name)
  }
  return scope.startsWith('agent_framework') && agentFrameworkNames.test(span.name)
}
