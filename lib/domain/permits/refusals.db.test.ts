import { beforeEach, expect, test } from 'vitest'
import { forceOpen, getBreakerHistory, listBreakers } from '#lib/domain/breakers/index.ts'
import type { Context } from '#lib/platform/context.ts'
import { freshProject, testOperator } from '#lib/platform/testing/database.ts'
import { type FakeClock, fakeClock } from '#lib/platform/testing/fake-clock.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { listPermits, listRefusals } from './index.ts'
import { ask, problemOf, setBreaker, setBudget, tell } from './test-support.ts'

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

test('what limits stopped is counted by limit, with what it would have cost where the question said so', async () => {
  await setBudget(ctx, 'two-calls', { kind: 'run', agent: 'runner', llmCalls: 2 })
  const at = await Promise.all([0.1, 0.2, 0.3, 0.4].map(usd => ask(ctx, { estimate: { usd: String(usd) } })))
  expect(at.map(({ decision }) => decision)).toEqual(['allow', 'allow', 'deny', 'deny'])
  await ask(ctx)
  clock.advance(3_600)
  await ask(ctx, { estimate: { usd: '0.000000001' } })
  const counted = (hours: number) => listRefusals(person, { query: { hours } }).then(({ items }) => items)
  const mine = { rule: 'run-budget/llmCalls', name: 'two-calls', fallback: 0, asked: 0 }
  expect(await counted(24)).toEqual([{ ...mine, denied: 4, usd: '0.700000001', unpriced: 1 }])
  expect(await counted(1)).toEqual([{ ...mine, denied: 1, usd: '0.000000001', unpriced: 0 }])
  const { items } = await listPermits(person, { query: { refusedBy: 'two-calls', limit: 2 } })
  expect(items).toMatchObject([{ estimatedUsd: '0.000000001', decision: 'deny' }, { estimatedUsd: null }])
  expect((await listPermits(person, { query: { runId: 'run-1', limit: 50 } })).items).toHaveLength(6)
  expect(await problemOf(listPermits(person, { query: { limit: 50 } }))).toBe('invalid query')
})

test('the history of a breaker has the very calls that opened it, and what a person ordered', async () => {
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
  const refusing = await listBreakers(person, { query: { state: 'refusing', limit: 50 } })
  expect(refusing.items.map(({ slug, state, fallback }) => [slug, state, fallback])).toEqual([
    ['search', 'forced_open', 'by-hand'],
  ])
})
