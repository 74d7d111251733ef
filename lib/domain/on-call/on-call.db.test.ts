import { expect, test } from 'vitest'
import { listDeliveries, putChannel } from '#lib/domain/channels/index.ts'
import { deliveryQuery, type Message } from '#lib/domain/channels/schemas.ts'
import { acknowledgeIncident, openIncident, resolveIncident } from '#lib/domain/incidents/index.ts'
import type { Context } from '#lib/platform/context.ts'
import { transaction } from '#lib/platform/db/transaction.ts'
import { freshProject } from '#lib/platform/testing/database.ts'
import { fakeClock } from '#lib/platform/testing/fake-clock.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { onCallConfig } from './contract.ts'
import { escalate } from './escalate.ts'
import { acknowledgePage, acknowledgePageOf, endPageOf, listPages, pageOnCall, putOnCall } from './index.ts'
import { pageQuery } from './schemas.ts'

const database = givenDatabase()
const clock = fakeClock()

async function onCall(): Promise<Context> {
  const ctx = { ...freshProject(database.db), clock }
  for (const slug of ['first', 'second']) {
    const body = { kind: 'email' as const, url: null, secret: null, to: ['ada@example.com'], enabled: true }
    await putChannel(ctx, { params: { slug }, body })
  }
  const steps = [{ channels: ['first'] }, { channels: ['second'], afterMinutes: 15 }]
  const body = onCallConfig.put.body?.parse({ steps })
  if (body) await putOnCall(ctx, { params: { slug: 'everything' }, body })
  return ctx
}

const message: Message = {
  ...{ type: 'incident.opened', title: 'search is down', text: '5 failures', severity: 'critical', state: 'open' },
  ...{ key: 'incident/1', path: '/incidents/1', at: '2026-01-05T12:00:00.000000Z' },
}
const page = (ctx: Context) =>
  transaction(database.db, async tx => {
    const at = await clock.now(tx)
    return pageOnCall(tx, ctx, { policy: null, scope: { agent: 'desk', environment: null }, message, at })
  })
const told = async (ctx: Context, slug: string) =>
  (await listDeliveries(ctx, { params: { slug }, query: deliveryQuery.parse({}) })).items.length
const pages = async (ctx: Context) => (await listPages(ctx, { query: pageQuery.parse({}) })).items

test('simultaneous pages for the same thing notify the first channel once', async () => {
  const ctx = await onCall()
  const ids = await Promise.all(Array.from({ length: 12 }, () => page(ctx)))
  expect(ids.filter(Boolean)).toHaveLength(1)
  expect([await told(ctx, 'first'), await told(ctx, 'second')]).toEqual([1, 0])
})

test('without an answer the second channel is notified after its time, once', async () => {
  const ctx = await onCall()
  await page(ctx)
  clock.advance(14 * 60)
  await escalate(ctx)
  expect(await told(ctx, 'second')).toBe(0)
  clock.advance(2 * 60)
  await Promise.all(Array.from({ length: 6 }, () => escalate(ctx)))
  expect([await told(ctx, 'first'), await told(ctx, 'second')]).toEqual([1, 1])
  expect(await pages(ctx)).toMatchObject([{ state: 'open', steps: 2, told: ['first', 'second'], nextAt: null }])
})

test('an acknowledgement ends the escalation, and only one is accepted', async () => {
  const ctx = await onCall()
  const id = (await page(ctx)) ?? ''
  const answers = await Promise.allSettled([1, 2, 3].map(() => acknowledgePage(ctx, { params: { id } })))
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  clock.advance(60 * 60)
  await escalate(ctx)
  expect(await told(ctx, 'second')).toBe(0)
  const again = transaction(database.db, tx => acknowledgePageOf(tx, ctx, message.key, new Date()))
  expect(await again).toBe(false)
})

test('when it is over, everybody who was notified is told so, and the next page of its key is a new one', async () => {
  const ctx = await onCall()
  await page(ctx)
  const end = () =>
    transaction(database.db, async tx =>
      endPageOf(tx, ctx, { key: message.key, text: 'It is over.', at: await clock.now(tx) }),
    )
  expect([await end(), await end()]).toEqual([true, false])
  expect([await told(ctx, 'first'), await told(ctx, 'second')]).toEqual([2, 0])
  expect(await page(ctx)).not.toBeNull()
})

test('a step names existing channels, in the order of their time', async () => {
  const ctx = await onCall()
  const put = (steps: unknown) =>
    putOnCall(ctx, { params: { slug: 'x' }, body: onCallConfig.put.body?.parse({ steps }) as never })
  await expect(put([{ channels: ['first', 'nobody'] }])).rejects.toMatchObject({
    fields: { status: 422, field: 'body.steps.0.channels.1' },
  })
  const back = [
    { channels: ['first'], afterMinutes: 10 },
    { channels: ['second'], afterMinutes: 5 },
  ]
  await expect(put(back)).rejects.toMatchObject({ fields: { field: 'body.steps.1.afterMinutes' } })
})

test('a critical incident pages who is on call; acknowledging it ends the escalation, resolving it ends the page', async () => {
  const ctx = await onCall()
  const opening = { cause: 'tool-outage', scope: { agent: 'desk' }, title: 'search is down', message: '5 failures' }
  const open = (severity: 'warning' | 'critical') =>
    transaction(database.db, async tx =>
      openIncident(tx, ctx, {
        ...{ ...opening, severity, source: { kind: 'breaker', id: 'search' }, evidence: {} },
        at: await clock.now(tx),
      }),
    )
  const { id } = await open('warning')
  expect(await pages(ctx)).toEqual([])
  await Promise.all([open('critical'), open('critical'), open('critical')])
  expect(await pages(ctx)).toMatchObject([{ state: 'open', key: `incident/${id}`, path: `/incidents/${id}` }])
  await acknowledgeIncident(ctx, { params: { id }, body: {} })
  clock.advance(20 * 60)
  await escalate(ctx)
  expect(await pages(ctx)).toMatchObject([{ state: 'acknowledged', told: ['first'] }])
  await resolveIncident(ctx, { params: { id }, body: { summary: 'The vendor is back.' } })
  expect(await pages(ctx)).toMatchObject([{ state: 'ended' }])
  expect(await told(ctx, 'first')).toBe(2)
})
