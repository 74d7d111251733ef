import type { SpanItem, TraceDetail } from '#lib/domain/traces/schemas.ts'
import { type Message, readMessages } from '../payload/messages.ts'

/** One message or action, in the order it happened. Every turn leads to its span. */
export type Turn =
  | { kind: 'message'; agent: string | null; span: SpanItem; message: Message }
  | { kind: 'text'; agent: string | null; span: SpanItem; direction: 'to' | 'by'; text: string }
  | { kind: 'tool'; agent: string | null; span: SpanItem }
  | { kind: 'failure'; agent: string | null; span: SpanItem }

/**
 * The conversation of a trace as a person reads it. Each model call is sent the whole history again: what an agent's
 * conversation already holds is not repeated, nor the tool results that stand there as the tool's own.
 */
export function transcriptOf(trace: Pick<TraceDetail, 'spans' | 'repeatedCalls'>): Turn[] {
  const again = toldElsewhere(trace)
  const turns: Turn[] = []
  const heard = new Map<string, Conversation>()
  for (const span of trace.spans) {
    if (span.noise || again.has(span.spanId)) continue
    const key = span.agent ?? ''
    const conversation = heard.get(key) ?? { keys: new Set<string>(), results: [] }
    heard.set(key, conversation)
    if (span.kind === 'llm') turns.push(...modelTurns(span, conversation))
    if (span.kind === 'tool' || span.kind === 'retriever') {
      if (span.output !== null) conversation.results.push(flat(span.output))
      turns.push({ kind: 'tool', agent: span.agent, span })
    }
  }
  return turns
}

interface Conversation {
  keys: Set<string>
  /** What tools answered. */
  results: string[]
}

/** Spans of calls that another span tells of, where that one has the messages. */
function toldElsewhere({ spans, repeatedCalls }: Pick<TraceDetail, 'spans' | 'repeatedCalls'>): Set<string> {
  const says = new Set(spans.filter(span => span.input !== null || span.output !== null).map(span => span.spanId))
  return new Set(repeatedCalls.flatMap(({ spanId, callId }) => (callId !== null && says.has(callId) ? spanId : [])))
}

function modelTurns(span: SpanItem, conversation: Conversation): Turn[] {
  const { agent } = span
  const turns: Turn[] = []
  const say = (payload: string | null, direction: 'to' | 'by') => {
    const messages = readMessages(payload) ?? (direction === 'by' ? answerIn(payload) : null)
    if (messages) {
      const fresh = messages.filter(message => isNew(message, conversation))
      turns.push(...fresh.map((message): Turn => ({ kind: 'message', agent, span, message })))
    } else if (payload !== null && isNew({ role: direction, text: payload, toolCalls: [] }, conversation)) {
      turns.push({ kind: 'text', agent, span, direction, text: payload })
    }
  }
  say(span.input, 'to')
  say(span.output, 'by')
  if (span.status === 'error') turns.push({ kind: 'failure', agent, span })
  return turns
}

/** Many clients give an answer as the text alone. */
function answerIn(payload: string | null): Message[] | null {
  if (payload === null || /^\s*[[{]/.test(payload)) return null
  return [{ role: 'assistant', text: payload, toolCalls: [] }]
}

const roles: Record<string, string> = { human: 'user', ai: 'assistant', model: 'assistant', function: 'tool' }
export const roleOf = ({ role }: Message) => roles[role.toLowerCase()] ?? role.toLowerCase()

/** Remembers a message; false when the conversation holds it already, in whatever convention. */
function isNew(message: Message, { keys, results }: Conversation): boolean {
  const text = flat(message.text)
  if (roleOf(message) === 'tool' && results.some(result => alike(result, text))) return false
  const key = JSON.stringify([roleOf(message), text, message.toolCalls.map(call => [call.name, flat(call.arguments)])])
  if (keys.has(key)) return false
  keys.add(key)
  return true
}

/** A result may stand in a message as it is, or in an envelope of the framework's. */
const alike = (result: string, text: string) =>
  result === text || (Math.min(result.length, text.length) > 3 && (text.includes(result) || result.includes(text)))

/** A text without the accidents of its notation: JSON unindented, spaces as one. */
function flat(text: string): string {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'string' ? flat(value) : JSON.stringify(value)
  } catch {
    return text.replaceAll(/\s+/g, ' ').trim()
  }
}
