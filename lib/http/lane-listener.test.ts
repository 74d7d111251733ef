import { once } from 'node:events'
import { createServer, request as send } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { peerOf, requestIdOf } from '#lib/platform/auth/request-facts.ts'
import { Admission } from './admission.ts'
import type { Handler } from './handle.ts'
import { laneListener } from './lane-listener.ts'
import { readText } from './read-input.ts'
import { TextResponse } from './text-response.ts'

const share = () => new Admission({ bodyBytes: 1e6, workingBytes: 1e6, waitMs: 1_000 }).open()
const tell: Handler = async request => {
  const body = request.method === 'POST' ? await readText(request, share()) : ''
  const facts = { body, peer: peerOf(request), id: requestIdOf(request), all: request.headers.get('x-holdpoint-peer') }
  return TextResponse.json({ ...facts, text: 'Grüße' }, { headers: { etag: '"a"' } })
}
const listen = laneListener([{ pattern: '/api/told', methods: { GET: tell, POST: tell } }])
const server = createServer((incoming, outgoing) => {
  outgoing.setHeader('x-request-id', 'req_1')
  listen(incoming, outgoing, { requestId: 'req_1', peer: '10.0.0.1' })
})
let port = 0
beforeAll(async () => {
  await once(server.listen(0), 'listening')
  port = (server.address() as AddressInfo).port
})
afterAll(() => void server.close())

async function ask(method: string, headers: Record<string, string | string[]> = {}, body?: string) {
  const asked = send({ port, path: '/api/told', method, headers: { 'content-type': 'application/json', ...headers } })
  asked.end(body)
  const [answer] = await once(asked, 'response')
  return { answer, text: await text(answer) }
}

test('the address of the caller is set by the server, whatever the client has sent', async () => {
  const forged = { 'X-Holdpoint-Peer': ['1.2.3.4', '5.6.7.8'], 'x-holdpoint-request': 'mine' }
  for (const headers of [forged, { ...forged, 'transfer-encoding': 'chunked' }])
    expect(JSON.parse((await ask('POST', headers, '"x"')).text)).toMatchObject({
      peer: '10.0.0.1',
      all: '10.0.0.1',
      id: 'req_1',
    })
})

test('a small body is read completely, with or without a stated length', async () => {
  expect(JSON.parse((await ask('POST', { 'content-length': '6' }, '"äö"')).text).body).toBe('"äö"')
  expect(JSON.parse((await ask('POST', { 'transfer-encoding': 'chunked' }, '"äö"')).text).body).toBe('"äö"')
})

test('a text goes out with its length and its headers; HEAD has no body', async () => {
  const { answer, text } = await ask('GET')
  expect(answer.headers).toMatchObject({
    ...{ 'content-type': 'application/json', etag: '"a"', 'x-request-id': 'req_1' },
    'content-length': String(Buffer.byteLength(text)),
  })
  expect(JSON.parse(text).text).toBe('Grüße')
  expect(await ask('HEAD')).toMatchObject({ text: '', answer: { statusCode: 200 } })
})

test('for other readers it is an ordinary response', async () => {
  const answer = TextResponse.json({ a: 1 }, { status: 201 })
  expect([answer.status, await answer.clone().text(), await answer.json()]).toEqual([201, '{"a":1}', { a: 1 }])
  expect(await new Response(answer.body).text()).toBe('{"a":1}')
})
