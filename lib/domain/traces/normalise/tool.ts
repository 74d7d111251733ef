import { cleanName } from '#lib/domain/traces/normalise/clean.ts'
import { toName } from '#lib/domain/traces/normalise/readers.ts'
import { first, type Row, type View } from '#lib/domain/traces/normalise/view.ts'

const name: readonly Row[] = [
  { key: 'gen_ai.tool.name', from: 'genai' },
  { key: 'tool.name', from: 'openinference' },
  { key: 'ai.toolCall.name', from: 'vercel-ai' },
  { key: 'traceloop.entity.name', from: 'openllmetry', kinds: ['tool'] },
  { key: 'name', from: 'logfire' },
  { key: 'lk.function_tool.name', from: 'livekit' },
  { key: 'tool_name', from: 'codex' },
  { key: 'genkit:name', from: 'genkit' },
]

const callId: readonly Row[] = [
  { key: 'gen_ai.tool.call.id', from: 'genai' },
  { key: 'gen_ai.tool.call_id', from: 'gemini-cli' },
  { key: 'ai.toolCall.id', from: 'vercel-ai' },
  { key: 'tool.id', from: 'openinference' },
  { key: 'tool_call.id', from: 'openinference' },
  { key: 'lk.function_tool.id', from: 'livekit' },
  { key: 'tool_use_id', from: 'claude-code' },
  { key: 'call_id', from: 'codex' },
]

/** Names of tool spans carry the verb or the kind: `execute_tool search`, `search.run`, `search.tool`. */
const dressing = /^(execute_tool|running tool:?|tools\/call)\s+|\.(run|tool|_run|__call__|a?call|a?invoke)$/g

interface ToolFields {
  tool: string | null
  toolCallId: string | null
}

/** Tool of a tool span; other kinds have none, even when they mention one. */
export function toolOf(view: View): ToolFields {
  if (view.kind !== 'tool') return { tool: null, toolCallId: null }
  const tool = first(view, name, toName) ?? cleanName(view.span.name.replace(dressing, ''))
  return { tool, toolCallId: first(view, callId, toName) }
}
