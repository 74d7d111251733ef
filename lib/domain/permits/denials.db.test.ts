import { beforeEach, expect, test } from 'vitest'
import { forceOpen, getBreakerHistory, listBreakers } from '#lib/domain/breakers/index.ts'
import type { Context } from '#lib/platform/context.ts'
import { freshProject, testOperator } from '#lib/platform/testing/database.ts'
import { type FakeClock, fakeClock } from '#lib/platform/testing/fake-clock.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { problemOf } from '#lib/platform/testing/problem.ts'
import { listDenials, listPermits, readBudgetUse } from './index.ts'
import { ask, setBreaker, setBudget, tell } from './test-support.ts'

const database = givenDatabase()
let ctx: Context
let person: Context
let clock: FakeClock
beforeEach(() => {
  clock = fakeClock()
  ctx = { ...freshProject(database.db), clock }
  person = { ...ctx, actor: testOperator }
})
const fail = async (more: Parameters<typeof ask>[1] = {}) => {
  const { id } = await ask(ctx, more)
  await tell(ctx, id, { status: 'error', error: '503 upstream', durationMs: 5_000 })
}

test('stopped steps are counted by limit, with their cost where the request stated one', async () => {
  await setBudget(ctx, 'two-calls', { kind: 'run', agent: 'runner', llmCalls: 2 })
  const at = await Promise.all([0.1, 0.2, 0.3, 0.4].map(usd => ask(ctx, { estimate: { usd: String(usd) } })))
  expect(at.map(({ decision }) => decision)).toEqual(['allow', 'allow', 'deny', 'deny'])
  await ask(ctx)
  clock.advance(3_600)
  await ask(ctx, { estimate: { usd: '0.000000001' } })
  const counted = (hours: number) => listDenials(person, { query: { hours } }).then(({ items }) => items)
  const mine = { rule: 'run-budget/llmCalls', name: 'two-calls', fallback: 0, asked: 0 }
  expect(await counted(24)).toEqual([{ ...mine, denied: 4, usd: '0.700000001', unpriced: 1 }])
  expect(await counted(1)).toEqual([{ ...mine, denied: 1, usd: '0.000000001', unpriced: 0 }])
  const { items } = await listPermits(person, { query: { refusedBy: 'two-calls', limit: 2 } })
  expect(items).toMatchObject([{ estimatedUsd: '0.000000001', decision: 'deny' }, { estimatedUsd: null }])
  expect((await listPermits(person, { query: { runId: 'run-1', limit: 50 } })).items).toHaveLength(6)
  expect(await problemOf(listPermits(person, { query: { limit: 50 } }))).toBe('invalid query')
})

test('the history of a breaker lists the calls that opened it, and the orders of people', async () => {
  await setBreaker(ctx, 'search', { scope: { tool: 'search' }, consecutiveFailures: 3, fallback: 'by-hand' })
  const call = { step: 'tool' as const, tool: 'search', traceId: 'b'.repeat(32) }
  await fail({ ...call, runId: 'early' })
  await tell(ctx, (await ask(ctx, call)).id)
  await fail({ ...call, runId: 'one' })
  const history = () => getBreakerHistory(person, { params: { slug: 'search' } })
  expect(await history()).toMatchObject({
    breaker: { state: 'closed', towards: [{ rule: 'consecutive-failures', measured: 1, threshold: 3 }] },
    calls: [{ runId: 'one' }],
  })
  await fail({ ...call, runId: 'two' })
  await fail({ ...call, runId: 'three' })
  const opened = await history()
  expect(opened.transitions[0]).toMatchObject({ from: 'closed', to: 'open', rule: 'consecutive-failures' })
  expect(opened.transitions[0]?.calls).toMatchObject(
    ['one', 'two', 'three'].map(runId => ({
      ...{ runId, tool: 'search', traceId: 'b'.repeat(32), error: '503 upstream', durationMs: 5_000 },
    })),
  )
  expect(opened.settings).toMatchObject({ consecutiveFailures: 3, openSeconds: 300, window: null })
  expect((await ask(ctx, { ...call, runId: 'late' })).decision).toBe('fallback')
  await forceOpen(person, { params: { slug: 'search' }, body: { reason: 'an outage' } })
  expect((await history()).transitions.map(({ to, message }) => [to, message])).toEqual([
    ['forced_open', 'an outage'],
    ['open', '3 failures in a row.'],
  ])
  const blocking = await listBreakers(person, { query: { state: 'refusing', limit: 50 } })
  expect(blocking.items.map(({ slug, state, fallback }) => [slug, state, fallback])).toEqual([
    ['search', 'forced_open', 'by-hand'],
  ])
})

test('how much of each budget is used: runs, periods with earlier ones and a forecast, rates', async () => {
  const since = (iso: string) => clock.set(new Date(iso))
  await setBudget(ctx, 'day', { kind: 'period', period: 'day', hardUsd: '10' })
  await setBudget(ctx, 'dear', { kind: 'run', agent: 'runner', llmCalls: 4, usd: '2' })
  await setBudget(ctx, 'often', { kind: 'rate', agent: 'runner', permits: 9, perSeconds: 60 })
  since('2026-01-04T10:00:00Z')
  await tell(ctx, (await ask(ctx, { runId: 'old' })).id, { usage: { usd: '3' } })
  since('2026-01-05T06:00:00Z')
  await tell(ctx, (await ask(ctx)).id, { usage: { usd: '1.5' } })
  await ask(ctx, { estimate: { llmCalls: 1, usd: '0.25' } })
  const { runs, periods, rates } = await readBudgetUse(person, { query: {} })
  expect(periods).toMatchObject([
    { slug: 'day', from: '2026-01-05T00:00:00.000000Z', spentUsd: '1.500000000', reservedUsd: '0.250000000' },
  ])
  expect(periods[0]).toMatchObject({ forecastUsd: '6.000000000' })
  expect(periods[0]?.past.at(-1)).toEqual({ from: '2026-01-04T00:00:00.000000Z', spentUsd: '3.000000000' })
  expect(periods[0]?.past.at(-2)?.spentUsd).toBeNull()
  expect(rates).toEqual([{ slug: 'often', used: 2, permits: 9, perSeconds: 60 }])
  expect(runs).toMatchObject([{ agent: 'runner', runId: 'run-1', budget: 'dear', state: 'working' }])
  const measures = Object.fromEntries(runs[0]?.measures.map(({ measure, ...rest }) => [measure, rest]) ?? [])
  expect(measures).toMatchObject({
    llmCalls: { used: '1', reserved: '1', limit: '4' },
    usd: { used: '1.500000000', reserved: '0.250000000', limit: '2.000000000' },
    tokens: { used: '0', limit: '50000' },
  })
})
