import { nowNanos, takeSpan } from './check.ts'
import { emptyAttributes, readKeyValue } from './decode-common.ts'
import { readGroups } from './groups.ts'
import { limits } from './limits.ts'
import { cleanText, hex } from './text.ts'
import type { Attributes, DecodedTraces, OtlpEvent, OtlpLink, OtlpResource, OtlpScope, OtlpSpan } from './types.ts'
import { DecodeError, type Reader } from './wire.ts'

/** Decodes an ExportTraceServiceRequest. A span that breaks a rule is rejected alone; throws DecodeError on broken protobuf. */
export function decodeTraces(bytes: Uint8Array): DecodedTraces {
  const decoded: DecodedTraces = { spans: [], rejected: [] }
  const now = nowNanos()
  const budget = { attributes: limits.attributesPerRequest as number }
  let index = 0
  readGroups(bytes, (reader, resource, scope) => {
    takeSpan(decoded, index, now, () => {
      const full = budget.attributes <= 0 || index >= limits.spansPerRequest
      if (full) throw new DecodeError(beyond(index))
      return readSpan(reader, resource, scope, budget)
    })
    index++
  })
  return decoded
}

const beyond = (index: number) =>
  index >= limits.spansPerRequest
    ? `more than ${limits.spansPerRequest} spans in one request`
    : `more than ${limits.attributesPerRequest} attributes in one request`

function readSpan(reader: Reader, resource: OtlpResource, scope: OtlpScope, budget: { attributes: number }): OtlpSpan {
  const span: OtlpSpan = {
    resource,
    scope,
    traceId: '',
    spanId: '',
    parentSpanId: null,
    traceState: '',
    name: '',
    kind: 0,
    startTimeUnixNano: 0n,
    endTimeUnixNano: 0n,
    attributes: emptyAttributes(),
    droppedAttributesCount: 0,
    events: [],
    links: [],
    status: { code: 0, message: '' },
  }
  let count = 0
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === 9 && reader.is(2)) {
      budget.attributes--
      if (count++ < limits.attributesPerSpan) readKeyValue(reader.message(), span.attributes, 0)
      else {
        reader.message()
        span.droppedAttributesCount++
      }
    } else if (field !== 9) readSpanField(reader, field, span)
  }
  return span
}

function readSpanField(reader: Reader, field: number, span: OtlpSpan): void {
  // A log record has its time where a span has its trace id.
  if (field === 1 && reader.wire === 1) throw new DecodeError('this is a log record: it goes to /v1/logs')
  if (field === 1 && reader.is(2)) span.traceId = hex(reader.bytes())
  else if (field === 2 && reader.is(2)) span.spanId = hex(reader.bytes())
  else if (field === 3 && reader.is(2)) span.traceState = cleanText(reader.text())
  else if (field === 4 && reader.is(2)) span.parentSpanId = hex(reader.bytes()) || null
  else if (field === 5 && reader.is(2)) span.name = cleanText(reader.text())
  else if (field === 6 && reader.is(0)) span.kind = reader.uint32()
  else if (field === 7 && reader.is(1)) span.startTimeUnixNano = reader.fixed64()
  else if (field === 8 && reader.is(1)) span.endTimeUnixNano = reader.fixed64()
  else if (field === 10 && reader.is(0)) span.droppedAttributesCount += reader.uint32()
  else if (field === 11 && reader.is(2)) keep(span.events, readEvent(reader.message()), limits.eventsPerSpan)
  else if (field === 13 && reader.is(2)) keep(span.links, readLink(reader.message()), limits.linksPerSpan)
  else if (field === 15 && reader.is(2)) span.status = readStatus(reader.message())
  else if (field === 12 || field === 14 || field > 15) reader.skip()
}

function keep<T>(list: T[], item: T, limit: number): void {
  if (list.length < limit) list.push(item)
}

/** Event: time 1, name 2, attributes 3. */
function readEvent(reader: Reader): OtlpEvent {
  const event: OtlpEvent = { timeUnixNano: 0n, name: '', attributes: emptyAttributes() }
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === 1 && reader.is(1)) event.timeUnixNano = reader.fixed64()
    else if (field === 2 && reader.is(2)) event.name = cleanText(reader.text())
    else if (field === 3 && reader.is(2)) readKeyValue(reader.message(), event.attributes, 0)
    else if (field > 3) reader.skip()
  }
  return event
}

/** Link: trace 1, span 2, state 3, attributes 4. */
function readLink(reader: Reader): OtlpLink {
  const attributes: Attributes = emptyAttributes()
  const link: OtlpLink = { traceId: '', spanId: '', attributes }
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === 1 && reader.is(2)) link.traceId = hex(reader.bytes())
    else if (field === 2 && reader.is(2)) link.spanId = hex(reader.bytes())
    else if (field === 4 && reader.is(2)) readKeyValue(reader.message(), attributes, 0)
    else if (field === 3 || field > 4) reader.skip()
  }
  return link
}

/** Status: message 2, code 3. */
function readStatus(reader: Reader): { code: number; message: string } {
  const status = { code: 0, message: '' }
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === 2 && reader.is(2)) status.message = cleanText(reader.text())
    else if (field === 3 && reader.is(0)) status.code = reader.uint32()
    else if (field === 1 || field > 3) reader.skip()
  }
  return status
}
