import { expect } from '@playwright/test'
import { givenHoldpoint, test } from '../support/holdpoint.ts'
import { hex, json, post as postTo, request, span, traceOf } from '../support/otlp-requests.ts'

const holdpoint = givenHoldpoint()
const post = (body: string) => postTo(holdpoint, body, { 'content-type': json })
const trace = (n: number) => traceOf(holdpoint, n)

test('good spans of a request are kept beside bad ones, and the answer says which were not', async () => {
  const bad = [
    span(0),
    span(201, { spanId: 'nonsense' }),
    span(202, { startTimeUnixNano: '9000000000000000000' }),
    span(203, { attributes: [{ key: 'deep', value: nested(30) }] }),
  ]
  const response = await post(request(span(200), ...bad, span(204)))
  const { partialSuccess } = await response.json()
  expect(partialSuccess.rejectedSpans).toBe('4')
  for (const reason of ['#1: traceId', '#2: spanId', '#3: startTime', '#4: an attribute is nested'])
    expect(partialSuccess.errorMessage).toContain(reason)
  expect([await trace(201), await trace(202), await trace(203)]).toEqual([404, 404, 404])
  expect(await trace(200)).toMatchObject({ spanCount: 1 })
  expect(await trace(204)).toMatchObject({ spanCount: 1 })
})

function nested(depth: number): object {
  return depth === 0 ? { stringValue: 'x' } : { kvlistValue: { values: [{ key: 'k', value: nested(depth - 1) }] } }
}

test('unusual but valid spans are read in their most likely meaning', async () => {
  const twice = { name: 'twice', traceId: hex(301, 32), spanId: hex(1, 16) }
  const spans = [
    // Ends before it starts; has not ended; is its own parent; ids in upper case.
    span(300, {
      endTimeUnixNano: '1763899999000000000',
      parentSpanId: hex(300, 16),
      traceId: hex(300, 32).toUpperCase(),
    }),
    span(300, { spanId: hex(1, 16), parentSpanId: hex(300, 16), endTimeUnixNano: 0 }),
    // One id twice in a request: the more complete one, once.
    span(301, { ...twice, endTimeUnixNano: '0' }),
    span(301, twice),
    // A ring of parents, and an orphan.
    span(302, { spanId: hex(1, 16), parentSpanId: hex(2, 16) }),
    span(302, { spanId: hex(2, 16), parentSpanId: hex(1, 16) }),
    span(302, { spanId: hex(3, 16), parentSpanId: hex(99, 16) }),
    // Long ago, and values that JSON, Postgres or a page could stumble over.
    span(303, {
      startTimeUnixNano: '100000000000000000',
      endTimeUnixNano: '100000001000000000',
      name: 'nul \u0000 and \ud800',
      attributes: [
        { key: 'nan', value: { doubleValue: 'NaN' } },
        { key: 'infinite', value: { doubleValue: '-Infinity' } },
        { key: 'large', value: { intValue: '9223372036854775807' } },
        { key: '\u0000\udfff', value: { stringValue: '\u0000\udfff' } },
        ...Array.from({ length: 3_000 }, (_, i) => ({ key: `k${i}`, value: { intValue: i } })),
      ],
    }),
    // Links to itself and in a ring.
    span(304, {
      links: [
        { traceId: hex(304, 32), spanId: hex(304, 16) },
        { traceId: hex(305, 32), spanId: hex(305, 16) },
      ],
    }),
    span(305, { links: [{ traceId: hex(304, 32), spanId: hex(304, 16) }] }),
  ]
  const response = await post(request(...spans))
  expect([response.status, await response.text()]).toEqual([200, '{}'])
  expect(await trace(300)).toMatchObject({ spanCount: 2, durationMs: 0 })
  expect(await trace(301)).toMatchObject({ spanCount: 1, durationMs: 1000 })
  expect(await trace(302)).toMatchObject({ spanCount: 3 })
  expect((await trace(303)).startedAt).toBe('1973-03-03T09:46:40.000000Z')
  const detail = (await trace(303)).spans[0]
  expect(detail.name).toMatch(/^nul .* and \ufffd$/)
  for (const n of [304, 305]) expect(await trace(n)).toMatchObject({ spanCount: 1 })
})

test('a trace over a hundred requests at once is one trace with all of its spans', async () => {
  const parts = Array.from({ length: 100 }, (_, i) =>
    request(span(400, { spanId: hex(i + 1, 16), ...(i > 0 && { parentSpanId: hex(Math.floor((i + 1) / 2), 16) }) })),
  )
  const send = async (body: string): Promise<number> => {
    const response = await post(body)
    // As an exporter does; a 503 is no loss.
    return response.status === 503 ? send(body) : response.status
  }
  expect(new Set(await Promise.all(parts.map(send)))).toEqual(new Set([200]))
  expect(await trace(400)).toMatchObject({ spanCount: 100 })
})
