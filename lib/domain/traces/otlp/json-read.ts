import { cleanText } from './text.ts'
import { DecodeError } from './wire.ts'

/** Reads parsed JSON from an untrusted client: a value of the wrong type is absent, or a DecodeError where it is required. */
export type Json = Record<string, unknown>

/** A field by its name, or by its name in the .proto file: some clients' JSON printers keep that. */
export function at(json: Json, name: string): unknown {
  return json[name] ?? json[name.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`)]
}

/** The object, or a DecodeError that names it. */
export function record(value: unknown, name: string): Json {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Json
  throw new DecodeError(`${name} must be an object`)
}

/** The object, or an empty one. */
export const optional = (value: unknown): Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {}

/** A list of objects; DecodeError for anything else that is there. */
export function list(value: unknown, name: string): Json[] {
  if (value === undefined || value === null) return []
  if (!Array.isArray(value)) throw new DecodeError(`${name} must be a list`)
  return value.map(entry => record(entry, `an entry of ${name}`))
}

/** Text, or the empty string. */
export const text = (value: unknown) => (typeof value === 'string' ? cleanText(value) : '')
/** A whole number from a number or numeric text; 0 for anything else. Never `Number(value)` of an object: that would call what the sender put under `valueOf`. */
export function int(value: unknown): number {
  if (typeof value !== 'number' && (typeof value !== 'string' || value === '')) return 0
  return Number.isInteger(Number(value)) ? Number(value) : 0
}

/** A time in nanoseconds; 0 if invalid. Seconds with a fraction, which some clients send, become milliseconds: `microsIn` reads both. */
export function nanos(value: unknown): bigint {
  if (typeof value === 'number' && Number.isFinite(value) && value > 0)
    return BigInt(Number.isInteger(value) || value > 1e11 ? Math.trunc(value) : Math.round(value * 1000))
  return typeof value === 'string' && /^\d{1,20}$/.test(value) ? BigInt.asUintN(64, BigInt(value)) : 0n
}

/** An enum's number. By the specification it is never sent as a name, but generic protobuf printers and SDKs' own printers do. */
export function enumOf(value: unknown, names: Readonly<Record<string, number>>): number {
  const name = typeof value === 'string' ? value.toUpperCase() : ''
  return Object.hasOwn(names, name) ? (names[name] ?? 0) : int(value)
}

/** An id in hex of any case; generic protobuf printers write base64, which has another length. */
export function id(value: unknown): string {
  if (typeof value !== 'string') return ''
  const bytes = value.length <= 24 && value.endsWith('=') ? Buffer.from(value, 'base64') : null
  return bytes?.length === 16 || bytes?.length === 8 ? bytes.toString('hex') : value.toLowerCase()
}
