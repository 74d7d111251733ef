import { expect, test } from 'vitest'
import { decodeLogsJson, decodeTracesJson } from './json.ts'

const good = {
  traceId: '5B8EFFF798038103D269B633813FC60C',
  spanId: 'EEE19B7EC3C1B174',
  name: 'good',
  startTimeUnixNano: '1700000000000000000',
  endTimeUnixNano: 1_700_000_001_000_000_000,
}
const body = (value: unknown) => Buffer.from(JSON.stringify(value))
const decode = (...spans: unknown[]) => decodeTracesJson(body({ resourceSpans: [{ scopeSpans: [{ spans }] }] }))
let bomb: unknown = { stringValue: 'x' }
for (let depth = 0; depth < 40; depth++) bomb = { arrayValue: { values: [bomb] } }

const bad: [string, unknown, RegExp][] = [
  ['a number', 7, /a span must be an object/],
  ['null', null, /a span must be an object/],
  ['no ids', {}, /traceId/],
  ['ids of a wrong length', { ...good, traceId: 'abc' }, /traceId/],
  ['an id that is no hex', { ...good, spanId: 'zzzzzzzzzzzzzzzz' }, /spanId/],
  ['an all-zero id', { ...good, spanId: '0000000000000000' }, /spanId/],
  ['events that are no list', { ...good, events: 'x' }, /events must be a list/],
  ['a link that is no object', { ...good, links: [1] }, /an entry of links must be an object/],
  ['a bomb', { ...good, attributes: [{ key: 'k', value: bomb }] }, /nested deeper/],
  ['a start ahead', { ...good, startTimeUnixNano: '9000000000000000000' }, /ahead/],
  ['a start ahead in milliseconds', { ...good, startTimeUnixNano: '9000000000000' }, /ahead/],
]

test.each(bad)('a span with %s is rejected alone', (_name, span, reason) => {
  const { spans, rejected } = decode(good, span, good)
  expect(spans.map(item => item.name)).toEqual(['good', 'good'])
  expect(rejected).toEqual([{ index: 1, reason: expect.stringMatching(reason) }])
})

test('reads short names of enums and fractions of seconds, as SDK printers write them', () => {
  const { spans } = decode({ ...good, kind: 'CLIENT', status: { code: 'Error' }, startTimeUnixNano: 1_700_000_000.5 })
  expect(spans[0]).toMatchObject({ kind: 3, status: { code: 2 }, startTimeUnixNano: 1_700_000_000_500n })
})

test('what generic protobuf printers write is read: snake case, base64 ids, names of enums', () => {
  const traceId = '5b8efff798038103d269b633813fc60c'
  const snake = {
    trace_id: Buffer.from(traceId, 'hex').toString('base64'),
    span_id: Buffer.from('eee19b7ec3c1b174', 'hex').toString('base64'),
    parent_span_id: Buffer.from('eee19b7ec3c1b173', 'hex').toString('base64'),
    name: 'snake',
    kind: 'SPAN_KIND_CLIENT',
    start_time_unix_nano: '1700000000000000000',
    end_time_unix_nano: '1700000001000000000',
    attributes: [
      { key: 's', value: { string_value: 'x' } },
      { key: 'i', value: { int_value: '7' } },
      { key: 'd', value: { double_value: 'NaN' } },
      { key: 'l', value: { array_value: { values: [{ bool_value: true }] } } },
    ],
    status: { code: 'STATUS_CODE_ERROR', message: 'no' },
  }
  const { spans } = decodeTracesJson(body({ resource_spans: [{ scope_spans: [{ spans: [snake] }] }] }))
  expect(spans[0]).toMatchObject({
    traceId,
    spanId: 'eee19b7ec3c1b174',
    parentSpanId: 'eee19b7ec3c1b173',
    kind: 3,
    endTimeUnixNano: 1_700_000_001_000_000_000n,
    attributes: { s: 'x', i: 7, d: Number.NaN, l: [true] },
    status: { code: 2, message: 'no' },
  })
})

test('upper-case hex, numbers for text and text for numbers, unknown fields', () => {
  const { spans } = decode({
    ...good,
    flags: 256,
    newField: {},
    droppedAttributesCount: '4294967295',
    kind: { valueOf: 1 },
  })
  expect(spans[0]).toMatchObject({
    traceId: '5b8efff798038103d269b633813fc60c',
    endTimeUnixNano: 1_700_000_001_000_000_000n,
    droppedAttributesCount: 2_147_483_647,
    kind: 0,
  })
})

test('a body of another signal is an error that says where to send it', () => {
  expect(() => decodeTracesJson(body({ resourceLogs: [] }))).toThrow('the body has resourceLogs: it goes to /v1/logs')
  expect(() => decodeLogsJson(body({ resourceSpans: [] }))).toThrow('the body has resourceSpans: it goes to /v1/traces')
  expect(() => decodeTracesJson(body({ resource_metrics: [] }))).toThrow('it goes to /v1/metrics')
  expect(decodeTracesJson(body({}))).toEqual({ spans: [], rejected: [] })
})

test.each(['', '[]', 'null', '7', '{"resourceSpans":7}', '{"resourceSpans":[7]}', '{'])(
  '%j is invalid as a whole',
  text => {
    expect(() => decodeTracesJson(Buffer.from(text))).toThrow(/must be|not JSON/)
  },
)
