import { afterEach, expect, test } from 'vitest'
import { finishRun, putSuite, reportResults, startRun } from '#lib/domain/evals/index.ts'
import { reportResultsContract } from '#lib/domain/evals/runs/contract.ts'
import { suiteConfig } from '#lib/domain/evals/suites/contract.ts'
import { ask, setBudget, tell } from '#lib/domain/permits/test-support.ts'
import { seedRunbooks } from '#lib/domain/runbooks/index.ts'
import { declareDomains } from '#lib/domain/server-list.ts'
import { ingestTraces } from '#lib/domain/traces/ingest-otlp.ts'
import { otlpSpan } from '#lib/domain/traces/normalise/test-span.ts'
import type { Context } from '#lib/platform/context.ts'
import { declare, declared } from '#lib/platform/declared.ts'
import { freshProject } from '#lib/platform/testing/database.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import type { Input } from '#lib/shared/contract.ts'
import { getChecklist } from './get-checklist.ts'

const database = givenDatabase()
afterEach(declareDomains)

const stateOf = async (ctx: Context) =>
  Object.fromEntries((await getChecklist(ctx)).points.map(({ id, state }) => [id, state]))
const pointOf = async (ctx: Context, wanted: string) => {
  const { points } = await getChecklist(ctx)
  const point = points.find(({ id }) => id === wanted)
  return { state: point?.state, gaps: point?.gaps.map(({ text }) => text), next: point?.next?.text ?? null }
}

let spans = 0
const send = (ctx: Context, agent: string) => {
  const now = BigInt(Date.now()) * 1_000_000n
  const times = { startTimeUnixNano: now - 2_000_000_000n, endTimeUnixNano: now - 1_000_000_000n }
  const ids = { traceId: String(++spans).padStart(32, '0'), spanId: String(spans).padStart(16, '0') }
  const attributes = { 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.agent.name': agent }
  return ingestTraces(ctx, { spans: [otlpSpan(attributes, { ...ids, ...times })], rejected: [] })
}
const step = async (ctx: Context, agent: string) => {
  const { id } = await ask(ctx, { agent, runId: `run of ${agent}` })
  await tell(ctx, id)
}

test('an empty project meets only what it starts with, and every point says what to do next', async () => {
  const ctx = freshProject(database.db)
  const { points, met, agents } = await getChecklist(ctx)
  expect(agents).toEqual([])
  expect(met).toBe(0)
  expect(points.every(({ state }) => state === 'missing')).toBe(true)
  expect(points.filter(({ next }) => next === null)).toEqual([])
})

test('an agent that asks for no permits is named until it does', async () => {
  const ctx = freshProject(database.db)
  await send(ctx, 'triage')
  await send(ctx, 'billing')
  await step(ctx, 'triage')
  const free = 'billing asks for no permits: nothing stops it'
  expect(await pointOf(ctx, 'breakers')).toMatchObject({ state: 'partly', gaps: [free] })
  await step(ctx, 'billing')
  expect(await pointOf(ctx, 'breakers')).toEqual({ state: 'met', gaps: [], next: null })
  expect(await pointOf(ctx, 'budgets')).toMatchObject({ state: 'partly', next: 'Set a cost budget' })
  await setBudget(ctx, 'month', { kind: 'period', period: 'month', hardUsd: '100' })
  expect(await pointOf(ctx, 'budgets')).toEqual({ state: 'met', gaps: [], next: null })
})

const evaluate = async (ctx: Context, level: string, score: number, commit?: string) => {
  const scenarios = Array.from({ length: 20 }, (_, at) => ({ id: `s${at}`, input: `question ${at}` }))
  const body = suiteConfig.put.body?.parse({ level, scenarios, criteria: [{ name: 'accuracy' }] })
  await putSuite(ctx, { params: { slug: level }, body: body as NonNullable<typeof body> })
  const { id } = await startRun(ctx, { body: { suite: level, mode: 'mocked', commit } })
  const results = scenarios.map(scenario => ({ scenario: scenario.id, criterion: 'accuracy', score }))
  const parsed = reportResultsContract.body?.parse({ results }) as Input<typeof reportResultsContract>['body']
  await reportResults(ctx, { params: { id }, body: parsed })
  await finishRun(ctx, { params: { id } })
}

test('all levels must pass, and a verdict must name its commit', async () => {
  const ctx = freshProject(database.db)
  await evaluate(ctx, 'unit', 1)
  await evaluate(ctx, 'evaluation', 0.5, 'abc')
  expect(await pointOf(ctx, 'test-levels')).toMatchObject({
    state: 'partly',
    gaps: ['No finished run on the level integration', 'evaluation: its last run failed'],
  })
  expect(await pointOf(ctx, 'ci-gates')).toMatchObject({ state: 'partly', gaps: ['1 run without a commit'] })
  await database.db.prisma.pipelineRun.create({
    data: {
      ...{ projectId: ctx.projectId, id: 'plr_1', pipeline: 'desk', commit: 'abc', event: 'push', state: 'failed' },
      ...{ startedAt: new Date(), startedBy: 'ci', starterId: 'ci' },
    },
  })
  const { points } = await getChecklist(ctx)
  expect(points.find(({ id }) => id === 'ci-gates')?.found).toMatch(/; 1 pipeline run, 1 of them stopped$/)
  await evaluate(ctx, 'integration', 1, 'abc')
  await evaluate(ctx, 'evaluation', 0.9, 'abd')
  expect(await pointOf(ctx, 'test-levels')).toEqual({ state: 'met', gaps: [], next: null })
})

test('runbooks alone are not enough: somebody must be on call', async () => {
  const ctx = freshProject(database.db)
  await seedRunbooks(ctx)
  expect(await pointOf(ctx, 'runbooks')).toMatchObject({ state: 'partly', next: 'Set who is on call' })
})

test('a point that cannot be read is unknown, and the others are shown', async () => {
  const ctx = freshProject(database.db)
  const broken = { points: ['runbooks' as const], measure: () => Promise.reject(new Error('no such table')) }
  declare({
    ...declared(),
    readiness: [broken, ...declared().readiness.filter(one => !one.points.includes('runbooks'))],
  })
  expect(await stateOf(ctx)).toMatchObject({ runbooks: 'unknown', budgets: 'missing' })
})
