import protobuf from 'protobufjs'
import { expect, test } from 'vitest'
import { decodeTraces } from './decode-traces.ts'
import { decodeTracesJson } from './json.ts'
import { limits } from './limits.ts'

const schema = `syntax = "proto3"; message Any { oneof value { string string_value = 1; int64 int_value = 3; } } message KV { string key = 1; Any value = 2; }
message Scope { string name = 1; } message Link { bytes trace_id = 1; bytes span_id = 2; } message Event { fixed64 time_unix_nano = 1; string name = 2; }
message Span { bytes trace_id = 1; bytes span_id = 2; string name = 5; fixed64 start_time_unix_nano = 7; fixed64 end_time_unix_nano = 8; repeated KV attributes = 9; repeated Event events = 11; repeated Link links = 13; }
message ScopeSpans { Scope scope = 1; repeated Span spans = 2; } message ResourceSpans { repeated ScopeSpans scope_spans = 2; } message Request { repeated ResourceSpans resource_spans = 1; }`
const type = protobuf.parse(schema).root.lookupType('Request')

const id = (n: number, bytes: number) => Buffer.from(n.toString(16).padStart(2 * bytes, '0'), 'hex')
const span = (n: number, extra: object = {}) => ({
  traceId: id(1, 16),
  spanId: id(n + 1, 8),
  startTimeUnixNano: '1',
  endTimeUnixNano: '2',
  ...extra,
})
const attributes = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ key: `k${i}`, value: { intValue: 1 } }))
const decode = (spans: object[]) =>
  decodeTraces(type.encode(type.fromObject({ resourceSpans: [{ scopeSpans: [{ spans }] }] })).finish())

test('spans beyond the limit of a request are rejected one by one, and the others are kept', () => {
  const { spans, rejected } = decode(Array.from({ length: limits.spansPerRequest + 3 }, (_, n) => span(n)))
  expect(spans).toHaveLength(limits.spansPerRequest)
  expect(rejected.map(item => item.index)).toEqual([0, 1, 2].map(n => limits.spansPerRequest + n))
  expect(rejected[0]?.reason).toBe('more than 20000 spans in one request')
})

test('attributes beyond the limit of a span are counted as dropped', () => {
  const { spans } = decode([span(0, { attributes: attributes(limits.attributesPerSpan + 7) })])
  expect(Object.keys(spans[0]?.attributes ?? {})).toHaveLength(limits.attributesPerSpan)
  expect(spans[0]?.droppedAttributesCount).toBe(7)
})

test('after the maximum of attributes in a request, spans are rejected unread', () => {
  const full = span(0, { attributes: attributes(limits.attributesPerSpan) })
  const one = type.encode(type.fromObject({ resourceSpans: [{ scopeSpans: [{ spans: [full] }] }] })).finish()
  const enough = Math.ceil(limits.attributesPerRequest / limits.attributesPerSpan)
  // Messages set behind one another are one message with all of their lists.
  const { spans, rejected } = decodeTraces(Buffer.concat(Array.from({ length: enough + 2 }, () => one)))
  expect([spans.length, rejected.length]).toEqual([enough, 2])
  expect(rejected[0]?.reason).toBe('more than 2000000 attributes in one request')
})

test.each(['links', 'events'])('%s beyond the limit of a span are left out', kind => {
  const one = kind === 'links' ? { traceId: id(2, 16), spanId: id(2, 8) } : { timeUnixNano: '1', name: 'e' }
  const { spans } = decode([span(0, { [kind]: Array.from({ length: 2_000 }, () => one) })])
  expect(spans[0]?.[kind as 'links' | 'events']).toHaveLength(1_024)
})

test('a JSON body of too many values is an error before it is parsed', () => {
  const body = Buffer.from(`{"resourceSpans":[${'{},'.repeat(limits.jsonValues)}{}]}`)
  expect(() => decodeTracesJson(body)).toThrow('the body has more than 8000000 objects and lists')
})
