import { expect, test } from 'vitest'
import { agentConfig } from '#lib/domain/agents/contract.ts'
import { putAgent } from '#lib/domain/agents/index.ts'
import { listBreakers, resetBreaker } from '#lib/domain/breakers/index.ts'
import { breakerQuery } from '#lib/domain/breakers/schemas.ts'
import { ask } from '#lib/domain/permits/test-support.ts'
import { ingestTraces } from '#lib/domain/traces/ingest-otlp.ts'
import { otlpSpan } from '#lib/domain/traces/normalise/test-span.ts'
import type { OtlpSpan } from '#lib/domain/traces/otlp/types.ts'
import { storeScores } from '#lib/domain/traces/store-scores.ts'
import type { Context } from '#lib/platform/context.ts'
import { freshProject } from '#lib/platform/testing/database.ts'
import { fakeClock } from '#lib/platform/testing/fake-clock.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { sloConfig } from './contract.ts'
import { evaluateSlos } from './evaluate.ts'
import { archiveSlo, getSloCourse, listSlos, putSlo, rolloutHolds } from './index.ts'
import { sloQuery } from './schemas.ts'

const database = givenDatabase()
const now = new Date('2026-01-05T12:17:30Z')
const minute = 60_000
const hex = (n: number, length: number) => (n + 1).toString(16).padStart(length, '0')

interface Request {
  minutesAgo: number
  ms?: number
  failed?: boolean
  /** Whether its tool call failed; absent: it calls no tool. */
  tool?: boolean
}

/** Requests of the agent runner in production, each in a trace of its own. */
const ingest = (ctx: Context, requests: readonly Request[], first = 0) =>
  ingestTraces(ctx, {
    spans: requests.flatMap(({ minutesAgo, ms = 100, failed = false, tool }, i): OtlpSpan[] => {
      const start = BigInt(now.getTime() - minutesAgo * minute) * 1_000_000n
      const at = { startTimeUnixNano: start, endTimeUnixNano: start + BigInt(ms) * 1_000_000n }
      const traceId = hex(first + i, 32)
      const resource = { attributes: { 'deployment.environment.name': 'production' } }
      const code = (bad: boolean) => ({ status: { code: bad ? 2 : 0, message: '' } })
      const name = { 'gen_ai.agent.name': 'runner' }
      const root = otlpSpan(
        { 'gen_ai.operation.name': 'invoke_agent', ...name },
        { ...at, ...code(failed), traceId, resource, spanId: hex(2 * i, 16) },
      )
      const call = otlpSpan(
        { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': 'search', ...name },
        { ...at, ...code(tool ?? false), traceId, resource, spanId: hex(2 * i + 1, 16), parentSpanId: root.spanId },
      )
      return tool === undefined ? [root] : [root, call]
    }),
    rejected: [],
  })
const many = (count: number, request: Request) => Array.from({ length: count }, () => request)

const put = (ctx: Context, slug: string, fields: object) =>
  putSlo(ctx, {
    params: { slug },
    body: sloConfig.put.body?.parse({ agent: 'runner', objective: 'success', days: 7, ...fields }) as never,
  })
const list = async (ctx: Context) => (await listSlos(ctx, { query: sloQuery.parse({}) })).items
const given = () => ({ ...freshProject(database.db), clock: fakeClock(now) })

test('each objective is read from the rollups, and is unknown without data', async () => {
  const ctx = given()
  await ingest(ctx, [
    ...many(90, { minutesAgo: 600, ms: 100, tool: false }),
    ...many(6, { minutesAgo: 600, ms: 100, failed: true, tool: true }),
    ...many(4, { minutesAgo: 2, ms: 9_000 }),
  ])
  await storeScores(
    ctx,
    [0.5, 1, 0.75].map((value, i) => ({
      ...{ id: `s${i}`, name: 'helpful', dataType: 'numeric', value, label: null, source: 'human' },
      ...{ comment: null, traceId: hex(i, 32), spanId: null, sessionId: null, responseId: null, atUs: null },
    })) as never,
  )
  await put(ctx, 'success', { target: 0.9 })
  await put(ctx, 'latency', { objective: 'latency', percentile: 95, thresholdMs: 5_000 })
  await put(ctx, 'tools', { objective: 'tool_success', target: 0.9 })
  await put(ctx, 'quality', { objective: 'quality', target: 0.6 })
  await put(ctx, 'cost', { objective: 'cost', target: 0.9, thresholdUsd: '0.01' })
  await put(ctx, 'elsewhere', { target: 0.9, environment: 'staging' })
  const before = (await list(ctx)).find(({ slug }) => slug === 'quality')
  expect(before).toMatchObject({
    status: 'unknown',
    why: 'The entry of the agent runner names no quality score. Set qualityScore there.',
  })
  const agent = agentConfig.put.body?.parse({ qualityScore: { name: 'helpful' } })
  await putAgent(ctx, { params: { slug: 'runner' }, body: agent as never })

  const items = Object.fromEntries((await list(ctx)).map(item => [item.slug, item]))
  expect(items.success).toMatchObject({ status: 'ok', bad: 6, total: 100, attained: 0.94, since: null })
  expect(items.success?.budgetLeft).toBeCloseTo(0.4)
  expect(items.latency).toMatchObject({ target: 0.95, bad: 4, total: 100 })
  expect(items.latency?.burnRate).toEqual({ short: expect.closeTo(20), long: expect.closeTo(20) })
  expect(items.tools).toMatchObject({ bad: 6, total: 96 })
  expect(items.quality).toMatchObject({ attained: 0.75, total: 3 })
  for (const slug of ['cost', 'elsewhere'])
    expect(items[slug]).toMatchObject({ status: 'unknown', budgetLeft: null, attained: null, why: expect.any(String) })

  const { points } = await getSloCourse(ctx, { params: { slug: 'success' } })
  expect(points).toHaveLength(7 * 4)
  expect(points.at(-1)).toMatchObject({ bad: 0, total: 4, used: expect.closeTo(0.6) })
  expect(points[0]).toMatchObject({ total: 0, used: null })
})

test('when many processes see a spent budget, one announces it, once, with its figures', async () => {
  const ctx = given()
  await ingest(ctx, [...many(90, { minutesAgo: 600 }), ...many(10, { minutesAgo: 2, failed: true })])
  await put(ctx, 'level', { target: 0.95, onExhausted: 'hold_rollouts', channels: ['on-call'] })
  await Promise.all(Array.from({ length: 12 }, () => evaluateSlos(ctx)))
  const { projectId } = ctx
  const where = { projectId }
  expect(await database.db.prisma.stateTransition.findMany({ where: { ...where, machine: 'slo' } })).toMatchObject([
    {
      machine: 'slo',
      objectId: 'level',
      fromState: 'unknown',
      toState: 'exhausted',
      evidence: { bad: 10, total: 100 },
    },
  ])
  expect(await database.db.prisma.delivery.findMany({ where })).toMatchObject([
    { channel: 'on-call', message: { severity: 'critical', state: 'open', key: 'slo/level', path: '/slos/level' } },
  ])
  expect(await database.db.prisma.incident.findMany({ where })).toMatchObject([
    { cause: 'failing-agent', agent: 'runner', severity: 'critical', sourceId: 'level' },
  ])
  const asked = { agent: 'runner', environment: 'production' }
  expect((await rolloutHolds(database.db, projectId))(asked)).toMatchObject([{ slug: 'level' }])
  expect((await rolloutHolds(database.db, projectId))({ ...asked, agent: 'other' })).toEqual([])
  // With ten times as many good requests it is within its budget again, and announces it.
  await ingest(ctx, many(900, { minutesAgo: 5 }), 1_000)
  await evaluateSlos({ ...ctx, clock: fakeClock(new Date(now.getTime() + minute)) })
  expect((await rolloutHolds(database.db, projectId))(asked)).toEqual([])
  expect(await database.db.prisma.delivery.count({ where })).toBe(2)
})

test('a spent budget throttles permits until that action is removed', async () => {
  const ctx = given()
  await ingest(ctx, many(20, { minutesAgo: 2, failed: true }))
  await put(ctx, 'level', { target: 0.95, onExhausted: 'throttle', throttle: { permits: 2, perSeconds: 3_600 } })
  const decisions = async (count: number) => {
    const answers = []
    for (let i = 0; i < count; i++) answers.push(await ask(ctx, { runId: `run-${i}`, step: 'run' }))
    return answers.map(({ decision, reasons }) => reasons[0]?.rule ?? decision)
  }
  expect(await decisions(3)).toEqual(['allow', 'allow', 'allow'])
  await evaluateSlos(ctx)
  expect(await decisions(3)).toEqual(['allow', 'allow', 'rate-limit'])
  await archiveSlo(ctx, { params: { slug: 'level' }, query: { expectedRevision: undefined } })
  expect(await decisions(1)).toEqual(['allow'])
})

test('a spent budget opens the breaker, and a person closes it', async () => {
  const ctx = given()
  await ingest(ctx, many(20, { minutesAgo: 2, failed: true }))
  await put(ctx, 'level', { target: 0.95, onExhausted: 'break' })
  await evaluateSlos(ctx)
  const states = async () => (await listBreakers(ctx, { query: breakerQuery.parse({}) })).items
  expect(await states()).toMatchObject([{ slug: 'agent.runner', state: 'forced_open', reason: expect.any(String) }])
  expect((await ask(ctx)).reasons).toMatchObject([{ rule: 'breaker' }])
  await resetBreaker(ctx, { params: { slug: 'agent.runner' }, body: { reason: 'seen' } })
  await evaluateSlos({ ...ctx, clock: fakeClock(new Date(now.getTime() + minute)) })
  expect(await states()).toMatchObject([{ state: 'closed' }])
})
