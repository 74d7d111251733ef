import { cut, cutMark, head, tidy } from '#lib/domain/traces/normalise/clean.ts'
import { factsOf, redactText } from './secrets.ts'

/** Deeper nesting is cut: it would overflow the stack of later code. */
const depthLimit = 32
/** Longest single string inside an attribute, UTF-16 units. */
const stringLimit = 64 * 1024
/** A list of numbers longer than this is an embedding, whatever its key says. */
const vectorLength = 256

/** Counts what a value weighs as JSON, in characters, close enough for a limit. */
export interface Meter {
  size: number
}

/**
 * A value that JSON can hold: 64-bit integers beyond 2^53-1 and NaN as text, bytes as `{"$bytes": length}`, vectors as `{"$vector": length}`,
 * secrets under header-like keys as `[redacted]`, long strings cut with a marker.
 */
export function jsonSafe(value: unknown, key = '', meter: Meter = { size: 0 }, depth = 0): unknown {
  if (typeof value === 'string') return safeString(value, key, meter)
  if (typeof value === 'number') {
    meter.size += 8
    // JSON knows no -0: adding 0 makes it what it will be after a round trip.
    return Number.isFinite(value) ? value + 0 : String(value)
  }
  if (typeof value === 'object' && value !== null) return safeObject(value, key, meter, depth)
  meter.size += 8
  if (typeof value === 'bigint') return value.toString()
  return typeof value === 'boolean' ? value : null
}

function safeString(value: string, key: string, meter: Meter): unknown {
  const facts = factsOf(key)
  if (facts.secret) return redacted(meter)
  if (facts.vector && value.length > 64 && /^\[\s*-?\d/.test(value))
    return marker('$vector', value.split(',').length, meter)
  const whole = tidy(value)
  const kept = head(whole, stringLimit)
  const shown = facts.headers ? redactText(kept) : kept
  const text = kept.length === whole.length ? shown : shown + cutMark(whole.length)
  meter.size += text.length + 2
  return text
}

function safeObject(value: object, key: string, meter: Meter, depth: number): unknown {
  if (factsOf(key).secret) return redacted(meter)
  if (value instanceof Uint8Array) return marker('$bytes', value.length, meter)
  if (depth >= depthLimit) return marker('$depth', depth, meter)
  meter.size += 2
  if (!Array.isArray(value)) return safeRecord(value as Record<string, unknown>, meter, depth)
  if (isVector(value, key)) return marker('$vector', value.length, meter)
  return value.map(item => jsonSafe(item, key, meter, depth + 1))
}

function safeRecord(value: Record<string, unknown>, meter: Meter, depth: number): Record<string, unknown> {
  const copy: Record<string, unknown> = {}
  for (const key of Object.keys(value)) put(copy, key, jsonSafe(value[key], key, meter, depth + 1), meter)
  return copy
}

/** Sets an own property whatever the key: a plain assignment to `__proto__` would change the object instead. */
export function put(target: Record<string, unknown>, key: string, value: unknown, meter: Meter): void {
  const name = key.length > 512 ? cut(tidy(key), 512) : tidy(key)
  meter.size += name.length + 4
  if (name === '__proto__')
    Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true })
  else target[name] = value
}

function isVector(value: unknown[], key: string): boolean {
  if (value.length === 0 || typeof value[0] !== 'number') return false
  if (value.length <= vectorLength && !(factsOf(key).vector && value.length > 3)) return false
  return value.every(item => typeof item === 'number')
}

function marker(name: string, length: number, meter: Meter): Record<string, number> {
  meter.size += 24
  return { [name]: length }
}

function redacted(meter: Meter): string {
  meter.size += 12
  return '[redacted]'
}
