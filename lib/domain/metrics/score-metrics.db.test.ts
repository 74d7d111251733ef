import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ingestTraces } from '#lib/domain/traces/ingest-otlp.ts'
import { otlpSpan } from '#lib/domain/traces/normalise/test-span.ts'
import type { ScoreRow } from '#lib/domain/traces/store/tables/write-scores.ts'
import { storeScores } from '#lib/domain/traces/store-scores.ts'
import type { Context } from '#lib/platform/context.ts'
import { freshProject } from '#lib/platform/testing/database.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { propertyRuns, timeLimit } from '#lib/platform/testing/soak.ts'
import { queryMetrics } from './query-metrics.ts'
import { type MetricsQuery, metricsQuery } from './schemas.ts'

const database = givenDatabase()
const began = Date.UTC(2026, 9, 9, 10)
const ask = async (ctx: Context, input: Partial<MetricsQuery>) => {
  const range = { from: new Date(began).toISOString(), to: new Date(began + 4 * 3_600_000).toISOString() }
  return (await queryMetrics(ctx, { body: metricsQuery.parse({ ...range, ...input }) })).rows
}

const traceId = (n: number) => `${n}`.padStart(32, '0')
const agents = ['writer', 'editor', 'critic']

/** Three traces of three agents, an hour apart. */
const given = (ctx: Context) =>
  ingestTraces(ctx, {
    spans: agents.map((agent, n) => {
      const start = BigInt(began + n * 3_600_000) * 1_000_000n
      const attributes = { 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.agent.name': agent }
      return otlpSpan(attributes, { traceId: traceId(n + 1), startTimeUnixNano: start, endTimeUnixNano: start + 1n })
    }),
    rejected: [],
  })

interface Drawn {
  trace: number
  name: string
  source: ScoreRow['source']
  value: number | boolean | string
}

const anyScore: fc.Arbitrary<Drawn> = fc.record({
  trace: fc.nat(2),
  name: fc.constantFrom('quality', 'helpful'),
  source: fc.constantFrom('human', 'code', 'judge'),
  value: fc.oneof(
    fc.boolean(),
    fc.constantFrom('good', 'bad'),
    fc.constantFrom(0, 1, 10, 100, 0.1, 0.001, 0.875, 0.8799, -0.25, -0.251, 4, 99.9, 1234),
  ),
})

const typeOf = ({ value }: Drawn) =>
  typeof value === 'number' ? 'numeric' : typeof value === 'boolean' ? 'boolean' : 'categorical'

const rowOf = (drawn: Drawn, i: number): ScoreRow => ({
  id: `s${i}`,
  name: drawn.name,
  dataType: typeOf(drawn),
  value: typeof drawn.value === 'string' ? null : Number(drawn.value),
  label: typeof drawn.value === 'string' ? drawn.value : null,
  comment: null,
  source: drawn.source,
  traceId: traceId(drawn.trace + 1),
  spanId: null,
  sessionId: null,
  responseId: null,
  atUs: null,
})

const mean = (values: number[]) => (values.length === 0 ? null : values.reduce((a, b) => a + b, 0) / values.length)
function spread(values: number[]): number | null {
  const middle = mean(values)
  if (values.length < 2 || middle === null) return null
  return Math.sqrt(values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1))
}

test(
  'number, mean and spread by any dimensions equal a recount of the scores',
  async () => {
    const dimensions = {
      agent: (drawn: Drawn) => agents[drawn.trace] ?? '',
      scoreName: (drawn: Drawn) => drawn.name,
      scoreSource: (drawn: Drawn) => drawn.source,
      scoreType: typeOf,
      scoreLabel: (drawn: Drawn) => (typeof drawn.value === 'string' ? drawn.value : null),
    }
    const names = Object.keys(dimensions) as (keyof typeof dimensions)[]
    await fc.assert(
      fc.asyncProperty(fc.array(anyScore, { maxLength: 20 }), fc.subarray(names, { maxLength: 3 }), async (all, by) => {
        const ctx = freshProject(database.db)
        await given(ctx)
        await storeScores(ctx, all.map(rowOf))
        const rows = await ask(ctx, { measures: ['scores', 'scoreMean', 'scoreSpread'], by })
        const groups = Map.groupBy(all, drawn => JSON.stringify(by.map(name => dimensions[name](drawn))))
        expect(rows.map(row => JSON.stringify(row.slice(0, by.length))).sort()).toEqual([...groups.keys()].sort())
        for (const row of rows) {
          const scores = groups.get(JSON.stringify(row.slice(0, by.length))) ?? []
          const values = scores.flatMap(({ value }) => (typeof value === 'string' ? [] : [Number(value)]))
          const [count, middle, deviation] = row.slice(by.length)
          expect(count).toBe(scores.length)
          const close = (value: number | null) => (value === null ? null : expect.closeTo(value, 6))
          expect([middle, deviation]).toEqual([close(mean(values)), close(spread(values))])
        }
      }),
      propertyRuns(20),
    )
  },
  timeLimit(60_000),
)

test('numbers by the lower edge of their bin: two significant digits, rounded down', async () => {
  const ctx = freshProject(database.db)
  await given(ctx)
  const values = [0.87, 0.8799, 0.88, 1, 10, 0.001, 0.0129, 0, -0.25, -0.251, 99.9, 1234, true, 'good']
  await storeScores(
    ctx,
    values.map((value, i) => rowOf({ trace: 0, name: 'quality', source: 'judge', value }, i)),
  )
  const rows = await ask(ctx, { measures: ['scores'], by: ['scoreValue'] })
  const expected = { '-0.26': 1, '-0.25': 1, '0': 1, '0.001': 1, '0.012': 1, '0.87': 2, '0.88': 1, '1': 1, '10': 1 }
  expect(Object.fromEntries(rows)).toEqual({ ...expected, '99': 1, '1200': 1 })
})

test('scores beside requests, in buckets and by filter', async () => {
  const ctx = freshProject(database.db)
  await given(ctx)
  const scores = [0.5, 1].map((value, i) => rowOf({ trace: 1, name: 'quality', source: 'judge', value }, i))
  await storeScores(ctx, scores)
  const measures = ['requests', 'scores', 'scoreMean'] as const
  expect(await ask(ctx, { measures: [...measures], by: ['agent'], bucket: 'hour' })).toEqual([
    ['2026-10-09T10:00:00.000Z', 'writer', 1, 0, null],
    ['2026-10-09T11:00:00.000Z', 'editor', 1, 2, 0.75],
    ['2026-10-09T12:00:00.000Z', 'critic', 1, 0, null],
  ])
  const filter = { scoreName: 'quality', scoreSource: ['judge', 'code'], agent: 'editor' } as MetricsQuery['filter']
  expect(await ask(ctx, { measures: ['scoreMean'], filter })).toEqual([[0.75]])
  expect(await ask(ctx, { measures: ['scoreMean'], filter: { ...filter, scoreType: 'boolean' } })).toEqual([])
})

const scored = ['scoredTraces', 'tracesBegun', 'scoredShare'] as const

test(
  'how many traces are scored, by any filter and any properties of scores, equals a recount',
  async () => {
    const dimensions = {
      scoreName: (drawn: Drawn) => drawn.name,
      scoreSource: (drawn: Drawn) => drawn.source,
      scoreType: typeOf,
    }
    const names = Object.keys(dimensions) as (keyof typeof dimensions)[]
    const asked = fc.record({ deep: fc.nat(3), byAgent: fc.boolean(), only: fc.option(fc.constantFrom(...agents)) })
    await fc.assert(
      fc.asyncProperty(fc.array(anyScore, { maxLength: 12 }), asked, async (all, { deep, byAgent, only }) => {
        const ctx = freshProject(database.db)
        await storeScores(ctx, all.slice(0, 4).map(rowOf))
        await given(ctx)
        await storeScores(ctx, all.map(rowOf))
        const of = names.slice(0, deep)
        const by = [...(byAgent && deep < 3 ? (['agent'] as const) : []), ...of]
        const rows = await ask(ctx, { measures: [...scored], by, filter: only === null ? {} : { agent: only } })
        const agentOf = ({ trace }: Drawn) => agents[trace] ?? ''
        const shown = agents.filter(agent => only === null || agent === only)
        const counted = all.filter(drawn => shown.includes(agentOf(drawn)))
        const keyOf = (drawn: Drawn) => by.map(name => (name === 'agent' ? agentOf(drawn) : dimensions[name](drawn)))
        const groups = Map.groupBy(counted, drawn => JSON.stringify(keyOf(drawn)))
        // Without any property of scores: traces that began are in the answer, scored or not.
        if (deep === 0)
          for (const agent of shown)
            groups.set(
              byAgent ? JSON.stringify([agent]) : '[]',
              groups.get(byAgent ? JSON.stringify([agent]) : '[]') ?? [],
            )
        const expected = [...groups].map(([key, drawn]) => {
          const [traces, begun] = [
            new Set(drawn.map(({ trace }) => trace)).size,
            by.includes('agent') ? 1 : shown.length,
          ]
          return [...JSON.parse(key), traces, begun, traces / begun]
        })
        const sorted = (list: unknown[]) => list.map(row => JSON.stringify(row)).sort()
        expect(sorted(rows)).toEqual(sorted(expected))
      }),
      propertyRuns(20),
    )
  },
  timeLimit(120_000),
)

test('a trace counts as scored where it began, until its last such score is gone', async () => {
  const ctx = freshProject(database.db)
  await given(ctx)
  const score = rowOf({ trace: 0, name: 'quality', source: 'judge', value: 0.5 }, 0)
  const again = rowOf({ trace: 0, name: 'quality', source: 'judge', value: 0.7 }, 1)
  const byHour = () =>
    ask(ctx, { measures: [...scored], bucket: 'hour', filter: { scoreName: 'quality' } as MetricsQuery['filter'] })
  await storeScores(ctx, [score, again])
  expect(await byHour()).toEqual([
    ['2026-10-09T10:00:00.000Z', 1, 1, 1],
    ['2026-10-09T11:00:00.000Z', 0, 1, 0],
    ['2026-10-09T12:00:00.000Z', 0, 1, 0],
  ])
  await storeScores(ctx, [{ ...score, traceId: traceId(3) }])
  expect(await byHour()).toMatchObject([{ 1: 1 }, { 1: 0 }, { 1: 1 }])
  await storeScores(ctx, [{ ...again, name: 'helpful' }])
  expect(await byHour()).toMatchObject([{ 1: 0 }, { 1: 0 }, { 1: 1 }])
  const none = { agent: 'nobody' } as MetricsQuery['filter']
  expect(await ask(ctx, { measures: ['requests', ...scored], filter: none })).toEqual([])
})
