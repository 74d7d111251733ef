import type { AttributeValue, OtlpEvent } from '#lib/domain/traces/otlp/types.ts'
import { partsOf, renderParts } from './parts.ts'
import { parseJson, toText } from './readers.ts'
import { toMicros } from './timing.ts'
import type { View } from './view.ts'

/** Input messages with the system instructions, which OTel GenAI keeps apart, as the first message. */
export function withInstructions(view: View, value: AttributeValue): string | null {
  const messages = toText(value)
  const system = view.attributes['gen_ai.system_instructions']
  const instructions = system === undefined ? null : toText(system)
  if (messages === null || instructions === null || !isList(messages)) return messages
  const parts = isList(instructions) ? instructions : JSON.stringify([{ type: 'text', content: instructions }])
  const rest = messages.trim().slice(1)
  const comma = rest.trimStart().startsWith(']') ? '' : ','
  return `[{"role":"system","parts":${parts}}${comma}${rest}`
}

/** Only the ends are looked at: parsing a long conversation to put one message before it would cost more than all else. */
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

/** Messages that instrumentations of 2024 wrote as span events. */
export function eventText(events: readonly OtlpEvent[], side: 'input' | 'output'): string | null {
  const told = events.filter(event => event.name.startsWith('gen_ai.'))
  if (told.length === 0) return null
  const parts = told.flatMap(event => partsOf(event.name, toMicros(event.timeUnixNano), null, event.attributes))
  return renderParts(parts, side)
}
