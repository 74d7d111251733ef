import { cleanName } from '#lib/domain/traces/normalise/clean.ts'
import { toName } from '#lib/domain/traces/normalise/readers.ts'
import { first, type Row, type View } from '#lib/domain/traces/normalise/view.ts'

/**
 * `gen_ai.agent.id` is absent on purpose: AutoGen makes a new one per team and OpenLLMetry's LangGraph writes a run id. The name is the identity.
 * `graph.node.parent_id` is the previous agent in CrewAI's list, not the caller.
 */
const rows: readonly Row[] = [
  { key: 'holdpoint.agent', from: 'holdpoint' },
  { key: 'gen_ai.agent.name', from: 'genai' },
  { key: 'agent.name', from: 'openinference' },
  { key: 'graph.node.id', from: 'openinference', kinds: ['agent'] },
  { key: 'traceloop.entity.name', from: 'openllmetry', kinds: ['agent'] },
  { key: 'ai.telemetry.functionId', from: 'vercel-ai' },
  { key: 'agent_name', from: 'pydantic-ai' },
  // Logfire's spans of OpenAI's agents.
  { key: 'name', from: 'logfire', kinds: ['agent'] },
  { key: 'lk.agent_name', from: 'livekit' },
  { key: 'crewai.agent.role', from: 'crewai' },
  { key: 'crewai.task.agent', from: 'crewai' },
  { key: 'lc_agent_name', from: 'openinference', in: 'metadata' },
  { key: 'langsmith.metadata.lc_agent_name', from: 'langsmith' },
  // A node is an agent only on an agent's span: "model" and "tools" are nodes too, and children would inherit them.
  { key: 'langsmith.metadata.langgraph_node', from: 'langsmith', kinds: ['agent'] },
  { key: 'gen_ai.workflow.name', from: 'genai' },
  { key: 'crewai.crew.name', from: 'crewai' },
]

const suffix = /\.(kickoff(_async)?|_execute_core|on_messages(_stream)?|run(_stream)?|agent)$/
const crewRoot = /^(.+)\.(kickoff|akickoff)(_async)?$/s

/** What frameworks call work that its author gave no name: CrewAI, OpenAI's agents, LangChain's classes. The same for all, or new each time. */
const unnamed =
  /^(Crew_[0-9a-f]{8}-[0-9a-f-]{27}|crew|Agent [Ww]orkflow|LangGraph|Runnable(Sequence|Parallel|Lambda|Each|Assign|Branch|Map)(<.*>)?)$/s

/** Agent named by the span itself. Children inherit it from the nearest ancestor later, and service.name stands in last. */
export function agentOf(view: View): string | null {
  const name = first(view, rows, toName) ?? agentInName(view)
  return name === null || unnamed.test(name) ? null : name
}

/** Conventions that put an agent's name into its span's. */
const namers = ['openinference.span.kind', 'langfuse.observation.type', 'mlflow.spanType']

function agentInName(view: View): string | null {
  const { attributes, span, kind } = view
  const named = namers.some(key => attributes[key] !== undefined)
  if (kind === 'agent' && named) return cleanName(span.name.replace(suffix, ''))
  if (kind !== 'chain') return null
  if (span.scope.name.includes('crewai')) {
    const crew = crewRoot.exec(span.name)?.[1]
    if (crew !== undefined) return cleanName(crew)
  }
  // A workflow without an agent inside is the only name a Traceloop user has given; LlamaIndex's are names of its classes.
  if (attributes['traceloop.span.kind'] !== 'workflow' || span.scope.name.includes('llamaindex')) return null
  return (
    toName(attributes['traceloop.entity.name'] ?? attributes['traceloop.workflow.name'] ?? null)?.replace(
      /\.workflow$/,
      '',
    ) ?? null
  )
}
