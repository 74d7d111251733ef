import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { disableAgent } from '#lib/domain/agents/index.ts'
import { makeCallbackSecret, sendDue } from '#lib/domain/channels/index.ts'
import type { Context } from '#lib/platform/context.ts'
import { freshProject } from '#lib/platform/testing/database.ts'
import { type FakeClock, fakeClock } from '#lib/platform/testing/fake-clock.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { startRacer } from '#lib/platform/testing/racers.ts'
import { cancelApproval, claimApproval, decideApproval, expireDue, getApproval } from './index.ts'
import type { Approval, DecisionBody, RequestBody } from './schemas.ts'
import { askForRefund, asPerson, setPolicy } from './testing/test-refunds.ts'

const database = givenDatabase()
const closing: (() => unknown)[] = []
let ctx: Context
let clock: FakeClock
let secret: string
beforeEach(async () => {
  vi.stubEnv('HOLDPOINT_ALLOWED_NETWORKS', '127.0.0.1')
  clock = fakeClock()
  ctx = { ...freshProject(database.db), clock }
  secret = await newSecret()
})
afterEach(() => {
  vi.unstubAllEnvs()
  for (const close of closing.splice(0)) close()
})

const newSecret = async () => (await makeCallbackSecret(ctx, { params: { slug: 'billing' } })).secret

interface Posted {
  type: string
  data: { approval: Record<string, unknown>; url: string }
}

/** A receiver as an agent has it: what it got is verified with a library of Standard Webhooks. */
async function receiver(answer: (response: http.ServerResponse) => void = response => void response.end('kept apart')) {
  const got: { headers: Record<string, string>; body: string }[] = []
  const server = http.createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray()).toString()
    got.push({ headers: request.headers as Record<string, string>, body })
    server.emit('got')
    answer(response)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return {
    server,
    callbackUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/decided`,
    ids: () => got.map(({ headers }) => headers['webhook-id']),
    // The time of the signature is the fake clock's, which the library does not know.
    posted: (by = secret) =>
      got.map(({ headers, body }) => {
        vi.useFakeTimers({ now: Number(headers['webhook-timestamp']) * 1_000, toFake: ['Date'] })
        try {
          return new Webhook(by).verify(body, headers) as Posted
        } finally {
          vi.useRealTimers()
        }
      }),
  }
}

const ask = (callbackUrl: string, more: Partial<RequestBody> = {}) =>
  askForRefund(ctx, { environment: 'production', callbackUrl, ...more })
const decide = async ({ id, revision }: Approval, body: Omit<DecisionBody, 'expectedRevision'>) =>
  decideApproval(await asPerson(ctx, 'ada'), { params: { id }, body: { ...body, expectedRevision: revision } })
function expireAfter(seconds: number) {
  clock.advance(seconds)
  return expireDue(ctx)
}
const read = ({ id }: Approval) => getApproval(ctx, { params: { id }, query: {} })
const queued = () => database.db.prisma.delivery.count({ where: { projectId: ctx.projectId } })

describe('each end of a request is posted once, signed', () => {
  const ends: [string, string, (one: Approval) => Promise<unknown>][] = [
    ['approved', 'approved', one => decide(one, { kind: 'approve' })],
    ['edited', 'approved', one => decide(one, { kind: 'edit', arguments: { amount: 5 } })],
    ['rejected', 'rejected', one => decide(one, { kind: 'reject', comment: 'Too much.' })],
    ['answered', 'rejected', one => decide(one, { kind: 'respond', comment: 'Ask the customer.' })],
    ['expired', 'expired', () => expireAfter(3_600)],
    ['cancelled by the agent', 'cancelled', ({ id }) => cancelApproval(ctx, { params: { id } })],
    [
      'cancelled by the kill switch',
      'cancelled',
      async () =>
        disableAgent(await asPerson(ctx, 'ada'), { params: { slug: 'billing' }, body: { reason: 'It pays out.' } }),
    ],
  ]
  test.each(ends)('%s', async (_, status, end) => {
    const { callbackUrl, posted } = await receiver()
    const asked = await ask(callbackUrl)
    expect([asked.status, asked.callbackUrl, await queued()]).toEqual(['pending', callbackUrl, 0])
    await end(asked)
    await Promise.all([sendDue(ctx), sendDue(ctx), sendDue(ctx)])
    const now = await read(asked)
    expect(posted()).toMatchObject([
      {
        type: `approval.${status}`,
        data: {
          approval: { id: asked.id, status, digest: now.digest, revision: now.revision, agent: 'billing' },
          url: expect.stringContaining(asked.id),
        },
      },
    ])
    expect(JSON.stringify(posted())).not.toContain('amount')
    expect(now.callbacks).toMatchObject([{ type: `approval.${status}`, status: 'delivered', attempts: 1 }])
  })

  test('what a policy decides at once; and that nobody claimed it in time', async () => {
    await setPolicy(ctx, 'small', { outcome: 'allow' })
    const { callbackUrl, posted } = await receiver()
    const asked = await ask(callbackUrl, { environment: 'staging' })
    await expireAfter(3_600)
    await sendDue(ctx)
    expect(posted().map(({ data }) => data.approval.status)).toEqual(expect.arrayContaining([asked.status, 'expired']))
  })

  test('a vote of several, a claim and a request without callback post nothing', async () => {
    await setPolicy(ctx, 'two', { outcome: 'require_approval', quorum: 2 })
    const { callbackUrl, posted } = await receiver()
    const asked = await ask(callbackUrl)
    await decide(asked, { kind: 'approve' })
    await askForRefund(ctx, { environment: 'production' })
    expect(await queued()).toBe(0)
    const bo = await asPerson(ctx, 'bo')
    const { digest } = await decideApproval(bo, {
      params: { id: asked.id },
      body: { kind: 'approve', expectedRevision: asked.revision },
    })
    await claimApproval(ctx, { params: { id: asked.id }, body: { digest } })
    await sendDue(ctx)
    expect(posted().map(({ type }) => type)).toEqual(['approval.approved'])
  })
})

describe('never lost, never before the decision', () => {
  test('a decision that does not commit posts nothing', async () => {
    const { callbackUrl, posted } = await receiver()
    const asked = await ask(callbackUrl)
    const dies = { ...(await asPerson(ctx, 'ada')), remember: () => Promise.reject(new Error('the disk is full')) }
    const body = { kind: 'approve' as const, expectedRevision: 1 }
    await expect(decideApproval(dies, { params: { id: asked.id }, body })).rejects.toThrow('the disk is full')
    await sendDue(ctx)
    expect([await queued(), posted(), (await read(asked)).status]).toEqual([0, [], 'pending'])
  })

  // Starting the process that is killed takes long on a busy machine.
  test('a process that is killed while it posts leaves it to the next, which posts it under the same id', {
    timeout: 120_000,
  }, async () => {
    let answers = false
    const { server, callbackUrl, ids, posted } = await receiver(response => (answers ? void response.end() : undefined))
    const real = { ...ctx, clock: { now: async () => new Date() } }
    ctx = real
    const asked = await ask(callbackUrl)
    await decide(asked, { kind: 'approve' })
    const sender = await startRacer(new URL('./testing/test-sender.ts', import.meta.url), database.url)
    const [arrived, ended] = [once(server, 'got'), once(sender, 'exit')]
    sender.send(ctx.projectId)
    await arrived
    sender.kill('SIGKILL')
    await ended
    expect((await read(asked)).callbacks).toMatchObject([{ status: 'pending', attempts: 1 }])
    answers = true
    await sendDue(real)
    expect(ids()).toHaveLength(1)
    await sendDue({ ...real, clock: { now: async () => new Date(Date.now() + 61_000) } })
    expect([ids().length, new Set(ids()).size]).toEqual([2, 1])
    expect(posted()).toMatchObject([{ type: 'approval.approved' }, { type: 'approval.approved' }])
    expect((await read(asked)).callbacks).toMatchObject([{ status: 'delivered', attempts: 2 }])
  })

  test('a receiver that fails is tried again; when it is given up, page and audit log say so', async () => {
    const { callbackUrl, ids } = await receiver(response => void response.writeHead(503).end('inside'))
    const asked = await ask(callbackUrl)
    await decide(asked, { kind: 'approve' })
    for (let attempt = 0; attempt < 10; attempt++) {
      await sendDue(ctx)
      clock.advance(24 * 3_600)
    }
    expect([ids().length, new Set(ids()).size]).toEqual([8, 1])
    const { callbacks } = await read(asked)
    expect(callbacks).toMatchObject([{ status: 'failed', attempts: 8, nextAt: null }])
    // Nothing of what stands at an address that an agent chose.
    expect(callbacks[0]?.lastResult).toMatch(/^503 in \d+ ms$/)
    const { rows } = await database.db.pool.query(
      `select action, body::json #> '{evidence}' as evidence from audit_event
       where project_id = $1 and object_id = $2 order by seq`,
      [ctx.projectId, asked.id],
    )
    expect(rows.slice(-2)).toMatchObject([
      { action: 'approval.decided', evidence: { callback: ids()[0] } },
      { action: 'approval.callback_failed', evidence: { delivery: ids()[0], url: callbackUrl, attempts: 8 } },
    ])
  })

  test('an address that is not public is never called', async () => {
    const { callbackUrl, ids } = await receiver()
    vi.stubEnv('HOLDPOINT_ALLOWED_NETWORKS', '')
    const asked = await ask(callbackUrl)
    await decide(asked, { kind: 'approve' })
    await sendDue(ctx)
    expect(ids()).toEqual([])
    expect((await read(asked)).callbacks).toMatchObject([
      { status: 'failed', lastResult: expect.stringContaining('not a public address') },
    ])
  })
})

describe('what signs', () => {
  test('while a secret is replaced, the one before signs too; for 24 hours', async () => {
    const { callbackUrl, posted } = await receiver()
    const [first, second] = [await ask(callbackUrl), await ask(callbackUrl, { expiresInSeconds: 7 * 86_400 })]
    const before = secret
    secret = await newSecret()
    await decide(first, { kind: 'approve' })
    await sendDue(ctx)
    expect([posted(before), posted(secret)]).toMatchObject([[{}], [{}]])
    clock.advance(24 * 3_600 + 1)
    await cancelApproval(ctx, { params: { id: second.id } })
    await sendDue(ctx)
    expect(posted(secret)).toHaveLength(2)
    expect(() => posted(before)).toThrow(/signature/)
  })

  test('a secret is in no table and no audit row as it is', async () => {
    const stored = await database.db.prisma.callbackSecret.findMany({ where: { projectId: ctx.projectId } })
    expect(stored).toMatchObject([{ agent: 'billing', secret: expect.stringMatching(/^sealed:/), previous: null }])
    const { rows } = await database.db.pool.query('select body from audit_event where project_id = $1', [ctx.projectId])
    expect(JSON.stringify(rows)).not.toContain(secret)
  })

  test.each([
    ['ftp://example.com/', 'billing', /http or https/],
    ['https://me:pass@example.com/', 'billing', /no user name/],
    ['https://example.com/decided', 'nobody', /no callback secret .*POST \/api\/v1\/agents\/nobody\/callback-secret/],
  ])('%s of %s is invalid', async (callbackUrl, agent, detail) => {
    await expect(ask(callbackUrl, { agent })).rejects.toMatchObject({
      fields: { status: 422, field: 'body.callbackUrl', detail: expect.stringMatching(detail) },
    })
  })
})
