import { limitText } from '#lib/domain/traces/normalise/clean.ts'
import { asText, toText } from '#lib/domain/traces/normalise/readers.ts'
import { type Row, type View, valueAt } from '#lib/domain/traces/normalise/view.ts'
import type { AttributeValue } from '#lib/domain/traces/otlp/types.ts'
import { assemble } from './assemble.ts'
import { aiSdkAnswer, eventList, eventText, withInstructions } from './messages.ts'

interface TextRow extends Row {
  /** How the value becomes text; default: as it is, structure as JSON. */
  read?: (view: View, value: AttributeValue) => string | null
}

/** The list below a flattened key as JSON text. */
function list(prefix: string) {
  return (view: View): string | null => {
    const items = assemble(view.attributes, prefix)
    return items.length === 0 ? null : JSON.stringify(items)
  }
}

/** As `list`, unless the SDK's limit has removed items from the list: then the raw value, which is complete. */
function wholeList(prefix: string) {
  const read = list(prefix)
  return (view: View): string | null => (view.span.droppedAttributesCount > 0 ? null : read(view))
}

/** `mastra.<span type>.input` and `.output`. */
function mastra(side: 'input' | 'output') {
  return (view: View, type: AttributeValue): string | null =>
    toText(view.attributes[`mastra.${asText(type)}.${side}`] ?? null)
}

const input: readonly TextRow[] = [
  { key: 'langfuse.observation.input', from: 'langfuse' },
  { key: 'gen_ai.tool.call.arguments', from: 'genai' },
  { key: 'ai.toolCall.args', from: 'vercel-ai' },
  { key: 'tool_arguments', from: 'pydantic-ai' },
  { key: 'gen_ai.input.messages', from: 'genai', read: withInstructions },
  // Before input.value: that is the same call as the framework's own raw object.
  { key: 'llm.input_messages.0.message.role', from: 'openinference', read: wholeList('llm.input_messages') },
  { key: 'input.value', from: 'openinference' },
  { key: 'llm.input_messages.0.message.role', from: 'openinference', read: list('llm.input_messages') },
  { key: 'llm.prompts.0.prompt.text', from: 'openinference', read: list('llm.prompts') },
  { key: 'embedding.embeddings.0.embedding.text', from: 'openinference', read: list('embedding.embeddings') },
  { key: 'reranker.query', from: 'openinference' },
  // After input.value: CrewAI's instrumentation puts the schema here, not the arguments.
  { key: 'tool.parameters', from: 'openinference', kinds: ['tool'] },
  { key: 'ai.prompt.messages', from: 'vercel-ai' },
  { key: 'ai.prompt', from: 'vercel-ai' },
  { key: 'ai.values', from: 'vercel-ai' },
  { key: 'ai.value', from: 'vercel-ai' },
  { key: 'gen_ai.prompt.0.content', from: 'openllmetry', read: list('gen_ai.prompt') },
  { key: 'gen_ai.prompt.0.role', from: 'openllmetry', read: list('gen_ai.prompt') },
  { key: 'gen_ai.prompt', from: 'langsmith' },
  { key: 'gen_ai.retrieval.query.text', from: 'genai' },
  { key: 'traceloop.entity.input', from: 'openllmetry' },
  { key: 'gen_ai.task.input', from: 'openllmetry' },
  { key: 'mastra.span.type', from: 'mastra', read: mastra('input') },
  { key: 'pydantic_ai.all_messages', from: 'pydantic-ai' },
  { key: 'all_messages_events', from: 'pydantic-ai' },
  { key: 'events', from: 'pydantic-ai', kinds: ['llm'], read: eventList('input') },
  { key: 'crewai.task.description', from: 'crewai' },
  { key: 'gcp.vertex.agent.llm_request', from: 'google-adk' },
  { key: 'gcp.vertex.agent.tool_call_args', from: 'google-adk' },
  { key: 'mlflow.spanInputs', from: 'mlflow' },
  { key: 'lk.input_text', from: 'livekit' },
  { key: 'lk.user_input', from: 'livekit' },
  { key: 'lk.function_tool.arguments', from: 'livekit' },
  { key: 'gen_ai.agent.invocation_input', from: 'semantic-kernel' },
  { key: 'langfuse.trace.input', from: 'langfuse' },
  { key: 'genkit:input', from: 'genkit' },
  { key: 'user_prompt', from: 'claude-code' },
  { key: 'tool_input', from: 'claude-code' },
  { key: 'new_context', from: 'claude-code' },
  { key: 'prompt', from: 'general' },
  { key: 'input', from: 'general' },
]

const output: readonly TextRow[] = [
  { key: 'langfuse.observation.output', from: 'langfuse' },
  { key: 'gen_ai.tool.call.result', from: 'genai' },
  { key: 'ai.toolCall.result', from: 'vercel-ai' },
  { key: 'tool_response', from: 'pydantic-ai' },
  { key: 'gen_ai.output.messages', from: 'genai' },
  { key: 'llm.output_messages.0.message.role', from: 'openinference', read: list('llm.output_messages') },
  { key: 'output.value', from: 'openinference' },
  { key: 'retrieval.documents.0.document.content', from: 'openinference', read: list('retrieval.documents') },
  {
    key: 'reranker.output_documents.0.document.content',
    from: 'openinference',
    read: list('reranker.output_documents'),
  },
  { key: 'llm.choices.0.completion.text', from: 'openinference', read: list('llm.choices') },
  { key: 'ai.response.toolCalls', from: 'vercel-ai', read: aiSdkAnswer },
  { key: 'ai.response.text', from: 'vercel-ai' },
  { key: 'ai.response.object', from: 'vercel-ai' },
  { key: 'gen_ai.completion.0.content', from: 'openllmetry', read: list('gen_ai.completion') },
  { key: 'gen_ai.completion.0.role', from: 'openllmetry', read: list('gen_ai.completion') },
  { key: 'gen_ai.completion', from: 'langsmith' },
  { key: 'gen_ai.retrieval.documents', from: 'genai' },
  { key: 'traceloop.entity.output', from: 'openllmetry' },
  { key: 'gen_ai.task.output', from: 'openllmetry' },
  { key: 'mastra.span.type', from: 'mastra', read: mastra('output') },
  { key: 'final_result', from: 'pydantic-ai' },
  { key: 'events', from: 'pydantic-ai', kinds: ['llm'], read: eventList('output') },
  { key: 'crewai.crew.result', from: 'crewai' },
  { key: 'gcp.vertex.agent.llm_response', from: 'google-adk' },
  { key: 'gcp.vertex.agent.tool_response', from: 'google-adk' },
  { key: 'mlflow.spanOutputs', from: 'mlflow' },
  { key: 'genkit:output', from: 'genkit' },
  { key: 'response.model_output', from: 'claude-code' },
  { key: 'lk.response.text', from: 'livekit' },
  { key: 'lk.function_tool.output', from: 'livekit' },
  { key: 'langfuse.trace.output', from: 'langfuse' },
  { key: 'output', from: 'general' },
]

export interface Texts {
  input: string | null
  output: string | null
}

/** What went in and what came out, as text: JSON where the client sent structure. At most 1 MiB each. */
export function textOf(view: View): Texts {
  return { input: pick(view, input, 'input'), output: pick(view, output, 'output') }
}

function pick(view: View, rows: readonly TextRow[], side: 'input' | 'output'): string | null {
  for (const row of rows) {
    const value = valueAt(view, row)
    if (value === undefined || value === null) continue
    const text = row.read === undefined ? toText(value) : row.read(view, value)
    if (text !== null) return limitText(text)
  }
  const text = view.span.events.length === 0 ? null : eventText(view, side)
  return text === null ? null : limitText(text)
}
