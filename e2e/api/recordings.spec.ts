import { expect } from '@playwright/test'
import { allRecordings, loadRecording } from '#lib/domain/traces/testing/recordings.ts'
import { givenHoldpoint, key, test } from '../support/holdpoint.ts'
import { replay } from '../support/otlp.ts'
import { post as postTo } from '../support/otlp-requests.ts'

const holdpoint = givenHoldpoint()

for (const name of allRecordings()) {
  test(`${name}: every recorded request is answered as its client expects`, async () => {
    for (const request of loadRecording(name).requests) {
      const response = await replay(holdpoint.url, key, request)
      // No prompt is stored: the client falls back to its own.
      expect([request.path, response.status]).toEqual([request.path, request.path.includes('/prompts/') ? 404 : 200])
      if (request.path.includes('/v1/'))
        expect(response.headers.get('content-type')).toBe(request.headers['content-type'])
    }
  })
}

test('overload and bad input are reported in the protocol of the client', async () => {
  const post = (body: Uint8Array<ArrayBuffer> | string, headers: Record<string, string>) =>
    postTo(holdpoint, body, headers)
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
