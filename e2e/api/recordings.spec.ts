import { expect, test } from '@playwright/test'
import { allRecordings, loadRecording } from '#lib/domain/traces/testing/recordings.ts'
import { type Holdpoint, startHoldpoint } from '../support/server.ts'

const key = 'hp_recorded_clients_0123456789abcdef'
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

/** What the client set itself; the rest belongs to its connection. */
const kept = ['content-type', 'content-encoding', 'user-agent']

for (const name of allRecordings()) {
  test(`${name}: every recorded request is answered as its client expects`, async () => {
    for (const request of loadRecording(name).requests) {
      const headers = Object.fromEntries(Object.entries(request.headers).filter(([header]) => kept.includes(header)))
      const basic = /^Basic/.test(request.headers.authorization ?? '')
      headers.authorization = basic ? `Basic ${Buffer.from(`pk-lf-any:${key}`).toString('base64')}` : `Bearer ${key}`
      const path = request.path.startsWith('/v1/') ? `/api/otlp${request.path}` : request.path
      const body = request.method === 'GET' ? undefined : Uint8Array.from(request.body)
      const response = await fetch(holdpoint.url + path, { method: request.method, headers, body })
      // No prompt is stored: the client falls back to its own.
      expect([path, response.status]).toEqual([path, path.includes('/prompts/') ? 404 : 200])
      if (path.includes('/v1/')) expect(response.headers.get('content-type')).toBe(headers['content-type'])
    }
  })
}

test('overload and bad input are said in the protocol of the client', async () => {
  const post = (body: Uint8Array<ArrayBuffer> | string, headers: Record<string, string>) =>
    fetch(`${holdpoint.url}/api/otlp/v1/traces`, {
      method: 'POST',
      body,
      headers: { authorization: `Bearer ${key}`, ...headers },
    })
  const json = { 'content-type': 'application/json; charset=utf-8' }
  expect((await post('{"resourceSpans":[]}', json)).status).toBe(200)
  expect(await (await post('{"resourceSpans":3}', json)).json()).toEqual({
    code: 3,
    message: 'resourceSpans must be a list',
  })
  expect((await post('x', { 'content-type': 'text/plain' })).status).toBe(415)
  const broken = await post(Uint8Array.from([10, 200]), { 'content-type': 'application/x-protobuf' })
  expect([broken.status, broken.headers.get('content-type')]).toEqual([400, 'application/x-protobuf'])
  const bad = { resourceSpans: [{ scopeSpans: [{ spans: [{ traceId: 'zz', spanId: '1' }] }] }] }
  const partial = await (await post(JSON.stringify(bad), json)).json()
  expect(partial.partialSuccess).toMatchObject({ rejectedSpans: '1', errorMessage: expect.stringContaining('traceId') })
  expect(
    (await fetch(`${holdpoint.url}/api/otlp/v1/traces`, { method: 'POST', headers: json, body: '{}' })).status,
  ).toBe(401)
})
