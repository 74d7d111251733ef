import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { expect } from '@playwright/test'
import { givenHoldpoint, asAgent as headers, mira, test } from '../support/holdpoint.ts'
import { signInByHttp } from '../support/person.ts'
import { openStream, type StreamEvent } from '../support/stream.ts'

const holdpoint = givenHoldpoint()
let person: Awaited<ReturnType<typeof signInByHttp>>
test.beforeAll(async () => {
  person = await signInByHttp(holdpoint.url, mira.email, mira.password)
})

const action = {
  agent: 'incident-responder',
  tool: 'delete_resource',
  arguments: { resource: 'node-3' },
  environment: 'production',
}
const api = (method: string, path: string, body?: unknown, more: Record<string, string> = {}) =>
  fetch(`${holdpoint.url}/api/v1/approvals${path}`, {
    method,
    headers: { ...headers, ...more },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
const ask = async (more: object = {}) => (await api('POST', '', { ...action, ...more })).json()
const decide = (one: { id: string; revision: number }, kind = 'approve', more: object = {}) =>
  person('POST', `/api/v1/approvals/${one.id}/decision`, { kind, expectedRevision: one.revision, ...more })

test('the same request 64 times at once is one request, by tool call and by Idempotency-Key', async () => {
  const body = { ...action, toolCallId: randomUUID() }
  const calls = await Promise.all(Array.from({ length: 64 }, () => api('POST', '', body)))
  expect(new Set(calls.map(response => response.status))).toEqual(new Set([201]))
  expect(new Set(await Promise.all(calls.map(async response => (await response.json()).id))).size).toBe(1)

  const once = { 'idempotency-key': randomUUID() }
  const keyed = await Promise.all(Array.from({ length: 64 }, () => api('POST', '', action, once)))
  const ids = new Set<string>()
  for (const response of keyed) {
    const { id, type } = await response.json()
    if (response.status === 201) ids.add(id)
    else expect([response.status, type]).toEqual([409, 'request-in-progress'])
  }
  expect(ids.size).toBe(1)
  const again = await api('POST', '', action, once)
  expect([again.status, (await again.json()).id]).toEqual([201, [...ids][0]])
  const other = await api('POST', '', { ...action, arguments: {} }, once)
  expect([other.status, (await other.json()).type]).toEqual([422, 'idempotency-key-reused'])
})

test('a tool call id that a model repeats: another action or a later turn is a new request, a lost answer is not', async () => {
  const { send } = JSON.parse(readFileSync('e2e/fixtures/reports/tool-call-id-repeated.json', 'utf8'))
  const first: { id: string; status: string; revision: number; digest: string }[] = []
  for (const body of send) first.push(await ask(body))
  expect(first.map(one => one.status)).toEqual(['pending', 'pending', 'pending'])
  expect(new Set(first.map(one => one.id)).size).toBe(3)
  const [asked, approved] = first
  if (!asked || !approved) throw new Error('nothing was asked')
  expect((await decide(approved)).status).toBe(200)
  expect(await ask(send[1])).toMatchObject({ id: approved.id, status: 'approved' })
  const claim = await (await api('POST', `/${approved.id}/claim`, { digest: approved.digest })).json()
  expect(await ask(send[1])).toMatchObject({ id: approved.id, status: 'claimed' })
  const report = { claimId: claim.claimId, status: 'executed' }
  expect((await api('POST', `/${approved.id}/outcome`, report)).status).toBe(200)
  const nextTurn = await ask(send[1])
  expect([nextTurn.status, first.some(one => one.id === nextTurn.id)]).toEqual(['pending', false])
  expect((await ask(send[0])).id).toBe(asked.id)
})

test('a lost claim answer is given again under its Idempotency-Key, and under no other', async () => {
  const asked = await ask()
  expect((await decide(asked)).status).toBe(200)
  const once = { 'idempotency-key': randomUUID() }
  const claim = (more = {}) => api('POST', `/${asked.id}/claim`, { digest: asked.digest }, more)
  const first = await (await claim(once)).json()
  const second = await claim(once)
  expect([second.status, await second.json()]).toEqual([200, first])
  const third = await claim({ 'idempotency-key': randomUUID() })
  expect([third.status, (await third.json()).type]).toEqual([409, 'already-claimed'])
})

test('what is ambiguous or cannot be stored is invalid, and its field is named', async () => {
  const text = JSON.stringify(action)
  const cases: [string, RegExp][] = [
    [text.replace('"node-3"', '9007199254740993'), /^body\.arguments\.resource$/],
    [text.replace('{"resource":', '{"resource":1,"resource":'), /^body\.arguments\.resource$/],
    [JSON.stringify({ ...action, callbackUrl: 'ftp://example.com/hook' }), /^body\.callbackUrl$/],
    [JSON.stringify({ ...action, callbackUrl: 'https://example.com/hook' }), /^body\.callbackUrl$/],
    [JSON.stringify({ ...action, expiresInSeconds: 1 }), /^body\.expiresInSeconds$/],
    [JSON.stringify({ ...action, allowedDecisions: ['allow'] }), /^body\.allowedDecisions/],
    [text.replace('"node-3"', '['.repeat(100_000) + ']'.repeat(100_000)), /^body$/],
  ]
  for (const [body, field] of cases) {
    const response = await api('POST', '', body)
    expect(response.status).toBe(422)
    expect((await response.json()).field).toMatch(field)
  }
})

test('a long poll ends at once with the decision, and its client may disconnect', async () => {
  const asked = await ask()
  const gone = new AbortController()
  const left = fetch(`${holdpoint.url}/api/v1/approvals/${asked.id}?wait=60`, { headers, signal: gone.signal })
  const stays = api('GET', `/${asked.id}?wait=60`)
  gone.abort()
  await expect(left).rejects.toThrow(/abort/i)
  await decide(asked, 'reject', { comment: 'no' })
  expect((await (await stays).json()).status).toBe('rejected')
  expect((await (await api('GET', `/${asked.id}?wait=60`)).json()).decision.comment).toBe('no')
  expect((await api('GET', `/${asked.id}?wait=61`)).status).toBe(422)
})

test('no key can decide, and no GET request either', async () => {
  const asked = await ask()
  const byKey = await api('POST', `/${asked.id}/decision`, { kind: 'approve', expectedRevision: 1 })
  expect([byKey.status, (await byKey.json()).type]).toEqual([403, 'forbidden'])
  expect((await person('GET', `/api/v1/approvals/${asked.id}/decision`)).status).toBe(405)
  expect((await (await api('GET', `/${asked.id}`)).json()).status).toBe('pending')
})

test('a reader that reconnects with Last-Event-ID gets what it missed', async () => {
  const first = await follow('0', events => events.length > 0)
  const last = first.at(-1)?.lastId ?? '0'
  const asked = await ask()
  await decide(asked, 'reject', { comment: 'no' })
  const missed = await follow(last, events => events.some(event => event.type === 'approval.rejected'))
  const types = missed.filter(event => event.id === asked.id).map(event => event.type)
  expect([...new Set(types)]).toEqual(['approval.pending', 'approval.rejected'])
})

/** Reads the stream from an event on until `enough`. */
const follow = async (lastId: string, enough: (events: StreamEvent[]) => boolean) =>
  (await openStream(holdpoint.url, 'approvals', enough, lastId)).until
