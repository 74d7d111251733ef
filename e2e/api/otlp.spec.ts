import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { expect } from '@playwright/test'
import { givenHoldpoint, test } from '../support/holdpoint.ts'
import { type Body, bytes, json, post as postTo, protobuf, request, span, traceOf } from '../support/otlp-requests.ts'

const holdpoint = givenHoldpoint()
const post = (body: Body, headers: Record<string, string>, signal?: string) => postTo(holdpoint, body, headers, signal)
const trace = (n: number) => traceOf(holdpoint, n)

/** google.rpc.Status in protobuf: code 1 as varint, message 2 as text. */
function readStatus(body: Uint8Array): { code: number; message: string } {
  expect([body[0], body[2]]).toEqual([0x08, 0x12])
  return { code: body[1] ?? 0, message: Buffer.from(body.subarray(4)).toString() }
}

test('accepts bodies that are plain, compressed in each way, or sent in pieces without a length', async () => {
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

test('what can’t be read is answered with google.rpc.Status in the request’s encoding, and stores nothing', async () => {
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
    const answer = type === json ? await response.json() : readStatus(new Uint8Array(await response.arrayBuffer()))
    expect(answer).toEqual({ code: 3, message: expect.stringMatching(/./) })
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
