import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { parseNetworks } from './addresses.ts'
import { send } from './send.ts'

const here = parseNetworks('127.0.0.1') ?? []
const servers: http.Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

async function receiver(answer: http.RequestListener) {
  const server = http.createServer(answer)
  servers.push(server)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

const delivery = (url: string) => ({ url, headers: { 'content-type': 'application/json' }, body: '{"type":"test"}' })
const resolvesTo = (address: string) => async () => [{ address, family: 4 }]

test('a receiver gets the body once, and its answer is returned', async () => {
  const bodies: string[] = []
  const port = await receiver(async (request, response) => {
    bodies.push(Buffer.concat(await request.toArray()).toString())
    response.writeHead(202).end('thanks')
  })
  const sent = await send(delivery(`http://127.0.0.1:${port}/hook`), { allowed: here })
  expect(sent).toMatchObject({ kind: 'answered', status: 202, body: 'thanks' })
  expect(bodies).toEqual(['{"type":"test"}'])
})

test('a redirect is an answer, and is not followed', async () => {
  const asked: string[] = []
  const port = await receiver((request, response) => {
    asked.push(request.url ?? '')
    response.writeHead(307, { location: '/elsewhere' }).end()
  })
  expect(await send(delivery(`http://127.0.0.1:${port}/hook`), { allowed: here })).toMatchObject({ status: 307 })
  expect(asked).toEqual(['/hook'])
})

test('a receiver that never answers is given up', async () => {
  const port = await receiver(() => undefined)
  const sent = await send(delivery(`http://127.0.0.1:${port}/`), { allowed: here, timeoutMs: 50 })
  expect(sent).toMatchObject({ kind: 'timed-out' })
})

test('an endless answer is cut off', async () => {
  const port = await receiver((_request, response) => {
    const more = () => response.write('x'.repeat(65_536), () => !response.destroyed && setImmediate(more))
    more()
  })
  const sent = await send(delivery(`http://127.0.0.1:${port}/`), { allowed: here })
  expect(sent).toMatchObject({ kind: 'answered', status: 200 })
  expect(sent.kind === 'answered' && sent.body.length).toBe(2_048)
})

test('an address that is not public is blocked before anything is sent', async () => {
  let asked = 0
  const port = await receiver((_request, response) => {
    asked++
    response.end()
  })
  for (const host of ['127.0.0.1', '[::ffff:127.0.0.1]', '2130706433', '0x7f.1']) {
    expect(await send(delivery(`http://${host}:${port}/`), { allowed: [] })).toMatchObject({ kind: 'blocked' })
  }
  expect(asked).toBe(0)
})

test('a name is checked by the address that it resolves to when the connection is opened', async () => {
  let asked = 0
  const port = await receiver((_request, response) => {
    asked++
    response.end()
  })
  const url = `http://hooks.example.com:${port}/`
  const blocked = await send(delivery(url), { allowed: [], resolve: resolvesTo('127.0.0.1') })
  expect(blocked).toMatchObject({ kind: 'blocked', why: expect.stringContaining('127.0.0.1') })
  const mixed = async () => [
    { address: '93.184.216.34', family: 4 },
    { address: '127.0.0.1', family: 4 },
  ]
  expect(await send(delivery(url), { allowed: [], resolve: mixed })).toMatchObject({ kind: 'blocked' })
  expect(asked).toBe(0)
  expect(await send(delivery(url), { allowed: here, resolve: resolvesTo('127.0.0.1') })).toMatchObject({ status: 200 })
})

test('a closed port and a wrong scheme say so', async () => {
  const port = await receiver(() => undefined)
  await new Promise(resolve => servers.splice(0)[0]?.close(resolve))
  expect(await send(delivery(`http://127.0.0.1:${port}/`), { allowed: here })).toMatchObject({ kind: 'unreachable' })
  expect(await send(delivery('file:///etc/passwd'), { allowed: here })).toMatchObject({ kind: 'blocked' })
})
