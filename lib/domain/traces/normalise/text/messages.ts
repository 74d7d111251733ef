import { asText, parseJson, toObject, toText, unquoted } from '#lib/domain/traces/normalise/readers.ts'
import { toMicros } from '#lib/domain/traces/normalise/timing.ts'
import type { View } from '#lib/domain/traces/normalise/view.ts'
import type { AttributeValue } from '#lib/domain/traces/otlp/types.ts'
import { partsOf, renderParts } from './parts.ts'

/** OpenLIT leaves them among the messages too. */
const startsWithSystem = /^\s*\[\s*\{\s*"role"\s*:\s*"(system|developer)"/

/** Input messages with the system instructions, which OTel GenAI keeps apart, as the first message. */
export function withInstructions(view: View, value: AttributeValue): string | null {
  const messages = toText(value)
  const system = view.attributes['gen_ai.system_instructions']
  const instructions = system === undefined ? null : toText(typeof system === 'string' ? unquoted(system) : system)
  if (messages === null || instructions === null || !isList(messages) || startsWithSystem.test(messages))
    return messages
  const parts = isList(instructions) ? instructions : JSON.stringify([{ type: 'text', content: instructions }])
  const rest = messages.trim().slice(1)
  const comma = rest.trimStart().startsWith(']') ? '' : ','
  return `[{"role":"system","parts":${parts}}${comma}${rest}`
}

/** Only the ends are checked: parsing a long conversation to put one message before it would cost more than everything else. */
function isList(text: string): boolean {
  const plain = text.trim()
  return plain.startsWith('[') && plain.endsWith(']')
}

/** An AI SDK answer with tool calls, as one assistant message; the text and the calls stand in two attributes. */
export function aiSdkAnswer(view: View, value: AttributeValue): string | null {
  const calls = typeof value === 'string' ? parseJson(value) : value
  if (!Array.isArray(calls) || calls.length === 0) return null
  const text = toText(view.attributes['ai.response.text'] ?? null)
  return toText([{ role: 'assistant', content: text, tool_calls: calls as AttributeValue[] }])
}

/** Messages that instrumentations of 2024 wrote as span events. A tool's one message is its arguments or its result, without the envelope. */
export function eventText(view: View, side: 'input' | 'output'): string | null {
  const told = view.span.events.filter(event => event.name.startsWith('gen_ai.'))
  if (told.length === 0) return null
  const parts = told.flatMap(event => partsOf(event.name, toMicros(event.timeUnixNano), null, event.attributes))
  const [only, ...rest] = parts.filter(part => part.direction === side)
  if (view.kind === 'tool' && only !== undefined && rest.length === 0) {
    const content = toObject(only.json)?.content
    if (content !== undefined) return toText(content as AttributeValue)
  }
  return renderParts(parts, side)
}

/**
 * One side of a call whose whole conversation stands in one list of events (Pydantic AI's first versions, Logfire). The answer is what comes
 * after the last message of the other side: a choice, or the assistant's own words.
 */
export function eventList(side: 'input' | 'output') {
  return (_view: View, value: AttributeValue): string | null => {
    const events = typeof value === 'string' ? parseJson(value) : value
    if (!Array.isArray(events)) return side === 'input' ? toText(value) : null
    let end = events.length
    while (end > 0 && isAnswer(events[end - 1])) end--
    const chosen = side === 'input' ? events.slice(0, end) : events.slice(end)
    return chosen.length === 0 ? null : toText(chosen as AttributeValue[])
  }
}

function isAnswer(event: unknown): boolean {
  if (typeof event !== 'object' || event === null) return false
  const name = asText((event as Record<string, unknown>)['event.name'])
  return name === 'gen_ai.choice' || name === 'gen_ai.assistant.message'
}
