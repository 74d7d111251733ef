import { beforeEach, expect, test } from 'vitest'
import { agentConfig } from '#lib/domain/agents/contract.ts'
import { putAgent } from '#lib/domain/agents/index.ts'
import { recordCosts } from '#lib/domain/costs/index.ts'
import type { Context } from '#lib/platform/context.ts'
import { freshProject, testKey } from '#lib/platform/testing/database.ts'
import { type FakeClock, fakeClock } from '#lib/platform/testing/fake-clock.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { problemOf } from '#lib/platform/testing/problem.ts'
import { askPermitContract, tellPermitContract } from './contract.ts'
import { endTheRun, extendPermit, observeSpend, sweepPermits } from './index.ts'
import { ask, setBreaker, setBudget, tell } from './test-support.ts'

const database = givenDatabase()
let ctx: Context
let clock: FakeClock
beforeEach(() => {
  clock = fakeClock()
  ctx = { ...freshProject(database.db), clock }
})
const rules = (answer: { decision: string; reasons: { rule: string }[] }) => [
  answer.decision,
  ...answer.reasons.map(({ rule }) => rule),
]

test('a run gets its ten model calls, and the eleventh names the limit', async () => {
  const answers = await Promise.all(Array.from({ length: 11 }, () => ask(ctx)))
  expect(answers.map(({ decision }) => decision)).toEqual([...Array(10).fill('allow'), 'deny'])
  expect(answers[9]?.remaining).toEqual({ llmCalls: 0, toolCalls: 20, tokens: 50_000, usd: null, seconds: 300 })
  expect(answers[10]).toMatchObject({
    reasons: [{ rule: 'run-budget/llmCalls', limit: '10', used: '10' }],
    reservation: null,
  })
  expect(rules(await ask(ctx, { runId: 'run-2' }))).toEqual(['allow'])
})

test('every denial is a record on its run and trace', async () => {
  await setBudget(ctx, 'none', { kind: 'run', llmCalls: 0 })
  const traceId = 'a'.repeat(32)
  const { id } = await ask(ctx, { traceId })
  const row = await database.db.prisma.permit.findFirst({ where: { projectId: ctx.projectId } })
  expect(row).toMatchObject({ id, traceId, runId: 'run-1', status: 'refused', rule: 'run-budget/llmCalls' })
})

test('used amounts are charged, unused ones are released, and use beyond the estimate denies the next step', async () => {
  const first = await ask(ctx, { estimate: { tokens: 40_000 } })
  expect(rules(await ask(ctx, { estimate: { tokens: 20_000 } }))).toEqual(['deny', 'run-budget/tokens'])
  const told = await tell(ctx, first.id, { usage: { tokens: 1_000, usd: '0.25' } })
  expect(told).toMatchObject({
    late: false,
    charged: { llmCalls: 1, tokens: 1_000, usd: '0.250000000' },
    remaining: { tokens: 49_000 },
  })
  const second = await ask(ctx, { estimate: { tokens: 20_000 } })
  await tell(ctx, second.id, { usage: { tokens: 90_000 } })
  expect(rules(await ask(ctx))).toEqual(['deny', 'run-budget/tokens'])
})

test('the same report again gets the same answer, a different one is a conflict, and nothing is charged twice', async () => {
  const { id } = await ask(ctx)
  const first = await tell(ctx, id, { usage: { tokens: 5 } })
  expect(await tell(ctx, id, { usage: { tokens: 5 } })).toEqual(first)
  expect(await problemOf(tell(ctx, id, { usage: { tokens: 6 } }))).toBe('outcome-differs')
  expect((await ask(ctx)).remaining.tokens).toBe(49_995)
})

test('a step that never began costs nothing', async () => {
  const { id } = await ask(ctx, { estimate: { llmCalls: 1, tokens: 500 } })
  expect((await tell(ctx, id, { status: 'unused' })).remaining).toMatchObject({ llmCalls: 10, tokens: 50_000 })
})

test('each kind of invalid input has its own answer', async () => {
  const { id } = await ask(ctx)
  const other = freshProject(database.db)
  const bound = { ...ctx, actor: { ...testKey, agent: 'somebody' } as Context['actor'] }
  await setBudget(ctx, 'none', { kind: 'run', agent: 'poor', llmCalls: 0 })
  const denied = await ask(ctx, { agent: 'poor' })
  expect(await problemOf(tell(ctx, 'prm_unknown'))).toBe('not-found')
  expect(await problemOf(tell(other, id))).toBe('not-found')
  expect(await problemOf(tell(bound, id))).toBe('not-found')
  expect(await problemOf(ask(bound))).toBe('invalid body.agent')
  expect(await problemOf(tell(ctx, denied.id))).toBe('not-granted')
  expect(await problemOf(extendPermit(ctx, { params: { id: denied.id ?? '' }, body: { seconds: 9 } }))).toBe(
    'not-granted',
  )
  await tell(ctx, id)
  expect(await problemOf(extendPermit(ctx, { params: { id: id ?? '' }, body: { seconds: 9 } }))).toBe('already-settled')
  expect(await problemOf(endTheRun(ctx, { params: { runId: 'never' }, body: {} }))).toBe('not-found')
})

test.each([
  [{ estimate: { tokens: -1 } }, 'estimate.tokens'],
  [{ estimate: { tokens: 1e300 } }, 'estimate.tokens'],
  [{ estimate: { llmCalls: 1.5 } }, 'estimate.llmCalls'],
  [{ estimate: { usd: '-1' } }, 'estimate.usd'],
  [{ estimate: { usd: '1e9' } }, 'estimate.usd'],
  [{ estimate: { usd: '99999999999' } }, 'estimate.usd'],
  [{ step: 'tool' }, 'tool'],
  [{ lease: { seconds: 11 } }, 'lease.seconds'],
  [{ wish: 1 }, ''],
])('an invalid question names its path: %j', (more, path) => {
  const parsed = askPermitContract.body?.safeParse({ agent: 'a', runId: 'r', step: 'llm', ...more })
  expect([...new Set(parsed?.error?.issues.map(issue => issue.path.join('.')))]).toEqual([path])
})
test('an invalid report names its path', () => {
  const parsed = tellPermitContract.body?.safeParse({ status: 'ok', usage: { tokens: -1 }, durationMs: -1 })
  expect(parsed?.error?.issues.map(issue => issue.path.join('.'))).toEqual(['usage.tokens', 'durationMs'])
})

test('the sweep frees permits without an outcome; a later outcome is charged once, also beyond the limit', async () => {
  const { id, reservation } = await ask(ctx, { estimate: { tokens: 50_000 } })
  expect(reservation?.leaseUntil).toBe('2026-01-05T12:02:00.000000Z')
  expect(await sweepPermits(ctx)).toBe(0)
  clock.advance(120)
  expect(await sweepPermits(ctx)).toBe(1)
  expect(await problemOf(extendPermit(ctx, { params: { id: id ?? '' }, body: { seconds: 9 } }))).toBe('lease-ended')
  const next = await ask(ctx, { estimate: { tokens: 50_000 } })
  expect(next.decision).toBe('allow')
  expect(await tell(ctx, id, { usage: { tokens: 40_000 } })).toMatchObject({ late: true, charged: { tokens: 40_000 } })
  expect(await tell(ctx, id, { usage: { tokens: 40_000 } })).toMatchObject({ late: true })
  expect((await tell(ctx, next.id, { usage: { tokens: 20_000 } })).remaining.tokens).toBe(0)
  expect(rules(await ask(ctx))).toEqual(['deny', 'run-budget/tokens'])
})

test('a long step keeps its reservation', async () => {
  const { id } = await ask(ctx)
  clock.advance(100)
  const extended = await extendPermit(ctx, { params: { id: id ?? '' }, body: { seconds: 300 } })
  expect(extended.leaseUntil).toBe('2026-01-05T12:06:40.000000Z')
  clock.advance(250)
  expect(await sweepPermits(ctx)).toBe(0)
})

test('300 seconds of work', async () => {
  await ask(ctx)
  clock.advance(299)
  expect((await ask(ctx)).remaining.seconds).toBe(1)
  clock.advance(1)
  expect(rules(await ask(ctx))).toEqual(['deny', 'run-budget/seconds'])
})

test('a dry run gets the same answer and changes nothing', async () => {
  await ask(ctx)
  const dry = await ask(ctx, { dryRun: true })
  expect(dry).toMatchObject({ id: null, decision: 'allow', reservation: null, remaining: { llmCalls: 8 } })
  expect((await ask(ctx)).remaining.llmCalls).toBe(8)
  expect(await database.db.prisma.permit.count({ where: { projectId: ctx.projectId } })).toBe(2)
})

test('an ended run frees its reservations and gets no more permits', async () => {
  const { id } = await ask(ctx)
  await tell(ctx, id, { usage: { tokens: 7 } })
  await ask(ctx)
  const ended = await endTheRun(ctx, { params: { runId: 'run-1' }, body: {} })
  const used = { llmCalls: 1, toolCalls: 0, tokens: 7, usd: '0.000000000' }
  expect(ended).toEqual({ runId: 'run-1', runs: [{ agent: 'runner', used, released: 1 }] })
  expect(rules(await ask(ctx))).toEqual(['deny', 'run-ended'])
})

test('limits by agent, environment and tool; a limit below what is used denies', async () => {
  await setBudget(ctx, 'wide', { kind: 'run', agent: 'runner', environment: 'staging', llmCalls: 12 })
  await setBudget(ctx, 'narrow', { kind: 'run', agent: 'runner', llmCalls: 1 })
  await setBudget(ctx, 'search', { kind: 'run', tool: 'search', toolCalls: 1 })
  const tool = { step: 'tool' as const, tool: 'search' }
  expect((await ask(ctx)).remaining.llmCalls).toBe(11)
  expect(rules(await ask(ctx, tool))).toEqual(['allow'])
  expect(rules(await ask(ctx, tool))).toEqual(['deny', 'run-budget/toolCalls'])
  expect(rules(await ask(ctx, { ...tool, tool: 'fetch' }))).toEqual(['allow'])
  await ask(ctx)
  await setBudget(ctx, 'wide', { kind: 'run', agent: 'runner', environment: 'staging', llmCalls: 1 })
  expect(await ask(ctx)).toMatchObject({ decision: 'deny', reasons: [{ limit: '1', used: '2' }] })
})

test('rate limits and period budgets deny, and say when they reset', async () => {
  await setBudget(ctx, 'slow', { kind: 'rate', agent: 'fast', permits: 1, perSeconds: 10 })
  await setBudget(ctx, 'daily', { kind: 'period', period: 'day', agent: 'rich', hardUsd: '1' })
  await ask(ctx, { agent: 'fast' })
  expect(await ask(ctx, { agent: 'fast' })).toMatchObject({
    decision: 'deny',
    reasons: [{ rule: 'rate-limit', limit: '1', used: '1' }],
  })
  const rich = { agent: 'rich', estimate: { usd: '0.6' } }
  const { id } = await ask(ctx, rich)
  const denied = await ask(ctx, { ...rich, runId: 'run-2' })
  expect(denied).toMatchObject({
    decision: 'deny',
    reasons: [
      { rule: 'cost-budget', limit: '1.000000000', used: '0.600000000', resetsAt: '2026-01-06T00:00:00.000000Z' },
    ],
  })
  await tell(ctx, id, { usage: { usd: '0.1' } })
  expect(rules(await ask(ctx, rich))).toEqual(['allow'])
  clock.advance(86_400)
  expect(rules(await ask(ctx, { ...rich, runId: 'run-3', estimate: { usd: '0.9' } }))).toEqual(['allow'])
})

test('a cost budget counts traces and other costs, announces its soft limit once, and denies at the hard limit', async () => {
  await setBudget(ctx, 'monthly', { kind: 'period', period: 'month', agent: 'runner', softUsd: '1', hardUsd: '2' })
  const cost = (id: string, amountUsd: string) =>
    recordCosts(ctx, { body: { id, kind: 'api', amountUsd, at: '2026-01-05T11:00:00Z', agent: 'runner' } })
  await cost('one', '1.5')
  for (let n = 0; n < 2; n++) await observeSpend(ctx)
  expect(rules(await ask(ctx, { estimate: { usd: '0.4' } }))).toEqual(['allow'])
  const told = { projectId: ctx.projectId, type: 'budget.soft-limit-reached' }
  expect(await database.db.prisma.outboxEvent.count({ where: told })).toBe(1)
  await cost('two', '0.5')
  await observeSpend(ctx)
  expect(rules(await ask(ctx))).toEqual(['deny', 'cost-budget'])
  await ask(ctx, { runId: 'another' })
  const opened = await database.db.prisma.incident.findMany({ where: { projectId: ctx.projectId } })
  expect(opened.map(one => [one.cause, one.agent, one.sourceId])).toEqual([['cost-spike', 'runner', 'monthly']])
})

test('five failures open the breaker in one transition, and the answer is the fallback', async () => {
  const fields = agentConfig.put.body?.parse({ fallback: 'ask a colleague' })
  if (fields) await putAgent(ctx, { params: { slug: 'runner' }, body: fields })
  for (let n = 0; n < 5; n++)
    await tell(ctx, (await ask(ctx, { runId: `r${n}` })).id, { status: n % 2 ? 'error' : 'timeout' })
  const stopped = await ask(ctx, { runId: 'r9' })
  expect(stopped).toMatchObject({
    decision: 'fallback',
    fallback: 'ask a colleague',
    breaker: { state: 'open', epoch: 2 },
    reasons: [{ rule: 'breaker', resetsAt: '2026-01-05T12:05:00.000000Z' }],
  })
  clock.advance(301)
  const probe = await ask(ctx, { runId: 'r10' })
  expect(probe).toMatchObject({ decision: 'allow', breaker: { state: 'half_open', epoch: 3 } })
  expect((await ask(ctx, { runId: 'r11' })).decision).toBe('fallback')
  await tell(ctx, probe.id)
  expect(await ask(ctx, { runId: 'r12' })).toMatchObject({ decision: 'allow', breaker: { state: 'closed', epoch: 4 } })
  const steps = await database.db.prisma.stateTransition.findMany({
    where: { projectId: ctx.projectId, machine: 'breaker' },
    orderBy: { revision: 'asc' },
  })
  expect(steps.map(({ fromState, toState, rule }) => [fromState, toState, rule])).toEqual([
    ['closed', 'open', 'consecutive-failures'],
    ['open', 'half_open', 'open-time-over'],
    ['half_open', 'closed', 'probes-succeeded'],
  ])
})

test('a breaker of a tool stops that tool for every agent; cancellations are not failures', async () => {
  await setBreaker(ctx, 'search-down', { scope: { tool: 'search' }, consecutiveFailures: 2, fallback: 'cached search' })
  const tool = { step: 'tool' as const, tool: 'search' }
  for (const status of ['cancelled', 'unused', 'error', 'error'] as const)
    await tell(ctx, (await ask(ctx, tool)).id, { status })
  expect(await ask(ctx, { ...tool, agent: 'other' })).toMatchObject({ decision: 'fallback', fallback: 'cached search' })
  expect(rules(await ask(ctx))).toEqual(['allow'])
})

test('guardrail verdicts that block, leases of dangerous tools and disabled agents are denied', async () => {
  const guardrails = [{ name: 'injection', stage: 'input' as const, outcome: 'blocked' as const }]
  expect(rules(await ask(ctx, { guardrails }))).toEqual(['deny', 'guardrail/injection'])
  const lease = { step: 'tool' as const, tool: 'delete_resource', lease: { seconds: 5 } }
  expect(rules(await ask(ctx, lease))).toEqual(['deny', 'never-in-a-lease'])
  const off = agentConfig.put.body?.parse({ enabled: false })
  if (off) await putAgent(ctx, { params: { slug: 'runner' }, body: off })
  expect(rules(await ask(ctx))).toEqual(['deny', 'agent-disabled'])
})
