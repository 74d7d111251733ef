import { expect, test } from 'vitest'
import type { Message } from '#lib/domain/channels/schemas.ts'
import { readTimeline } from '#lib/domain/incidents/index.ts'
import { timelineQuery } from '#lib/domain/incidents/schemas.ts'
import type { Context } from '#lib/platform/context.ts'
import { freshProject } from '#lib/platform/testing/database.ts'
import { type FakeClock, fakeClock } from '#lib/platform/testing/fake-clock.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { orderAll, startRacer } from '#lib/platform/testing/racers.ts'
import { previewAlertContract } from './contract.ts'
import { evaluateAlerts } from './evaluate-alerts.ts'
import { archiveAlert, createSilence, endSilence, listInstances, previewRule } from './index.ts'
import { instanceQuery } from './schemas.ts'
import { ingestRequests, putMailChannel, putRule } from './test-support.ts'

const database = givenDatabase()
type Given = Context & { clock: FakeClock }

async function given(): Promise<Given> {
  const ctx = { ...freshProject(database.db), clock: fakeClock(new Date('2026-01-05T12:00:10Z')) }
  await putMailChannel(ctx, 'team')
  return ctx
}
const now = (ctx: Given) => ctx.clock.now({ query: async () => [] })
/** Requests in the minute that is under way; then the rules are evaluated when it is over. */
async function minute(ctx: Given, requests: Parameters<typeof ingestRequests>[2]) {
  await ingestRequests(ctx, await now(ctx), requests)
  ctx.clock.advance(60)
  await evaluateAlerts(ctx)
}
const instances = async (ctx: Context) => (await listInstances(ctx, { query: instanceQuery.parse({}) })).items
const states = async (ctx: Context) =>
  Object.fromEntries((await instances(ctx)).map(({ labels, state }) => [labels.agent ?? 'all', state]))
const messages = async ({ projectId }: Context) =>
  (await database.db.prisma.delivery.findMany({ where: { projectId }, orderBy: { id: 'asc' } })).map(
    row => row.message as unknown as Message,
  )
const errors = { measure: 'errorRate', condition: { above: 0.1 }, window: 60, by: ['agent'], channels: ['team'] }

test('a rule waits for its time, fires, notifies with the traces behind it, and notifies when it is over', async () => {
  const ctx = await given()
  const slug = await putRule(ctx, { ...errors, for: 60, description: 'Look at the vendor.' })
  await minute(ctx, { ok: 8, failed: 2 })
  expect(await states(ctx)).toEqual({ desk: 'pending' })
  await minute(ctx, { ok: 8, failed: 2 })
  expect(await states(ctx)).toEqual({ desk: 'firing' })
  await minute(ctx, { ok: 8, failed: 2 })
  await minute(ctx, { ok: 8 })
  expect(await states(ctx)).toEqual({ desk: 'resolved' })
  const told = await messages(ctx)
  expect(told.map(({ state, title }) => [state, title])).toEqual([
    ['open', 'Error rate above 10.0 %: desk'],
    ['resolved', 'Error rate above 10.0 %: desk'],
  ])
  expect(told[0]).toMatchObject({ key: `alert/${slug}`, path: `/alerts/rules/${slug}`, severity: 'warning' })
  expect(told[0]?.text).toContain('desk: 20.0 %')
  expect(told[0]?.text).toContain('Look at the vendor.')
  expect(told[0]?.links?.[0]?.path).toBe(
    '/traces?agent=desk&status=error&from=2026-01-05T12%3A01Z&to=2026-01-05T12%3A02Z',
  )
  const { projectId } = ctx
  const rows = await database.db.prisma.stateTransition.findMany({ where: { projectId }, orderBy: { revision: 'asc' } })
  expect(rows.map(({ fromState, toState }) => `${fromState} ${toState}`)).toEqual([
    'ok pending',
    'pending firing',
    'firing resolved',
  ])
  expect(rows[1]?.evidence).toMatchObject({ value: 0.2, condition: { above: 0.1 }, ruleRevision: 1 })
})

test('windows that were missed are evaluated later, one by one', async () => {
  const ctx = await given()
  await putRule(ctx, errors)
  await minute(ctx, { ok: 5 })
  await ingestRequests(ctx, await now(ctx), { failed: 5 })
  ctx.clock.advance(60)
  await ingestRequests(ctx, await now(ctx), { ok: 5 })
  ctx.clock.advance(240)
  await evaluateAlerts(ctx)
  expect((await messages(ctx)).map(({ state }) => state)).toEqual(['open', 'resolved'])
})

test('many alerts at once are one message; too few requests are no data, and no data keeps the state', async () => {
  const ctx = await given()
  await putRule(ctx, { ...errors, minimum: 4 })
  for (const agent of ['a', 'b', 'c']) await ingestRequests(ctx, await now(ctx), { agent, failed: 4 })
  await minute(ctx, { agent: 'few', failed: 3 })
  expect(await states(ctx)).toEqual({ a: 'firing', b: 'firing', c: 'firing', few: 'ok' })
  expect((await messages(ctx)).map(({ title }) => title)).toEqual(['Error rate above 10.0 %: 3 groups'])
  await minute(ctx, { agent: 'a', ok: 4 })
  expect(await states(ctx)).toEqual({ a: 'resolved', b: 'firing', c: 'firing', few: 'ok' })
  expect((await instances(ctx)).find(({ labels }) => labels.agent === 'b')).toMatchObject({ value: null })
  expect(await messages(ctx)).toHaveLength(1)
})

test('during a silence nobody is notified, but afterwards for what still fires; reminders come after their time', async () => {
  const ctx = await given()
  const rule = await putRule(ctx, { ...errors, remindSeconds: 300 })
  const body = { rule, labels: { agent: 'desk' }, seconds: 3_600, reason: 'maintenance' }
  const { id } = await createSilence(ctx, { body })
  await minute(ctx, { failed: 5 })
  expect(await instances(ctx)).toMatchObject([{ state: 'firing', silenced: true, toldAt: null }])
  expect(await messages(ctx)).toEqual([])
  await endSilence(ctx, { params: { id } })
  await expect(endSilence(ctx, { params: { id } })).rejects.toMatchObject({ fields: { type: 'already-ended' } })
  for (let i = 0; i < 7; i++) await minute(ctx, { failed: 5 })
  expect((await messages(ctx)).map(({ title }) => title)).toEqual([
    'Error rate above 10.0 %: desk',
    'Still: Error rate above 10.0 %: desk',
  ])
})

test('a critical alert opens one incident, however many processes evaluate the same window', {
  timeout: 60_000,
}, async () => {
  const ctx = await given()
  await putRule(ctx, { ...errors, severity: 'critical' })
  await ingestRequests(ctx, await now(ctx), { failed: 5 })
  ctx.clock.advance(60)
  const file = new URL('./test-racer.ts', import.meta.url)
  const racers = await Promise.all([startRacer(file, database.url), startRacer(file, database.url)])
  const { projectId } = ctx
  const at = (await now(ctx)).toISOString()
  await orderAll(racers, () => ({ projectId, now: at }))
  for (const racer of racers) racer.kill()
  const [one] = await instances(ctx)
  expect(one).toMatchObject({ state: 'firing', revision: 1, incidentId: expect.stringMatching(/^inc_/) })
  const incidents = await database.db.prisma.incident.findMany({ where: { projectId } })
  expect(incidents).toMatchObject([
    { cause: 'failing-agent', agent: 'desk', severity: 'critical', sourceKind: 'alert' },
  ])
  expect(await messages(ctx)).toHaveLength(1)
  expect(await database.db.prisma.stateTransition.count({ where: { projectId, machine: 'alert' } })).toBe(1)
})

test('the timeline of an incident shows the alerts that fired in its scope, with links to their rules', async () => {
  const ctx = await given()
  const critical = await putRule(ctx, { ...errors, severity: 'critical' })
  const whole = await putRule(ctx, { ...errors, by: [] })
  await putRule(ctx, { ...errors, by: [], filter: { agent: ['shop', 'other'] } })
  for (const agent of ['shop', 'other']) await ingestRequests(ctx, await now(ctx), { agent, failed: 5 })
  await minute(ctx, { failed: 5 })
  for (const agent of ['shop', 'other']) await ingestRequests(ctx, await now(ctx), { agent, ok: 5 })
  await minute(ctx, { ok: 5 })
  const incident = (await instances(ctx)).find(({ labels }) => labels.agent === 'desk')?.incidentId ?? ''
  const { items, failed } = await readTimeline(ctx, { params: { id: incident }, query: timelineQuery.parse({}) })
  expect(failed).toEqual([])
  const told = items.filter(({ source }) => source === 'alerts')
  expect(told.map(({ title, state, href }) => [title, state, href]).sort()).toEqual(
    [
      ...['firing', 'resolved'].map(is => [`Alert ${critical} for desk: ${is}`, is, `/alerts/rules/${critical}`]),
      ...['firing', 'resolved'].map(is => [`Alert ${whole}: ${is}`, is, `/alerts/rules/${whole}`]),
    ].sort(),
  )
  expect(told[0]?.detail).toContain('above 10.0 %')
})

test('a rule that is deleted, or grouped differently, ends its firing alerts', async () => {
  const ctx = await given()
  const slug = await putRule(ctx, errors)
  await minute(ctx, { failed: 5 })
  await putRule(ctx, { ...errors, by: [] }, slug)
  await minute(ctx, { failed: 5 })
  await minute(ctx, { failed: 5 })
  expect(await states(ctx)).toEqual({ all: 'firing' })
  await archiveAlert(ctx, { params: { slug }, query: {} })
  await evaluateAlerts(ctx)
  expect(await instances(ctx)).toEqual([])
  expect((await messages(ctx)).map(({ state }) => state)).toEqual(['open', 'resolved', 'open', 'resolved'])
})

test('a change against the window before; without one to compare with there is no data', async () => {
  const ctx = await given()
  await putRule(ctx, { measure: 'requests', condition: { changeAbove: 1 }, window: 60, noData: 'ok' })
  await minute(ctx, { ok: 2 })
  expect(await states(ctx)).toEqual({ all: 'ok' })
  await minute(ctx, { ok: 5 })
  expect(await states(ctx)).toEqual({ all: 'firing' })
})

test.each([
  [{ measure: 'nothing' }, undefined],
  [{ by: ['breaker'] }, 'body.by.0'],
  [{ by: ['agent', 'agent'] }, 'body.by'],
  [{ filter: { channel: 'x' } }, 'body.filter.channel'],
  [{ measure: 'costPerRequest', by: ['tool'] }, 'body.measure'],
  [{ measure: 'traces', by: ['user'] }, 'body.window'],
  [{ measure: 'openBreakers', by: ['agent'] }, 'body.by.0'],
  [{ measure: 'budgetUsed', condition: { changeAbove: 1 } }, 'body.condition.changeAbove'],
  [{ measure: 'openBreakers', minimum: 3 }, 'body.minimum'],
  [{ channels: ['nowhere'] }, 'body.channels.0'],
  [{ onCall: 'nobody' }, 'body.onCall'],
  [{ condition: { above: 1, below: 0 } }, undefined],
  [{ window: 90 }, undefined],
])('%j is invalid and names %s', async (fields, field) => {
  const put = given().then(ctx => putRule(ctx, { measure: 'errorRate', condition: { above: 0.1 }, ...fields }))
  await expect(put).rejects.toMatchObject(field ? { fields: { status: 422, field } } : { issues: expect.anything() })
})

const preview = (ctx: Context, fields: object) =>
  previewRule(ctx, { body: previewAlertContract.body?.parse(fields) as never })

test('an unsaved rule shows when it would have fired, and for which group', async () => {
  const ctx = await given()
  const began = await now(ctx)
  for (const minutes of [50, 20, 10]) {
    const at = new Date(began.getTime() - minutes * 60_000)
    await ingestRequests(ctx, at, { agent: 'desk', ok: 5, failed: 5 })
    await ingestRequests(ctx, at, { agent: 'shop', ok: 9 })
  }
  const { fired, courses, known } = await preview(ctx, { ...errors, window: 300, hours: 1, noData: 'ok' })
  expect([known, fired]).toEqual([true, 3])
  expect(courses.map(one => [one.labels.agent, one.fired])).toEqual([
    ['desk', 3],
    ['shop', 0],
  ])
  expect(courses[0]?.points.at(-1)?.value).toBeNull()
  expect(await preview(ctx, { ...errors, window: 300, hours: 1 })).toMatchObject({ fired: 1 })
  expect(await preview(ctx, { ...errors, window: 300, hours: 1, minimum: 11 })).toMatchObject({ fired: 0 })
  expect(await instances(ctx)).toEqual([])
  const standing = { measure: 'oldestPendingApproval', condition: { above: 60 } }
  expect(await preview(ctx, standing)).toMatchObject({ known: false, groups: 0, courses: [] })
  await expect(preview(ctx, { ...errors, by: ['budget'] })).rejects.toMatchObject({ fields: { field: 'body.by.0' } })
})
