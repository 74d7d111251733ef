import { expect, test } from 'vitest'
import { requestApproval } from '#lib/domain/approvals/index.ts'
import { forceOpen, resetBreaker } from '#lib/domain/breakers/index.ts'
import { sendDue } from '#lib/domain/channels/deliver.ts'
import { enqueue } from '#lib/domain/channels/index.ts'
import { reportEvents } from '#lib/domain/guardrails/index.ts'
import { createIncident } from '#lib/domain/incidents/index.ts'
import { ask, setBreaker, setBudget, tell } from '#lib/domain/permits/test-support.ts'
import type { Context } from '#lib/platform/context.ts'
import { transaction } from '#lib/platform/db/transaction.ts'
import { freshProject, testOperator } from '#lib/platform/testing/database.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { type Signal, signalNames } from './measures.ts'
import { readSignal } from './read-signal.ts'
import { ingestRequests } from './test-support.ts'

const database = givenDatabase()
const read = (ctx: Context, signal: Signal, by: string[] = [], filter = {}) => {
  const to = new Date(Date.now() + 1_000)
  return readSignal(ctx, signal, { by, filter, from: new Date(to.getTime() - 300_000), to })
}

test('without data a signal is unknown, and a count is 0', async () => {
  const ctx = freshProject(database.db)
  for (const signal of signalNames) expect([signal, await read(ctx, signal)]).toEqual([signal, []])
})

test('waiting approvals, and the age of the oldest', async () => {
  const ctx = freshProject(database.db)
  const body = { agent: 'desk', tool: 'delete_resource', arguments: '{}', environment: 'production' }
  await requestApproval(ctx, { body: body as never })
  const one = { agent: 'desk' }
  expect(await read(ctx, 'pendingApprovals', ['agent'])).toEqual([{ labels: one, value: 1 }])
  const [oldest] = await read(ctx, 'oldestPendingApproval', [], { tool: ['delete_resource'] })
  expect(oldest?.value).toBeGreaterThanOrEqual(0)
  expect(oldest?.value).toBeLessThan(60)
  expect(await read(ctx, 'pendingApprovals', [], { tool: 'other' })).toEqual([])
})

test('a breaker that was open within the window counts, also when it is closed again', async () => {
  const ctx = freshProject(database.db)
  const params = { slug: 'search' }
  await setBreaker(ctx, 'search', { scope: { tool: 'search' } })
  await ask(ctx, { step: 'tool', tool: 'search' })
  await forceOpen(ctx, { params, body: { reason: 'an outage' } })
  await resetBreaker(ctx, { params, body: { reason: 'it is back' } })
  expect(await read(ctx, 'openBreakers', ['breaker'])).toEqual([{ labels: { breaker: 'search' }, value: 1 }])
})

test('the spent part of a budget, and its forecast', async () => {
  const ctx = freshProject(database.db)
  await setBudget(ctx, 'a-day', { kind: 'period', period: 'day', agent: 'runner', hardUsd: '2' })
  const { id } = await ask(ctx, { agent: 'runner' })
  await tell(ctx, id, { status: 'ok', usage: { usd: '0.5' } as never })
  expect(await read(ctx, 'budgetUsed', ['budget'])).toEqual([{ labels: { budget: 'a-day' }, value: 0.25 }])
  expect(await read(ctx, 'budgetUsed', [], { budget: 'other' })).toEqual([])
  const noon = new Date(`${new Date().toISOString().slice(0, 10)}T12:00:00Z`)
  const forecast = await readSignal(ctx, 'budgetForecast', { by: [], filter: {}, from: noon, to: noon })
  expect(forecast).toEqual([{ labels: {}, value: 0.5 }])
})

test('time without traces, by agent', async () => {
  const ctx = freshProject(database.db)
  await ingestRequests(ctx, new Date(), { agent: 'desk', ok: 1 })
  const [desk] = await read(ctx, 'ingestSilence', ['agent'])
  expect(desk).toEqual({ labels: { agent: 'desk' }, value: expect.any(Number) })
  expect(desk?.value).toBeLessThan(60)
  expect(await read(ctx, 'ingestSilence', [], { agent: 'other' })).toEqual([])
})

test('findings of guardrails, incidents, denied steps and failed deliveries', async () => {
  const ctx = freshProject(database.db)
  const event = { name: 'secrets', stage: 'output', outcome: 'blocked', severity: 'warning', agent: 'desk' }
  await reportEvents(ctx, { body: event as never })
  expect(await read(ctx, 'guardrailFindings', ['guardrail', 'agent'])).toEqual([
    { labels: { guardrail: 'secrets', agent: 'desk' }, value: 1 },
  ])
  const incident = { title: 'slow', severity: 'warning' as const, agent: 'desk', cause: 'slow-agent' }
  await createIncident({ ...ctx, actor: testOperator }, { body: incident })
  expect(await read(ctx, 'openIncidents', ['cause'])).toEqual([{ labels: { cause: 'slow-agent' }, value: 1 }])
  await setBudget(ctx, 'rate', { kind: 'rate', agent: 'runner', permits: 1, perSeconds: 60 })
  await ask(ctx, { agent: 'runner' })
  expect(await ask(ctx, { agent: 'runner' })).toMatchObject({ decision: 'deny' })
  expect(await read(ctx, 'refusedPermits', [], { agent: 'runner' })).toEqual([{ labels: {}, value: 1 }])
  const message = { type: 'x', title: 'x', text: '', severity: 'info', state: 'open', key: 'x', path: '/' } as const
  const at = new Date().toISOString()
  await transaction(database.db, tx => enqueue(tx, ctx, ['nowhere'], { ...message, at }))
  await sendDue(ctx)
  expect(await read(ctx, 'failedDeliveries', ['channel'])).toEqual([{ labels: { channel: 'nowhere' }, value: 1 }])
})
