import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect } from '@playwright/test'
import { createLocalJWKSet, jwtVerify } from 'jose'
import { givenOwnHoldpoint, asAgent as headers, mira, test } from '../support/holdpoint.ts'
import { signInByHttp } from '../support/person.ts'
import { type Holdpoint, startHoldpoint } from '../support/server.ts'

const one = givenOwnHoldpoint()
let person: Awaited<ReturnType<typeof signInByHttp>>
test.beforeAll(async () => {
  person = await signInByHttp(one.url, mira.email, mira.password)
})

const api = (at: Holdpoint, path: string, body?: object, more: Record<string, string> = {}) =>
  fetch(`${at.url}/api/v1/approvals${path}`, {
    headers: { ...headers, ...more },
    ...(body ? { method: 'POST', body: JSON.stringify(body) } : {}),
  })
const action = { agent: 'a', tool: 'delete_resource', arguments: { resource: 'node-3' }, environment: 'production' }
const ask = async (more: object = {}) => (await api(one, '', { ...action, ...more })).json()
const approve = async (asked: { id: string }) => {
  const response = await person('POST', `/api/v1/approvals/${asked.id}/decision`, {
    kind: 'approve',
    expectedRevision: 1,
  })
  expect(response.status).toBe(200)
  return response.json()
}

interface Claim {
  id: string
  digest: string
  key: string
  claimId?: string
  receipt?: string
}

test('the server is killed during forty claims: a retry gets its claim, or nothing had happened; receipts stay valid', async () => {
  test.setTimeout(180_000)
  const claims: Claim[] = []
  for (let i = 0; i < 40; i++) {
    const { id, digest } = await approve(await ask())
    claims.push({ id, digest, key: randomUUID() })
  }
  const claim = (c: Claim) => api(one, `/${c.id}/claim`, { digest: c.digest }, { 'idempotency-key': c.key })
  let answered = 0
  const first = claims.map(async c => {
    const response = await claim(c).catch(() => null)
    if (response?.ok) Object.assign(c, await response.json())
    answered += 1
  })
  await expect.poll(() => answered, { intervals: [1] }).toBeGreaterThan(4)
  await one.kill()
  await Promise.all(first)
  await one.restart()

  const keys = createLocalJWKSet(await (await fetch(`${one.url}/.well-known/jwks.json`)).json())
  for (const c of claims) {
    const before = await (await api(one, `/${c.id}`)).json()
    const response = await claim(c)
    const answer = await response.json()
    if (before.status === 'claimed') {
      expect(response.status).toBe(200)
      if (c.claimId) expect(answer).toMatchObject({ claimId: c.claimId, receipt: c.receipt })
      expect((await jwtVerify(answer.receipt, keys)).payload).toMatchObject({ aid: c.id, digest: c.digest })
    } else {
      // Its first try held the key when the process died, and changed nothing; or it had not come that far.
      expect([before.status, c.claimId]).toEqual(['approved', undefined])
      expect([200, 409]).toContain(response.status)
      if (response.status === 409) expect(answer.type).toBe('request-in-progress')
    }
  }
  const chain = await (await fetch(`${one.url}/api/v1/audit/verify`, { headers })).json()
  expect(chain.ok).toBe(true)
})

test('two servers on one database: a client that waits at one gets the decision made at the other, and both sign with one key', async () => {
  test.setTimeout(180_000)
  const secrets = JSON.parse(readFileSync(path.join(one.dataDir, 'secrets.json'), 'utf8'))
  const two = await startHoldpoint({ ...secrets, DATABASE_URL: one.databaseUrl })
  try {
    for (let i = 0; i < 5; i++) {
      const asked = await ask()
      const waits = api(two, `/${asked.id}?wait=60`)
      const { digest } = await approve(asked)
      expect((await (await waits).json()).status).toBe('approved')
      const both = await Promise.all([one, two].map(server => api(server, `/${asked.id}/claim`, { digest })))
      expect(both.map(response => response.status).sort()).toEqual([200, 409])
    }
    const sets = await Promise.all([one, two].map(async at => (await fetch(`${at.url}/.well-known/jwks.json`)).json()))
    expect(sets[0].keys).toHaveLength(1)
    expect(sets[1]).toEqual(sets[0])
  } finally {
    await two.stop()
  }
})
