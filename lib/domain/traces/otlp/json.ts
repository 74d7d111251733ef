import { checkSpan, nowNanos } from './check.ts'
import { emptyAttributes } from './decode-common.ts'
import { finishRecord } from './decode-logs.ts'
import { limits } from './limits.ts'
import { cleanText } from './text.ts'
import type {
  Attributes,
  AttributeValue,
  DecodedLogs,
  DecodedTraces,
  OtlpLogRecord,
  OtlpResource,
  OtlpScope,
  OtlpSpan,
} from './types.ts'
import { DecodeError, exact } from './wire.ts'

type Json = Record<string, unknown>

/** OTLP/JSON of traces: ids in hex of any case, 64-bit integers as text or number, unknown fields ignored. */
export function decodeTracesJson(bytes: Uint8Array): DecodedTraces {
  const decoded: DecodedTraces = { spans: [], rejected: [] }
  const now = nowNanos()
  let index = 0
  walk(bytes, 'resourceSpans', 'scopeSpans', 'spans', (item, resource, scope) => {
    const span = spanOf(item, resource, scope)
    const reason = checkSpan(span, index, now)
    if (reason === null) decoded.spans.push(span)
    else decoded.rejected.push({ index, reason })
    index++
  })
  return decoded
}

/** OTLP/JSON of logs. */
export function decodeLogsJson(bytes: Uint8Array): DecodedLogs {
  const decoded: DecodedLogs = { records: [], rejected: [] }
  let index = 0
  walk(bytes, 'resourceLogs', 'scopeLogs', 'logRecords', (item, resource, scope) => {
    if (index < limits.spansPerRequest) decoded.records.push(recordOf(item, resource, scope))
    else decoded.rejected.push({ index, reason: `more than ${limits.spansPerRequest} records in one request` })
    index++
  })
  return decoded
}

function walk(
  bytes: Uint8Array,
  outer: string,
  inner: string,
  leaf: string,
  item: (json: Json, resource: OtlpResource, scope: OtlpScope) => void,
): void {
  for (const group of list(record(parse(bytes), 'the body')[outer], outer)) {
    const resource = { attributes: attributesOf(optional(group.resource).attributes) }
    for (const scoped of list(group[inner], inner)) {
      const raw = optional(scoped.scope)
      const scope = { name: text(raw.name), version: text(raw.version), attributes: attributesOf(raw.attributes) }
      for (const one of list(scoped[leaf], leaf)) item(one, resource, scope)
    }
  }
}

function parse(bytes: Uint8Array): unknown {
  let values = 0
  for (const byte of bytes) if (byte === 0x7b || byte === 0x5b) values++
  if (values > limits.jsonValues) throw new DecodeError(`the body has more than ${limits.jsonValues} objects and lists`)
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    throw new DecodeError('the body is not JSON')
  }
}

function record(value: unknown, name: string): Json {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Json
  throw new DecodeError(`${name} must be an object`)
}

const optional = (value: unknown): Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {}

function list(value: unknown, name: string): Json[] {
  if (value === undefined || value === null) return []
  if (!Array.isArray(value)) throw new DecodeError(`${name} must be a list`)
  return value.map(entry => record(entry, `an entry of ${name}`))
}

const text = (value: unknown) => (typeof value === 'string' ? cleanText(value) : '')
const id = (value: unknown) => (typeof value === 'string' ? value.toLowerCase() : '')
const int = (value: unknown) => (Number.isInteger(Number(value)) && value !== null && value !== '' ? Number(value) : 0)

function nanos(value: unknown): bigint {
  if (typeof value === 'number' && Number.isFinite(value) && value > 0) return BigInt(Math.trunc(value))
  return typeof value === 'string' && /^\d{1,20}$/.test(value) ? BigInt.asUintN(64, BigInt(value)) : 0n
}

function spanOf(item: Json, resource: OtlpResource, scope: OtlpScope): OtlpSpan {
  const status = optional(item.status)
  const attributes = Array.isArray(item.attributes) ? item.attributes : []
  const over = Math.max(0, attributes.length - limits.attributesPerSpan)
  return {
    resource,
    scope,
    traceId: id(item.traceId),
    spanId: id(item.spanId),
    parentSpanId: id(item.parentSpanId) || null,
    traceState: text(item.traceState),
    name: text(item.name),
    kind: int(item.kind),
    startTimeUnixNano: nanos(item.startTimeUnixNano),
    endTimeUnixNano: nanos(item.endTimeUnixNano),
    attributes: attributesOf(attributes.slice(0, limits.attributesPerSpan)),
    droppedAttributesCount: int(item.droppedAttributesCount) + over,
    events: list(item.events, 'events')
      .slice(0, limits.eventsPerSpan)
      .map(event => ({
        timeUnixNano: nanos(event.timeUnixNano),
        name: text(event.name),
        attributes: attributesOf(event.attributes),
      })),
    links: list(item.links, 'links')
      .slice(0, limits.linksPerSpan)
      .map(link => ({
        traceId: id(link.traceId),
        spanId: id(link.spanId),
        attributes: attributesOf(link.attributes),
      })),
    status: { code: int(status.code), message: text(status.message) },
  }
}

function recordOf(item: Json, resource: OtlpResource, scope: OtlpScope): OtlpLogRecord {
  const raw: OtlpLogRecord = {
    resource,
    scope,
    traceId: id(item.traceId) || null,
    spanId: id(item.spanId) || null,
    timeUnixNano: nanos(item.timeUnixNano),
    eventName: text(item.eventName),
    severityNumber: int(item.severityNumber),
    body: anyValueOf(item.body, 0),
    attributes: attributesOf(item.attributes),
  }
  return finishRecord(raw, nanos(item.observedTimeUnixNano))
}

function attributesOf(value: unknown, depth = 0): Attributes {
  const attributes = emptyAttributes()
  if (!Array.isArray(value)) return attributes
  for (const entry of value) {
    const pair = optional(entry)
    attributes[text(pair.key)] = anyValueOf(pair.value, depth)
  }
  return attributes
}

function anyValueOf(value: unknown, depth: number): AttributeValue {
  if (depth > limits.nesting) throw new DecodeError(`an attribute is nested deeper than ${limits.nesting} levels`)
  const any = optional(value)
  if (typeof any.stringValue === 'string') return cleanText(any.stringValue)
  if (typeof any.boolValue === 'boolean') return any.boolValue
  if (any.intValue !== undefined) return integer(any.intValue)
  if (any.doubleValue !== undefined) return double(any.doubleValue)
  if (any.arrayValue !== undefined) {
    const values = optional(any.arrayValue).values
    return Array.isArray(values) ? values.slice(0, limits.itemsPerValue).map(one => anyValueOf(one, depth + 1)) : []
  }
  if (any.kvlistValue !== undefined) return attributesOf(optional(any.kvlistValue).values, depth + 1)
  if (typeof any.bytesValue === 'string') return new Uint8Array(Buffer.from(any.bytesValue, 'base64'))
  return null
}

function integer(value: unknown): AttributeValue {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  return typeof value === 'string' && /^-?\d{1,20}$/.test(value) ? exact(BigInt.asIntN(64, BigInt(value))) : null
}

/** Proto3 JSON writes what JSON numbers cannot say as text: NaN, Infinity, -Infinity. */
function double(value: unknown): AttributeValue {
  if (typeof value === 'number') return value
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN
  return Number.isNaN(number) && value !== 'NaN' ? null : number
}
