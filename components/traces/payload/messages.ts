import { isRecord, messageList } from './message-list.ts'

/** One turn of a conversation, whatever convention it was written in. */
export interface Message {
  role: string
  /** Spoken text; empty when the turn only calls tools. */
  text: string
  toolCalls: { name: string; arguments: string }[]
}

const asText = (value: unknown): string =>
  typeof value === 'string' ? value : value === undefined || value === null ? '' : JSON.stringify(value, null, 2)

/**
 * Reads a span's input or output as messages: OpenAI `{role, content, tool_calls}`, OpenTelemetry `{role, parts}`,
 * Anthropic, Gemini, Genkit and AI SDK content parts, OpenInference `{role, contents}`, LangChain's objects; alone, in a list, or in an API's request or answer. Null when it is no conversation: then the
 * page shows it as it came. Nothing is dropped: parts of unknown kind stay as JSON.
 */
export function readMessages(payload: string | null): Message[] | null {
  if (!payload) return null
  let value: unknown
  try {
    value = JSON.parse(payload)
  } catch {
    return null
  }
  const messages = messageList(value).map(readMessage)
  return messages.length > 0 && messages.every(message => message !== null) ? messages : null
}

function readMessage(inner: unknown): Message | null {
  if (!isRecord(inner) || typeof inner.role !== 'string') return null
  const message: Message = { role: inner.role, text: '', toolCalls: [] }
  const content = inner.parts ?? inner.contents ?? blocks(inner.content)
  for (const part of Array.isArray(content) ? content : [content]) addPart(message, part)
  const calls = inner.tool_calls ?? inner.toolCalls
  for (const call of Array.isArray(calls) ? calls : []) addCall(message, call)
  return message
}

/** Content blocks that came as JSON text (OpenLLMetry's Cohere), as what they are; anything else as it is. */
function blocks(content: unknown): unknown {
  if (typeof content !== 'string' || !/^\[\s*\{\s*"type"/.test(content)) return content
  try {
    return JSON.parse(content)
  } catch {
    return content
  }
}

function addPart(message: Message, part: unknown): void {
  if (!isRecord(part)) {
    addText(message, asText(part))
    return
  }
  const type = String(part.type ?? '').replaceAll('-', '_')
  if (type === 'tool_call' || type === 'tool_use' || type === 'function_call') {
    addCall(message, part)
    return
  }
  const request = part.functionCall ?? part.function_call ?? part.toolRequest
  if (isRecord(request)) {
    addCall(message, request)
    return
  }
  const content = part.text ?? part.content ?? part.response ?? part.result ?? part.output
  addText(message, content === undefined ? asText(part) : asText(content))
}

function addText(message: Message, text: string): void {
  if (text) message.text += message.text ? `\n${text}` : text
}

function addCall(message: Message, call: unknown): void {
  if (!isRecord(call)) return
  const source = [call.function, call.tool_call, call].find(
    each => isRecord(each) && ('name' in each || 'toolName' in each),
  )
  if (!isRecord(source)) {
    addText(message, asText(call))
    return
  }
  message.toolCalls.push({
    name: asText(source.name ?? source.toolName),
    arguments: asText(source.arguments ?? source.input ?? source.args),
  })
}

/**
 * What a person would read first in a preview. Previews are cut at 200 characters, so structure no longer parses: the
 * last text in it is taken by its key; a preview without any stays as it is.
 */
export function previewText(preview: string): string {
  if (!/^\s*[[{]/.test(preview)) return preview
  const texts = [...preview.matchAll(/"(?:content|text)"\s*:\s*"((?:[^"\\]|\\.)*)/g)].map(match => match[1] ?? '')
  const last = texts.findLast(text => text.trim() !== '')
  return last === undefined ? preview : unescaped(last)
}

function unescaped(jsonText: string): string {
  try {
    return JSON.parse(`"${jsonText}"`)
  } catch {
    return jsonText
  }
}
