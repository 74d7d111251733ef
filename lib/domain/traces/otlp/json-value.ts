import { emptyAttributes } from './decode-common.ts'
import { at, type Json, optional, text } from './json-read.ts'
import { limits } from './limits.ts'
import { cleanText } from './text.ts'
import type { Attributes, AttributeValue } from './types.ts'
import { DecodeError, exact } from './wire.ts'

/** Attributes from a list of KeyValue; anything else has none. */
export function attributesOf(value: unknown, depth = 0): Attributes {
  const attributes = emptyAttributes()
  if (!Array.isArray(value)) return attributes
  for (const entry of value) {
    const pair = optional(entry)
    attributes[text(pair.key)] = anyValueOf(pair.value, depth)
  }
  return attributes
}

/** An AnyValue, its fields under either name. Throws DecodeError beyond the depth allowed. */
export function anyValueOf(value: unknown, depth: number): AttributeValue {
  if (depth > limits.nesting) throw new DecodeError(`an attribute is nested deeper than ${limits.nesting} levels`)
  const any = optional(value)
  if (typeof any.stringValue === 'string') return cleanText(any.stringValue)
  if (typeof any.boolValue === 'boolean') return any.boolValue
  if (any.intValue !== undefined) return integer(any.intValue)
  if (any.doubleValue !== undefined) return double(any.doubleValue)
  return otherValueOf(any, depth)
}

function otherValueOf(any: Json, depth: number): AttributeValue {
  const array = at(any, 'arrayValue')
  if (array !== undefined) {
    const values = optional(array).values
    return Array.isArray(values) ? values.slice(0, limits.itemsPerValue).map(one => anyValueOf(one, depth + 1)) : []
  }
  const map = at(any, 'kvlistValue')
  if (map !== undefined) return attributesOf(optional(map).values, depth + 1)
  const bytes = at(any, 'bytesValue')
  if (typeof bytes === 'string') return new Uint8Array(Buffer.from(bytes, 'base64'))
  const plain = any.string_value ?? any.bool_value
  if (typeof plain === 'string') return cleanText(plain)
  if (typeof plain === 'boolean') return plain
  if (any.int_value !== undefined) return integer(any.int_value)
  return any.double_value === undefined ? null : double(any.double_value)
}

function integer(value: unknown): AttributeValue {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  return typeof value === 'string' && /^-?\d{1,20}$/.test(value) ? exact(BigInt.asIntN(64, BigInt(value))) : null
}

/** Proto3 JSON writes as text what JSON numbers cannot express: NaN, Infinity, -Infinity. */
function double(value: unknown): AttributeValue {
  if (typeof value === 'number') return value
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN
  return Number.isNaN(number) && value !== 'NaN' ? null : number
}
