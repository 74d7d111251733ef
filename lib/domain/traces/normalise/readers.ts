import { jsonSafe } from '#lib/domain/traces/normalise/attributes/json-safe.ts'
import type { AttributeValue } from '#lib/domain/traces/otlp/types.ts'
import { cleanName } from './clean.ts'

/** Above this a token count is a mistake (or an attack on a sum), not a measurement. */
const countLimit = 1e12
/** JSON text longer than this is not parsed just to look for one field in it. */
const jsonLimit = 256 * 1024

/** Readers say null for "not what this field can be", and the table goes on to its next row. */
export type Reader<T> = (value: AttributeValue) => T | null

/** A name of any field: text or number, cleaned and capped. MLflow sends every attribute as JSON, names with their quotes. */
export function toName(value: AttributeValue): string | null {
  if (typeof value === 'string') return cleanName(unquoted(value, 4096))
  if (typeof value === 'bigint') return String(value)
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : null
}

/** The value of a text that was sent as JSON text; any other text unchanged. */
export function unquoted(text: string, limit = jsonLimit): string {
  if (text.length < 2 || text.length > limit || !text.startsWith('"') || !text.endsWith('"')) return text
  const parsed = parseJson(text)
  return typeof parsed === 'string' ? parsed : text
}

/** A whole, non-negative count; OTLP clients send it as an integer, a double or text. */
export function toCount(value: unknown): number | null {
  const count = toNumber(value)
  return count === null || count < 0 || count > countLimit ? null : Math.round(count) + 0
}

/** A finite number from a number, a bigint, decimal text, or a list that has nothing else. */
export function toNumber(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value + 0 : null
  if (typeof value === 'bigint') return Number(value)
  if (Array.isArray(value)) return value.length === 1 && !Array.isArray(value[0]) ? toNumber(value[0]) : null
  if (typeof value !== 'string' || value.length > 40 || !decimal.test(value)) return null
  const parsed = Number(value.replaceAll('"', ''))
  return Number.isFinite(parsed) ? parsed + 0 : null
}

/** Maybe in the quotes of JSON text. Not what `Number` reads beside: `0x10`, `Infinity`, nothing at all. */
const decimal = /^\s*("?)[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\1\s*$/i

/** Text, or the empty string for anything else. `String(value)` would call, or miss, what a client put under `toString`. */
export function asText(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** Text as sent; structure as JSON text. Null for nothing and for the empty string. */
export function toText(value: AttributeValue): string | null {
  if (value === null || value === undefined || value === '') return null
  if (typeof value === 'string') return value
  if (typeof value === 'object') return JSON.stringify(jsonSafe(value))
  return String(value)
}

/** A JSON object, sent as structure, as JSON text or as JSON text of that text; null for anything else. */
export function toObject(value: unknown): Record<string, unknown> | null {
  const once = typeof value === 'string' ? parseJson(value) : value
  const parsed = typeof once === 'string' ? parseJson(once) : once
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed) || parsed instanceof Uint8Array)
    return null
  return parsed as Record<string, unknown>
}

/** A list of short texts, sent as an array, as JSON text of one, or as one bare text. */
export function toList(value: AttributeValue): string[] | null {
  const parsed = typeof value === 'string' && value.startsWith('[') ? parseJson(value) : value
  const items = Array.isArray(parsed) ? parsed : [parsed]
  const names = items
    .map(item => (typeof item === 'string' ? cleanName(item, 100) : null))
    .filter(item => item !== null)
  return names.length === 0 ? null : [...new Set(names)].slice(0, 32)
}

/** JSON text as a value, or undefined when it is not JSON or too long to be worth it. */
export function parseJson(text: string): unknown {
  if (text.length > jsonLimit) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
