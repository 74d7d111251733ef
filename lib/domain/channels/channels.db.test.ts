import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { Webhook } from 'standardwebhooks'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Context } from '#lib/platform/context.ts'
import { transaction } from '#lib/platform/db/transaction.ts'
import { openValue } from '#lib/platform/sealed/seal.ts'
import { freshProject } from '#lib/platform/testing/database.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { channelConfig } from './contract.ts'
import { sendDue } from './deliver.ts'
import { enqueue, getChannel, listDeliveries, putChannel, tryChannel } from './index.ts'
import { deliveryQuery, type Message } from './schemas.ts'

const database = givenDatabase()
const closing: (() => unknown)[] = []
beforeEach(() => vi.stubEnv('HOLDPOINT_ALLOWED_NETWORKS', '127.0.0.1'))
afterEach(() => {
  vi.unstubAllEnvs()
  for (const close of closing.splice(0)) close()
})

interface Received {
  headers: Record<string, string>
  body: string
}

async function receiver(status: () => number = () => 200) {
  const received: Received[] = []
  const server = http.createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray()).toString()
    received.push({ headers: request.headers as Record<string, string>, body })
    response.writeHead(status()).end()
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => server.close())
  return { received, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook` }
}

const put = (ctx: Context, body: object, slug = 'on-call') =>
  putChannel(ctx, { params: { slug }, body: channelConfig.put.body?.parse(body) as never })
const signing = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
const message: Message = {
  ...{ type: 'breaker.opened', title: 'Breaker opened', text: '5 failures', severity: 'critical', state: 'open' },
  ...{ key: 'breaker/1', path: '/breakers/1', at: '2026-11-28T12:00:00.000000Z' },
}
const tell = (ctx: Context, channels = ['on-call']) =>
  transaction(database.db, tx => enqueue(tx, ctx, channels, message))
const deliveries = async (ctx: Context, slug = 'on-call') =>
  (await listDeliveries(ctx, { params: { slug }, query: deliveryQuery.parse({}) })).items
/** Lets the next attempt of waiting deliveries be due now. */
const makeDue = ({ projectId }: Context) =>
  database.db.prisma.delivery.updateMany({ where: { projectId, status: 'pending' }, data: { nextAt: new Date(0) } })

describe('secrets', () => {
  test('are in no answer, audit row or table', async () => {
    const ctx = freshProject(database.db)
    const answer = await put(ctx, { kind: 'pagerduty', secret: 'R0UTING-KEY' })
    expect(answer.secret).toMatch(/^sealed:/)
    const { projectId } = ctx
    const rows = await Promise.all([
      database.db.prisma.configObject.findMany({ where: { projectId } }),
      database.db.prisma.auditEvent.findMany({ where: { projectId } }),
    ])
    expect(rows.flat()).not.toEqual([])
    expect(JSON.stringify(rows, (_, value) => (typeof value === 'bigint' ? String(value) : value))).not.toContain(
      'R0UTING',
    )
  })

  test('are kept when a read channel is sent back unchanged', async () => {
    const ctx = freshProject(database.db)
    const { secret } = await put(ctx, { kind: 'webhook', url: 'https://hooks.example.com/', secret: signing })
    const again = await put(ctx, { kind: 'webhook', url: 'https://hooks.example.com/', secret })
    expect(again).toMatchObject({ secret, revision: 1 })
    expect(await openValue(database.db, ctx.projectId, secret ?? '')).toBe(signing)
  })

  test.each([
    [{ kind: 'webhook' }, 'body.url'],
    [{ kind: 'webhook', url: 'https://x.example/' }, 'body.secret'],
    [{ kind: 'webhook', url: 'ftp://x.example/', secret: signing }, 'body.url'],
    [{ kind: 'webhook', url: 'https://me:pass@x.example/', secret: signing }, 'body.url'],
    [{ kind: 'slack' }, 'body.secret'],
    [{ kind: 'slack', secret: 'not an address' }, 'body.secret'],
    [{ kind: 'pagerduty' }, 'body.secret'],
    [{ kind: 'email' }, 'body.to'],
  ])('%j is invalid and names %s', async (body, field) => {
    await expect(put(freshProject(database.db), body)).rejects.toMatchObject({ fields: { status: 422, field } })
  })
})

describe('delivering', () => {
  test('a webhook arrives signed and once, whichever process sends it', async () => {
    const ctx = freshProject(database.db)
    const { received, url } = await receiver()
    await put(ctx, { kind: 'webhook', url, secret: signing })
    await tell(ctx)
    await Promise.all(Array.from({ length: 8 }, () => sendDue(ctx)))
    expect(received).toHaveLength(1)
    const verified = new Webhook(signing).verify(received[0]?.body ?? '', received[0]?.headers ?? {})
    expect(verified).toMatchObject({ type: 'breaker.opened', data: { key: 'breaker/1' } })
    expect(await deliveries(ctx)).toMatchObject([{ status: 'delivered', attempts: 1 }])
  })

  test('a receiver that is down gets it later, under the same id', async () => {
    const ctx = freshProject(database.db)
    let status = 503
    const { received, url } = await receiver(() => status)
    await put(ctx, { kind: 'webhook', url, secret: signing })
    await tell(ctx)
    await sendDue(ctx)
    expect(await deliveries(ctx)).toMatchObject([{ status: 'pending', lastResult: expect.stringMatching(/^503/) }])
    await sendDue(ctx)
    expect(received).toHaveLength(1)
    status = 200
    await makeDue(ctx)
    await sendDue(ctx)
    expect(new Set(received.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
    expect(await deliveries(ctx)).toMatchObject([{ status: 'delivered', attempts: 2 }])
  })

  test('an address that is not public is never called, and not tried again', async () => {
    const ctx = freshProject(database.db)
    const { received, url } = await receiver()
    await put(ctx, { kind: 'webhook', url, secret: signing })
    vi.stubEnv('HOLDPOINT_ALLOWED_NETWORKS', '')
    await tell(ctx)
    await sendDue(ctx)
    expect(received).toEqual([])
    expect(await deliveries(ctx)).toMatchObject([
      { status: 'failed', lastResult: expect.stringMatching(/not a public/) },
    ])
  })

  test('a message of a transaction that fails is not sent', async () => {
    const ctx = freshProject(database.db)
    await put(ctx, { kind: 'webhook', url: 'http://127.0.0.1:9/', secret: signing })
    const failing = transaction(database.db, async tx => {
      await enqueue(tx, ctx, ['on-call'], message)
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    expect(await deliveries(ctx)).toEqual([])
  })

  test('Slack and PagerDuty get messages in their own format', async () => {
    const ctx = freshProject(database.db)
    const [slack, pager] = [await receiver(), await receiver(() => 202)]
    await put(ctx, { kind: 'slack', secret: slack.url }, 'chat')
    await put(ctx, { kind: 'pagerduty', secret: 'R0', url: pager.url }, 'pager')
    await tell(ctx, ['chat', 'pager'])
    await sendDue(ctx)
    expect(JSON.parse(slack.received[0]?.body ?? '')).toMatchObject({ text: expect.stringContaining('Breaker opened') })
    expect(JSON.parse(pager.received[0]?.body ?? '')).toMatchObject({ routing_key: 'R0', event_action: 'trigger' })
  })

  test('mail goes through the configured server, and an error says where there is none', async () => {
    const ctx = freshProject(database.db)
    const mails: string[] = []
    const server = new SMTPServer({
      disabledCommands: ['STARTTLS', 'AUTH'],
      logger: false,
      onData(stream, _session, done) {
        stream.toArray().then(parts => {
          mails.push(Buffer.concat(parts).toString())
          done()
        }, done)
      },
    })
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    closing.push(() => server.close(() => undefined))
    await put(ctx, { kind: 'email', to: ['ada@example.com'] })
    expect(await tryChannel(ctx, { params: { slug: 'on-call' } })).toMatchObject({
      status: 'failed',
      lastResult: expect.stringContaining('HOLDPOINT_SMTP_URL'),
    })
    vi.stubEnv('HOLDPOINT_SMTP_URL', `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`)
    expect(await tryChannel(ctx, { params: { slug: 'on-call' } })).toMatchObject({ status: 'delivered' })
    expect(mails).toEqual([expect.stringMatching(/To: ada@example\.com[\s\S]*Subject: Test from Holdpoint/)])
  })
})

test('a test message shows its result at once', async () => {
  const ctx = freshProject(database.db)
  const { received, url } = await receiver(() => 404)
  await put(ctx, { kind: 'webhook', url, secret: signing })
  expect(await tryChannel(ctx, { params: { slug: 'on-call' } })).toMatchObject({ status: 'failed', attempts: 1 })
  expect(received).toHaveLength(1)
  await expect(tryChannel(ctx, { params: { slug: 'unknown' } })).rejects.toMatchObject({ fields: { status: 404 } })
  expect(await getChannel(ctx, { params: { slug: 'on-call' } })).toMatchObject({ kind: 'webhook' })
})
