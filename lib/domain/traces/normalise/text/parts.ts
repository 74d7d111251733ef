import { jsonSafe } from '#lib/domain/traces/normalise/attributes/json-safe.ts'
import { limitText } from '#lib/domain/traces/normalise/clean.ts'
import { lookup } from '#lib/domain/traces/normalise/lookup.ts'
import { parseJson, toObject } from '#lib/domain/traces/normalise/readers.ts'
import type { Attributes, AttributeValue } from '#lib/domain/traces/otlp/types.ts'

/** One message of a model call that travelled as an event, beside the span. */
export interface MessagePart {
  direction: 'input' | 'output'
  /** Microseconds since the epoch. */
  atUs: number
  /** Order among parts of the same microsecond: JavaScript's clocks give a whole conversation one millisecond. */
  index: number
  /** A message, or an array of messages, as JSON text. */
  json: string
}

/** Role and rank of the older events, one message each. Rank orders messages of one instant. */
const roles = lookup<{ role: string; rank: number; direction: 'input' | 'output' }>({
  'gen_ai.system.message': { role: 'system', rank: 0, direction: 'input' },
  'gen_ai.user.message': { role: 'user', rank: 1, direction: 'input' },
  'gen_ai.assistant.message': { role: 'assistant', rank: 2, direction: 'input' },
  'gen_ai.tool.message': { role: 'tool', rank: 3, direction: 'input' },
  'gen_ai.choice': { role: 'assistant', rank: 4, direction: 'output' },
})

const details = 'gen_ai.client.inference.operation.details'

/** The attributes of an event that belong to its message. */
const messageFields = ['content', 'message', 'tool_calls', 'id', 'role', 'index', 'finish_reason']

/** Messages in one event of OTel GenAI, old form (one message a record) or new (all of a call's). Empty for any other event. */
export function partsOf(name: string, atUs: number, body: AttributeValue, attributes: Attributes): MessagePart[] {
  if (name === details) return detailParts(atUs, attributes)
  const known = roles.get(name)
  if (known === undefined) return []
  const content = contentOf(body, attributes)
  if (content === null) return []
  const choice = typeof content.index === 'number' ? content.index : 0
  const index = known.rank * 1000 + Math.min(Math.max(Math.trunc(choice) || 0, 0), 999)
  return [{ direction: known.direction, atUs, index, json: JSON.stringify(messageOf(known.role, content)) }]
}

function detailParts(atUs: number, attributes: Attributes): MessagePart[] {
  const parts: MessagePart[] = []
  const add = (direction: 'input' | 'output', index: number, value: unknown) => {
    const messages = typeof value === 'string' ? parseJson(value) : value
    if (Array.isArray(messages) && messages.length > 0)
      parts.push({ direction, atUs, index, json: JSON.stringify(jsonSafe(messages)) })
  }
  const system = attributes['gen_ai.system_instructions']
  const instructions = typeof system === 'string' ? parseJson(system) : system
  if (Array.isArray(instructions)) add('input', 0, [{ role: 'system', parts: instructions }])
  add('input', 1, attributes['gen_ai.input.messages'])
  add('output', 0, attributes['gen_ai.output.messages'])
  return parts
}

/** The message inside: the body (new SDKs), one JSON attribute (Azure's older ones) or the attributes themselves (span events). */
function contentOf(body: AttributeValue, attributes: Attributes): Record<string, unknown> | null {
  if (typeof body === 'string' && body !== '') {
    // Semantic Kernel logs the message as JSON text.
    const parsed = toObject(body)
    return parsed === null ? { content: body } : (jsonSafe(parsed) as Record<string, unknown>)
  }
  if (typeof body === 'object' && body !== null && !Array.isArray(body) && !(body instanceof Uint8Array)) {
    return jsonSafe(body) as Record<string, unknown>
  }
  const packed = attributes['gen_ai.event.content']
  const parsed = typeof packed === 'string' ? parseJson(packed) : undefined
  if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed))
    return jsonSafe(parsed) as Record<string, unknown>
  const plain = jsonSafe(attributes) as Record<string, unknown>
  if (plain.content === undefined && plain.message === undefined && plain.tool_calls === undefined) return null
  return Object.fromEntries(
    messageFields.filter(field => plain[field] !== undefined).map(field => [field, plain[field]]),
  )
}

function messageOf(role: string, content: Record<string, unknown>): Record<string, unknown> {
  const { index: _index, message, ...rest } = content
  if (typeof rest.content === 'string') rest.content = structured(rest.content)
  const parsed = typeof message === 'string' ? (parseJson(message) ?? { content: message }) : message
  // Strands puts the list of a message's blocks where others put the message.
  if (Array.isArray(parsed)) return { role, ...rest, content: parsed }
  const inner = typeof parsed === 'object' && parsed !== null ? parsed : {}
  return { role, ...rest, ...inner }
}

/** Content blocks that were sent as JSON text, as what they are; any other text as it is. */
function structured(text: string): unknown {
  const parsed = text.startsWith('[{') ? parseJson(text) : undefined
  return Array.isArray(parsed) ? parsed : text
}

/** Union of two sets of parts, in a fixed order: doubled, late and shuffled events give the same list. */
export function mergeParts(a: readonly MessagePart[], b: readonly MessagePart[]): MessagePart[] {
  const all = [...a, ...b].sort(compare)
  return all.filter((part, position) => position === 0 || compare(part, all[position - 1] as MessagePart) !== 0)
}

function compare(a: MessagePart, b: MessagePart): number {
  if (a.direction !== b.direction) return a.direction === 'input' ? -1 : 1
  if (a.atUs !== b.atUs) return a.atUs - b.atUs
  if (a.index !== b.index) return a.index - b.index
  return a.json === b.json ? 0 : a.json < b.json ? -1 : 1
}

/** One direction's parts as a JSON array of messages, at most 1 MiB; null when there are none. Takes parts in any order. */
export function renderParts(parts: readonly MessagePart[], direction: 'input' | 'output'): string | null {
  const chosen = mergeParts(parts, []).filter(part => part.direction === direction)
  if (chosen.length === 0) return null
  const messages = chosen.map(part => (part.json.startsWith('[') ? part.json.slice(1, -1) : part.json))
  return limitText(`[${messages.join(',')}]`)
}
