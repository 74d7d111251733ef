import { parseJson, toObject } from '#lib/domain/traces/normalise/readers.ts'

/** Usage is short: longer text holds something else. */
const limit = 8192

/**
 * An object of counts, sent as structure, alone in a list, as JSON text, or as the text Python prints of a dictionary or of an object (`{'cache_read': 9000}`,
 * `Usage(prompt_tokens=19, details=Details(cached_tokens=None))`): exporters in Python write the latter where they meant JSON. Null for all else.
 */
export function countsIn(value: unknown): Record<string, unknown> | null {
  if (Array.isArray(value)) return value.length === 1 && !Array.isArray(value[0]) ? countsIn(value[0]) : null
  return toObject(value) ?? (typeof value === 'string' && value.length <= limit ? printed(value.trim()) : null)
}

/** Words, numbers and texts without quotes inside: what is more than that is no usage, and is not guessed at. */
const token =
  /\s*('[^'"\\]*'|"[^'"\\]*"|[A-Za-z_][\w.]*\(|[A-Za-z_]\w*\s*=|[A-Za-z_]\w*|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|[{}[\](),:])/y

const constants = new Map([
  ['None', 'null'],
  ['True', 'true'],
  ['False', 'false'],
])

function printed(text: string): Record<string, unknown> | null {
  if (!/^(\{|[A-Za-z_][\w.]*\()/.test(text)) return null
  const json: string[] = []
  token.lastIndex = 0
  while (token.lastIndex < text.length) {
    const found = token.exec(text)?.[1]
    if (found === undefined) return null
    json.push(inJson(found))
  }
  return toObject(parseJson(json.join('')) ?? null)
}

function inJson(part: string): string {
  if (part.startsWith("'") || part.startsWith('"')) return JSON.stringify(part.slice(1, -1))
  if (part.endsWith('(')) return '{'
  if (part === ')') return '}'
  if (part.endsWith('=')) return `${JSON.stringify(part.slice(0, -1).trim())}:`
  return constants.get(part) ?? part
}
