import { existsSync, readFileSync } from 'node:fs'
import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { expect, test } from '@playwright/test'
import { type Holdpoint, startHoldpoint } from '../support/server.ts'

const key = 'hp_protocol_0123456789abcdef'
let holdpoint: Holdpoint
test.beforeAll(async () => {
  holdpoint = await startHoldpoint({
    HOLDPOINT_INIT_EMAIL: 'op@example.com',
    HOLDPOINT_INIT_PASSWORD: 'a sentence is easier',
    HOLDPOINT_INIT_API_KEY: key,
  })
})
test.afterAll(async () => {
  await holdpoint.stop()
})

const json = 'application/json'
const protobuf = 'application/x-protobuf'
type Body = Uint8Array<ArrayBuffer> | ReadableStream | string

const post = (body: Body, headers: Record<string, string>, signal = 'traces') =>
  fetch(`${holdpoint.url}/api/otlp/v1/${signal}`, {
    method: 'POST',
    body,
    headers: { authorization: `Bearer ${key}`, ...headers },
    duplex: 'half',
  } as RequestInit)

const bytes = (data: Uint8Array | string) => Uint8Array.from(Buffer.from(data))
const hex = (n: number, length: number) => n.toString(16).padStart(length, '0')
const span = (n: number, rest: object = {}) => ({
  traceId: hex(n, 32),
  spanId: hex(n, 16),
  name: 'chat',
  startTimeUnixNano: '1763900000000000000',
  endTimeUnixNano: '1763900001000000000',
  ...rest,
})
const request = (...spans: object[]) => JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] })
const trace = async (n: number) => {
  const response = await fetch(`${holdpoint.url}/api/v1/traces/${hex(n, 32)}`, {
    headers: { authorization: `Bearer ${key}` },
  })
  return response.status === 200 ? response.json() : response.status
}

/** google.rpc.Status in protobuf: code 1 as varint, message 2 as text. */
function readStatus(body: Uint8Array): { code: number; message: string } {
  expect([body[0], body[2]]).toEqual([0x08, 0x12])
  return { code: body[1] ?? 0, message: Buffer.from(body.subarray(4)).toString() }
}

test('bodies plain, compressed in each way, and in pieces without a length, are taken', async () => {
  const encodings: [string, (text: string) => Uint8Array][] = [
    ['identity', text => Buffer.from(text)],
    ['gzip', gzipSync],
    ['x-gzip', gzipSync],
    ['GZIP', gzipSync],
    ['deflate', deflateSync],
    ['deflate', deflateRawSync],
  ]
  for (const [i, [encoding, encode]] of encodings.entries()) {
    const body = encode(request(span(i + 1)))
    const response = await post(bytes(body), { 'content-type': json, 'content-encoding': encoding })
    expect([encoding, response.status, await response.text()]).toEqual([encoding, 200, '{}'])
    expect(await trace(i + 1)).toMatchObject({ spanCount: 1, durationMs: 1000 })
  }
  const pieces = gzipSync(request(span(90)))
  const stream = new ReadableStream({
    start(controller) {
      for (let at = 0; at < pieces.length; at += 7) controller.enqueue(bytes(pieces.subarray(at, at + 7)))
      controller.close()
    },
  })
  expect((await post(stream, { 'content-type': json, 'content-encoding': 'gzip' })).status).toBe(200)
  expect(await trace(90)).toMatchObject({ spanCount: 1 })
})

test('requests without spans succeed, in the encoding they came in, for every signal', async () => {
  for (const signal of ['traces', 'logs', 'metrics']) {
    const empty = await post(bytes(''), { 'content-type': protobuf }, signal)
    expect([signal, empty.status, empty.headers.get('content-type'), (await empty.arrayBuffer()).byteLength]).toEqual([
      signal,
      200,
      protobuf,
      0,
    ])
    const none = await post('{}', { 'content-type': 'Application/JSON; charset=UTF-8' }, signal)
    expect([signal, none.status, none.headers.get('content-type'), await none.text()]).toEqual([
      signal,
      200,
      json,
      '{}',
    ])
  }
})

test('what can’t be read is refused as google.rpc.Status in the request’s encoding, and stores nothing', async () => {
  const whole = request(span(100))
  const cases: [Body, Record<string, string>, number][] = [
    [whole.slice(0, -4), { 'content-type': json }, 400],
    ['', { 'content-type': json }, 400],
    [bytes(gzipSync(whole).subarray(0, 40)), { 'content-type': json, 'content-encoding': 'gzip' }, 400],
    [whole, { 'content-type': json, 'content-encoding': 'gzip' }, 400],
    [whole, { 'content-type': json, 'content-encoding': 'br' }, 415],
    [whole, { 'content-type': json, 'content-encoding': 'gzip, gzip' }, 415],
    [whole, { 'content-type': 'text/plain' }, 415],
    [bytes([0x0a, 0x7f, 0x12].map(byte => String.fromCharCode(byte)).join('')), { 'content-type': protobuf }, 400],
  ]
  for (const [body, headers, status] of cases) {
    const response = await post(body, headers)
    expect([headers, response.status]).toEqual([headers, status])
    const type = headers['content-type'] === protobuf ? protobuf : json
    expect(response.headers.get('content-type')).toBe(type)
    const said = type === json ? await response.json() : readStatus(new Uint8Array(await response.arrayBuffer()))
    expect(said).toEqual({ code: 3, message: expect.stringMatching(/./) })
  }
  const unknown = await fetch(`${holdpoint.url}/api/otlp/v1/traces`, {
    method: 'POST',
    body: bytes(''),
    headers: { 'content-type': protobuf, authorization: 'Bearer hp_nobody' },
  })
  expect([unknown.status, readStatus(new Uint8Array(await unknown.arrayBuffer())).code]).toEqual([401, 16])
  expect(await trace(100)).toBe(404)
})

test('more than 64 MiB inflated is 413, counted while it inflates', async () => {
  const bomb = gzipSync(Buffer.alloc(65 * 1024 * 1024), { level: 9 })
  expect(bomb.length).toBeLessThan(100 * 1024)
  for (const type of [json, protobuf]) {
    const response = await post(bytes(bomb), { 'content-type': type, 'content-encoding': 'gzip' })
    expect([response.status, response.headers.get('content-type')]).toEqual([413, type])
  }
})

test('good spans of a request are kept beside bad ones, and the answer says which were not', async () => {
  const bad = [
    span(0),
    span(201, { spanId: 'nonsense' }),
    span(202, { startTimeUnixNano: '9000000000000000000' }),
    span(203, { attributes: [{ key: 'deep', value: nested(30) }] }),
  ]
  const response = await post(request(span(200), ...bad, span(204)), { 'content-type': json })
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

test('odd but legal spans read as what they most likely mean', async () => {
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
      startTimeUnixNano: '1000000000',
      endTimeUnixNano: '2000000000',
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
  const response = await post(request(...spans), { 'content-type': json })
  expect([response.status, await response.text()]).toEqual([200, '{}'])
  expect(await trace(300)).toMatchObject({ spanCount: 2, durationMs: 0 })
  expect(await trace(301)).toMatchObject({ spanCount: 1, durationMs: 1000 })
  expect(await trace(302)).toMatchObject({ spanCount: 3 })
  expect((await trace(303)).startedAt).toBe('1970-01-01T00:00:01.000000Z')
  const detail = (await trace(303)).spans[0]
  expect(detail.name).toMatch(/^nul .* and \ufffd$/)
  for (const n of [304, 305]) expect(await trace(n)).toMatchObject({ spanCount: 1 })
})

test('a trace over a hundred requests at once is one trace with all of its spans', async () => {
  const parts = Array.from({ length: 100 }, (_, i) =>
    request(span(400, { spanId: hex(i + 1, 16), ...(i > 0 && { parentSpanId: hex(Math.floor((i + 1) / 2), 16) }) })),
  )
  const send = async (body: string): Promise<number> => {
    const response = await post(body, { 'content-type': json })
    // As an exporter does; a 503 is no loss.
    return response.status === 503 ? send(body) : response.status
  }
  expect(new Set(await Promise.all(parts.map(send)))).toEqual(new Set([200]))
  expect(await trace(400)).toMatchObject({ spanCount: 100 })
})

const residentMiB = () =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${holdpoint.pid()}/status`, 'utf8'))?.[1]) / 1024

test('fifty bodies of 60 MiB at once are taken in turn or refused for a moment, in bounded memory', async () => {
  test.setTimeout(300_000)
  test.skip(process.platform !== 'linux', 'the memory of another process is read from /proc')
  const value = { stringValue: 'x'.repeat(1_000_000) }
  const large = bytes(
    gzipSync(
      request(...Array.from({ length: 60 }, (_, i) => span(500 + i, { attributes: [{ key: 'input.value', value }] }))),
      { level: 1 },
    ),
  )
  let peak = 0
  const watch = setInterval(() => {
    if (existsSync(`/proc/${holdpoint.pid()}`)) peak = Math.max(peak, residentMiB())
  }, 50)
  const answers = await Promise.all(
    Array.from({ length: 50 }, async () => {
      const response = await post(large, { 'content-type': json, 'content-encoding': 'gzip' })
      await response.arrayBuffer()
      return [response.status, Number(response.headers.get('retry-after'))] as const
    }),
  ).catch(error => {
    throw new Error(`${error}; the server said: ${holdpoint.output().slice(-1000)}`)
  })
  clearInterval(watch)
  const refused = answers.filter(([status]) => status !== 200)
  for (const [status, wait] of refused) expect([status, wait >= 1 && wait <= 5]).toEqual([503, true])
  expect(refused.length).toBeLessThan(50)
  expect(refused.length).toBeGreaterThan(0)
  // Fifty bodies inflated are 3,000 MiB, and their objects several times that.
  expect(peak).toBeLessThan(2_000)
  expect((await post('{}', { 'content-type': json })).status).toBe(200)
})
