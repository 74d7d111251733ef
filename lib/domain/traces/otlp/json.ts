import { nowNanos, takeRecord, takeSpan } from './check.ts'
import { finishRecord } from './decode-logs.ts'
import { at, enumOf, id, int, type Json, list, nanos, optional, record, text } from './json-read.ts'
import { anyValueOf, attributesOf } from './json-value.ts'
import { limits } from './limits.ts'
import type { DecodedLogs, DecodedTraces, OtlpLogRecord, OtlpResource, OtlpScope, OtlpSpan } from './types.ts'
import { DecodeError } from './wire.ts'

const statusCodes = { STATUS_CODE_UNSET: 0, STATUS_CODE_OK: 1, STATUS_CODE_ERROR: 2, UNSET: 0, OK: 1, ERROR: 2 }
const spanKinds = {
  SPAN_KIND_INTERNAL: 1,
  SPAN_KIND_SERVER: 2,
  SPAN_KIND_CLIENT: 3,
  SPAN_KIND_PRODUCER: 4,
  SPAN_KIND_CONSUMER: 5,
  INTERNAL: 1,
  SERVER: 2,
  CLIENT: 3,
  PRODUCER: 4,
  CONSUMER: 5,
}

/** OTLP/JSON of traces: ids in hex of any case, 64-bit integers as text or number, unknown fields ignored. */
export function decodeTracesJson(bytes: Uint8Array): DecodedTraces {
  const decoded: DecodedTraces = { spans: [], rejected: [] }
  const now = nowNanos()
  let index = 0
  walk(bytes, 'Spans', 'spans', (item, resource, scope) => {
    takeSpan(decoded, index++, now, () => spanOf(record(item, 'a span'), resource, scope))
  })
  return decoded
}

/** OTLP/JSON of logs. */
export function decodeLogsJson(bytes: Uint8Array): DecodedLogs {
  const decoded: DecodedLogs = { records: [], rejected: [] }
  let index = 0
  walk(bytes, 'Logs', 'logRecords', (item, resource, scope) => {
    takeRecord(decoded, index++, () => recordOf(record(item, 'a log record'), resource, scope))
  })
  return decoded
}

const paths = { Spans: '/v1/traces', Logs: '/v1/logs', Metrics: '/v1/metrics' }

function walk(
  bytes: Uint8Array,
  signal: 'Spans' | 'Logs',
  leaf: string,
  item: (json: unknown, resource: OtlpResource, scope: OtlpScope) => void,
): void {
  const body = record(parse(bytes), 'the body')
  requireSignal(body, signal)
  for (const group of list(at(body, `resource${signal}`), `resource${signal}`)) {
    const resource = { attributes: attributesOf(optional(at(group, 'resource')).attributes) }
    for (const scoped of list(at(group, `scope${signal}`), `scope${signal}`)) {
      const raw = optional(scoped.scope)
      const scope = { name: text(raw.name), version: text(raw.version), attributes: attributesOf(raw.attributes) }
      const items = at(scoped, leaf) ?? []
      if (!Array.isArray(items)) throw new DecodeError(`${leaf} must be a list`)
      for (const one of items) item(one, resource, scope)
    }
  }
}

/** A client with one URL for all signals would otherwise get a 200 for what nobody keeps. */
function requireSignal(body: Json, signal: 'Spans' | 'Logs'): void {
  if (at(body, `resource${signal}`) !== undefined) return
  for (const [other, path] of Object.entries(paths)) {
    const name = `resource${other}`
    if (at(body, name) !== undefined) throw new DecodeError(`the body has ${name}: it goes to ${path}`)
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

function spanOf(item: Json, resource: OtlpResource, scope: OtlpScope): OtlpSpan {
  const status = optional(item.status)
  const attributes = Array.isArray(item.attributes) ? item.attributes : []
  const over = Math.max(0, attributes.length - limits.attributesPerSpan)
  return {
    resource,
    scope,
    traceId: id(at(item, 'traceId')),
    spanId: id(at(item, 'spanId')),
    parentSpanId: id(at(item, 'parentSpanId')) || null,
    traceState: text(at(item, 'traceState')),
    name: text(item.name),
    kind: enumOf(item.kind, spanKinds),
    startTimeUnixNano: nanos(at(item, 'startTimeUnixNano')),
    endTimeUnixNano: nanos(at(item, 'endTimeUnixNano')),
    attributes: attributesOf(attributes.slice(0, limits.attributesPerSpan)),
    droppedAttributesCount: int(at(item, 'droppedAttributesCount')) + over,
    events: list(item.events, 'events')
      .slice(0, limits.eventsPerSpan)
      .map(event => ({
        timeUnixNano: nanos(at(event, 'timeUnixNano')),
        name: text(event.name),
        attributes: attributesOf(event.attributes),
      })),
    links: list(item.links, 'links')
      .slice(0, limits.linksPerSpan)
      .map(link => ({
        traceId: id(at(link, 'traceId')),
        spanId: id(at(link, 'spanId')),
        attributes: attributesOf(link.attributes),
      })),
    status: { code: enumOf(status.code, statusCodes), message: text(status.message) },
  }
}

function recordOf(item: Json, resource: OtlpResource, scope: OtlpScope): OtlpLogRecord {
  const raw: OtlpLogRecord = {
    resource,
    scope,
    traceId: id(at(item, 'traceId')) || null,
    spanId: id(at(item, 'spanId')) || null,
    timeUnixNano: nanos(at(item, 'timeUnixNano')),
    eventName: text(at(item, 'eventName')),
    severityNumber: int(at(item, 'severityNumber')),
    body: anyValueOf(item.body, 0),
    attributes: attributesOf(item.attributes),
  }
  return finishRecord(raw, nanos(at(item, 'observedTimeUnixNano')))
}
