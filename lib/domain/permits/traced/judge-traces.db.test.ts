import { beforeEach, expect, test } from 'vitest'
import { ask, setBreaker, setBudget, tell } from '#lib/domain/permits/test-support.ts'
import { ingestTraces } from '#lib/domain/traces/ingest-otlp.ts'
import { otlpSpan } from '#lib/domain/traces/normalise/test-span.ts'
import type { Context } from '#lib/platform/context.ts'
import { freshProject } from '#lib/platform/testing/database.ts'
import { type FakeClock, fakeClock } from '#lib/platform/testing/fake-clock.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { judgeTraces } from './judge-traces.ts'
import { listViolations } from './list-violations.ts'

const database = givenDatabase()
let ctx: Context
let clock: FakeClock
beforeEach(() => {
  clock = fakeClock()
  ctx = { ...freshProject(database.db), clock }
})

let traces = 0
const newTrace = () => (++traces).toString(16).padStart(32, '0')
interface Told {
  trace?: string
  /** Tool calls, with whether each of them failed. */
  calls: boolean[]
  agent?: string
  tokens?: number
}

/** Spans of one request that ended just now: its root, one model call, and its tool calls one second after another. */
async function spansOf({ trace = newTrace(), calls, agent = 'silent', tokens = 10 }: Told) {
  const now = (await clock.now(undefined as never)).getTime()
  const at = (second: number) => BigInt(now - (calls.length + 2 - second) * 1000) * 1_000_000n
  const span = (id: number, attributes: Record<string, string | number>, failed: boolean, parent = true) =>
    otlpSpan(
      { 'gen_ai.agent.name': agent, ...attributes },
      {
        ...{
          traceId: trace,
          spanId: id.toString(16).padStart(16, '0'),
          parentSpanId: parent ? '1'.padStart(16, '0') : null,
        },
        ...{ startTimeUnixNano: at(id === 1 ? 0 : id - 1), endTimeUnixNano: at(id === 1 ? calls.length + 2 : id) },
        status: failed ? { code: 2, message: 'upstream timed out' } : { code: 0, message: '' },
      },
    )
  const root = span(1, { 'gen_ai.operation.name': 'invoke_agent' }, false, false)
  const model = span(
    2,
    { 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': 'm', 'gen_ai.usage.input_tokens': tokens },
    false,
  )
  const tools = calls.map((failed, i) =>
    span(3 + i, { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': 'search' }, failed),
  )
  return { root, model, tools, all: [root, model, ...tools] }
}
const send = (spans: ReturnType<typeof otlpSpan>[]) => ingestTraces(ctx, { spans, rejected: [] })
const violations = async () =>
  (await listViolations(ctx, { query: { limit: 50 } })).items.map(({ measure, tool, limit, used }) =>
    [measure, tool, limit, used].filter(part => part !== null).join(' '),
  )
const transitions = () =>
  database.db.prisma.stateTransition.findMany({
    where: { projectId: ctx.projectId, machine: 'breaker' },
    orderBy: { revision: 'asc' },
  })

test('a run that only sends traces gets one row for each limit that it crosses', async () => {
  await setBudget(ctx, 'search', { kind: 'run', tool: 'search', toolCalls: 22 })
  const { root, model, tools, all } = await spansOf({ calls: Array(25).fill(false), tokens: 50_001 })
  await send([root, ...tools.slice(0, 20)])
  await judgeTraces(ctx)
  expect(await violations()).toEqual([])
  await send([model, ...tools.slice(20, 21)])
  await judgeTraces(ctx)
  expect((await violations()).sort()).toEqual(['tokens 50000 50001', 'toolCalls 20 21'])
  await send(all)
  await judgeTraces(ctx)
  await send(all)
  await judgeTraces(ctx)
  expect((await violations()).sort()).toEqual(['tokens 50000 50001', 'toolCalls 20 25', 'toolCalls search 22 25'])
  const events = await database.db.prisma.outboxEvent.findMany({
    where: { projectId: ctx.projectId, type: 'budget.violated' },
  })
  expect(events.flatMap(({ ids }) => ids)).toHaveLength(3)
})

test('a run whose agent asked for permits is not checked again by its traces', async () => {
  const trace = newTrace()
  const { all } = await spansOf({ trace, calls: Array(25).fill(true), agent: 'runner' })
  await tell(ctx, (await ask(ctx, { traceId: trace })).id)
  await send(all)
  await judgeTraces(ctx)
  expect(await violations()).toEqual([])
  expect(await transitions()).toEqual([])
})

test('failures in traces open the breaker once, and each counts once however often its span arrives', async () => {
  const { tools } = await spansOf({ calls: Array(5).fill(true) })
  for (let i = 0; i < 3; i++) {
    await send(tools.slice(0, 4))
    await judgeTraces(ctx)
  }
  expect(await transitions()).toEqual([])
  await Promise.all([send(tools), judgeTraces(ctx), judgeTraces(ctx)])
  await Promise.all([judgeTraces(ctx), judgeTraces(ctx)])
  const [opened, ...more] = await transitions()
  expect(more).toEqual([])
  expect(opened).toMatchObject({
    ...{ objectId: 'agent.silent', fromState: 'closed', toState: 'open' },
    evidence: { afterTheFact: true, trace: tools[4]?.traceId, span: tools[4]?.spanId },
  })
  expect((await ask(ctx, { agent: 'silent' })).reasons).toMatchObject([{ rule: 'breaker' }])
})

test('late spans, and spans from before the breaker opened, do not count', async () => {
  const { all: old } = await spansOf({ calls: Array(5).fill(true), agent: 'late' })
  const before = await spansOf({ calls: [true], agent: 'slow' })
  clock.advance(900)
  await send(old)
  await judgeTraces(ctx)
  expect(await transitions()).toEqual([])
  await send((await spansOf({ calls: Array(5).fill(true), agent: 'slow' })).tools)
  await judgeTraces(ctx)
  await send(before.tools)
  await judgeTraces(ctx)
  expect(await transitions()).toHaveLength(1)
})

test('an agent that asks for no permits probes by itself when the time of the breaker is over', async () => {
  await setBreaker(ctx, 'search', { scope: { tool: 'search' }, consecutiveFailures: 2, openSeconds: 60 })
  await send((await spansOf({ calls: [true, true] })).all)
  await judgeTraces(ctx)
  clock.advance(30)
  await send((await spansOf({ calls: [false] })).all)
  await judgeTraces(ctx)
  expect((await transitions()).map(({ toState }) => toState)).toEqual(['open'])
  clock.advance(60)
  await send((await spansOf({ calls: [false] })).all)
  await judgeTraces(ctx)
  expect((await transitions()).map(({ toState }) => toState)).toEqual(['open', 'half_open', 'closed'])
})
