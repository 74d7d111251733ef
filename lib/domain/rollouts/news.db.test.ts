import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { channelConfig } from '#lib/domain/channels/contract.ts'
import { sendDue } from '#lib/domain/channels/deliver.ts'
import { putChannel } from '#lib/domain/channels/index.ts'
import type { Context } from '#lib/platform/context.ts'
import { freshProject } from '#lib/platform/testing/database.ts'
import { fakeClock } from '#lib/platform/testing/fake-clock.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { strategyConfig } from './contract.ts'
import { abortRollout, getRollout, pauseRollout, promoteRollout, putStrategy } from './index.ts'
import { reconcileRollouts } from './reconcile.ts'
import { givenReleases, start } from './test-support.ts'
import { givenTraffic } from './test-traffic.ts'

const database = givenDatabase()
const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
const closing: (() => unknown)[] = []
beforeEach(() => vi.stubEnv('HOLDPOINT_ALLOWED_NETWORKS', '127.0.0.1'))
afterEach(() => {
  vi.unstubAllEnvs()
  for (const close of closing.splice(0)) close()
})

interface Heard {
  type: string
  data: { title: string; url: string; rollout: Record<string, unknown> }
}

/** A receiver that accepts only signed messages. */
async function listener(ctx: Context, slug: string): Promise<Heard[]> {
  const heard: Heard[] = []
  const server = http.createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray()).toString()
    heard.push(new Webhook(secret).verify(body, request.headers as Record<string, string>) as Heard)
    response.writeHead(204).end()
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => server.close())
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const body = channelConfig.put.body?.parse({ kind: 'webhook', url, secret }) as never
  await putChannel(ctx, { params: { slug }, body })
  return heard
}

/** A signature is valid for five minutes before and after, so the test advances the clock by six. */
const project = () => ({ ...freshProject(database.db), clock: fakeClock(new Date(Date.now() - 3 * 60_000)) })
const phases = [
  { weightBps: 1_000, seconds: 60 },
  { weightBps: 10_000, seconds: 60 },
]
const say = (expectedRevision: number) => ({ expectedRevision, reason: 'I saw something' })
const as = (ctx: Context, id: string): Context => ({
  ...ctx,
  actor: { kind: 'user', id, label: id, role: 'lead', sessionId: 's' },
})

test('channels are told once each when it begins, continues and is rolled back by its evidence', async () => {
  const ctx = project()
  const [team, desk] = [await listener(ctx, 'team'), await listener(ctx, 'desk')]
  await givenReleases(ctx)
  const strategy = strategyConfig.put.body?.parse({ phases, channels: ['team'] }) as never
  await putStrategy(ctx, { params: { slug: 'quick' }, body: strategy })
  const { id } = await start(ctx, { strategy: 'quick', channels: ['desk', 'team'] })
  const traffic = async (costUsd: number) => {
    ctx.clock.advance(60)
    const at = await ctx.clock.now(ctx.db as never)
    for (const [release, cost] of [
      ['triage-1', 0.03],
      ['triage-2', costUsd],
    ] as const)
      await givenTraffic(ctx, { agent: 'triage', release, requests: 4_000, costUsd: cost, at })
    ctx.clock.advance(120)
    await Promise.all([reconcileRollouts(ctx), reconcileRollouts(ctx)])
    await sendDue(ctx)
  }
  await reconcileRollouts(ctx)
  await traffic(0.03)
  await traffic(0.3)
  await sendDue(ctx)
  const heard = desk.map(({ type, data }) => [type, data.title.replace('triage in production: ', '')])
  expect(heard.toSorted()).toEqual([
    ['rollout.advanced', 'triage-2 has 10 %'],
    ['rollout.advanced', 'triage-2 has 100 %'],
    ['rollout.rolled_back', 'triage-2 was rolled back to triage-1'],
  ])
  expect(team).toHaveLength(3)
  const last = desk.find(({ type }) => type === 'rollout.rolled_back')
  expect(last?.data.url).toMatch(new RegExp(`/rollouts/${id}\\b`))
  expect(last?.data.rollout).toMatchObject({ id, rule: 'cost', serving: 'triage-1', weightBps: 0 })
})

test('channels are told what people ordered, and that a second person is needed', async () => {
  const ctx = project()
  const heard = await listener(ctx, 'team')
  await givenReleases(ctx)
  const { id } = await start(ctx, { channels: ['team'] })
  const revision = async () => (await getRollout(ctx, { params: { id } })).revision
  await promoteRollout(as(ctx, 'mira'), { params: { id }, body: say(await revision()) })
  await promoteRollout(as(ctx, 'tomas'), { params: { id }, body: say(await revision()) })
  await pauseRollout(ctx, { params: { id }, body: say(await revision()) })
  await abortRollout(ctx, { params: { id }, body: say(await revision()) })
  await sendDue(ctx)
  expect(heard.map(({ type }) => type).toSorted()).toEqual([
    'rollout.paused',
    'rollout.promoted',
    'rollout.proposed',
    'rollout.rolled_back',
  ])
})

test('a channel that does not exist is invalid, and its field is named', async () => {
  const ctx = project()
  await givenReleases(ctx)
  const place = { fields: { field: 'body.channels.0' } }
  await expect(start(ctx, { channels: ['nowhere'] })).rejects.toMatchObject(place)
  const body = strategyConfig.put.body?.parse({ phases, channels: ['nowhere'] }) as never
  await expect(putStrategy(ctx, { params: { slug: 'quick' }, body })).rejects.toMatchObject(place)
})
