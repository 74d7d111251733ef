import type { ChildProcess } from 'node:child_process'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { agentConfig } from '#lib/domain/agents/contract.ts'
import {
  archiveAgent,
  disableAgent,
  disableProject,
  enableAgent,
  enableProject,
  putAgent,
} from '#lib/domain/agents/index.ts'
import { claimApproval, getApproval, requestApproval } from '#lib/domain/approvals/index.ts'
import { forceOpen, resetBreaker } from '#lib/domain/breakers/index.ts'
import { type Actor, type Clock, databaseClock } from '#lib/platform/context.ts'
import { freshProject, testContext, testKey, testOperator } from '#lib/platform/testing/database.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { problemOf } from '#lib/platform/testing/problem.ts'
import { order, startRacer } from '#lib/platform/testing/racers.ts'
import { ask, setBreaker, tell } from './test-support.ts'

const database = givenDatabase()
let other: ChildProcess
beforeAll(async () => {
  other = await startRacer(new URL('./test-racer.ts', import.meta.url), database.url)
})
afterAll(() => void other.kill())
const as = (actor: Actor) => testContext(database.db, actor)
const admin: Actor = { ...testOperator, kind: 'user', role: 'admin' } as Actor
const body = { reason: 'it runs wild' }
const elsewhere = async () => (await order<{ decision: string }[]>(other, { ask: [{ agent: 'wild' }] }))[0]?.decision

test('a request made at the moment of a switch-off does not keep waiting', async () => {
  const blocked = "select from pg_locks where locktype = 'advisory' and not granted"
  let stopping: Promise<unknown> | null = null
  const clock: Clock = {
    async now(sql) {
      // The request has been judged, and is not stored yet.
      stopping ??= disableAgent(as(testOperator), { params: { slug: 'racer' }, body })
      const stopped = stopping.then(() => true)
      while (!(await Promise.race([stopped, database.db.pool.query(blocked).then(({ rowCount }) => rowCount !== 0)])));
      return databaseClock.now(sql)
    },
  }
  const call = { agent: 'racer', tool: 'send_notification', arguments: {}, environment: 'production' }
  const asked = await requestApproval({ ...as(testKey), clock }, { body: call })
  expect(asked.status).toBe('pending')
  await stopping
  const { rows } = await database.db.pool.query("select ids from outbox_event where topic = 'stops'")
  expect(rows).toContainEqual({ ids: ['racer'] })
  const now = await getApproval(as(testKey), { params: { id: asked.id }, query: {} })
  expect(now).toMatchObject({ status: 'cancelled', reasons: [{}, { rule: 'agent-disabled' }] })
  expect(await problemOf(requestApproval(as(testKey), { body: call }))).toBe('agent-disabled')
})

test('a switched-off agent is denied in every process from its next question on; an administrator switches it on again', async () => {
  const approved = await requestApproval(as(testKey), {
    body: { agent: 'wild', tool: 'fetch', arguments: {}, environment: 'staging' },
  })
  expect([approved.status, await elsewhere()]).toEqual(['approved', 'allow'])
  const waits = await ask(as(testKey), { agent: 'wild', step: 'tool', tool: 'send_notification' })
  const answered = getApproval(as(testKey), { params: { id: waits.approvalId ?? '' }, query: { wait: 30 } })
  await disableAgent(as(testOperator), { params: { slug: 'wild' }, body })
  expect(await answered).toMatchObject({
    status: 'cancelled',
    reasons: [
      { rule: 'seed/destructive-actions' },
      {
        rule: 'agent-disabled',
        message: 'The agent wild was switched off by operator@example.test: it runs wild',
      },
    ],
  })
  expect(await elsewhere()).toBe('deny')
  expect(await ask(as(testKey), { agent: 'wild' })).toMatchObject({
    decision: 'deny',
    reasons: [{ rule: 'agent-disabled' }],
  })
  const claim = () => claimApproval(as(testKey), { params: { id: approved.id }, body: { digest: approved.digest } })
  expect(await problemOf(claim())).toBe('agent-disabled')
  expect(await problemOf(enableAgent(as(testOperator), { params: { slug: 'wild' }, body }))).toBe('forbidden')
  // Neither a new entry nor deleting the entry is a way around the switch.
  const lead: Actor = { ...testOperator, kind: 'user', role: 'lead' } as Actor
  const entry = agentConfig.put.body?.parse({ enabled: true }) as Parameters<typeof putAgent>[1]['body']
  expect(await problemOf(putAgent(as(lead), { params: { slug: 'wild' }, body: entry }))).toBe('forbidden')
  expect(await problemOf(archiveAgent(as(lead), { params: { slug: 'wild' }, query: {} }))).toBe('forbidden')
  await enableAgent(as(admin), { params: { slug: 'wild' }, body })
  expect([await elsewhere(), await problemOf(claim())]).toEqual(['allow', 'ok'])
})

test('a switched-off project denies every agent, and says who switched it off and why', async () => {
  await disableProject(as(testOperator), { body })
  expect(await ask(as(testKey), { agent: 'tame' })).toMatchObject({
    decision: 'deny',
    reasons: [
      { rule: 'project-disabled', message: 'The project was switched off by operator@example.test: it runs wild' },
    ],
  })
  expect(await elsewhere()).toBe('deny')
  const request = { agent: 'tame', tool: 'fetch', arguments: {}, environment: 'staging' }
  expect(await problemOf(requestApproval(as(testKey), { body: request }))).toBe('project-disabled')
  await enableProject(as(admin), { body })
  expect(await elsewhere()).toBe('allow')
})

test('a breaker that opens, by itself or by order, notifies the agents that it stops; closing it notifies nobody', async () => {
  const ctx = freshProject(database.db)
  const told = async () =>
    (await database.db.prisma.outboxEvent.findMany({ where: { projectId: ctx.projectId, topic: 'stops' } })).map(
      ({ ids }) => ids,
    )
  await setBreaker(ctx, 'own', { scope: { agent: 'flaky' }, consecutiveFailures: 2 })
  await setBreaker(ctx, 'search-down', { scope: { tool: 'search' } })
  for (const status of ['error', 'timeout'] as const)
    await tell(ctx, (await ask(ctx, { agent: 'flaky' })).id, { status })
  expect(await told()).toEqual([['flaky']])
  await resetBreaker(ctx, { params: { slug: 'own' }, body })
  await ask(ctx, { step: 'tool', tool: 'search' })
  await forceOpen(ctx, { params: { slug: 'search-down' }, body })
  // Nobody knows which agents use a tool, so all of them ask again.
  expect(await told()).toEqual([['flaky'], []])
})
