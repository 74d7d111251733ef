import fc from 'fast-check'
import { expect, test } from 'vitest'
import { recordCosts } from '#lib/domain/costs/record-costs.ts'
import { costRecord } from '#lib/domain/costs/schemas.ts'
import { ingestTraces } from '#lib/domain/traces/ingest-otlp.ts'
import { recomputeAll } from '#lib/domain/traces/recompute/test-old-rules.ts'
import type { ScoreRow } from '#lib/domain/traces/store/tables/write-scores.ts'
import { storeScores } from '#lib/domain/traces/store-scores.ts'
import { anyRequests } from '#lib/domain/traces/testing/any-requests.ts'
import { anyTrace } from '#lib/domain/traces/testing/any-traces.ts'
import { allRecordings, decodeRecording } from '#lib/domain/traces/testing/recordings.ts'
import type { Context } from '#lib/platform/context.ts'
import { freshProject } from '#lib/platform/testing/database.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { propertyRuns, timeLimit } from '#lib/platform/testing/soak.ts'
import { verifyRollups } from './verify-rollups.ts'

const database = givenDatabase()
const newProject = () => freshProject(database.db)
const traceId = (n: number) => n.toString(16).padStart(32, '0')
const spanId = (n: number) => n.toString(16).padStart(16, '0')

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null, freq: 2 })
const anyScore = fc.record({
  id: fc.constantFrom<string>('a', 'b', 'c'),
  name: fc.constantFrom<string>('quality', 'tone'),
  source: fc.constantFrom<ScoreRow['source'] | undefined>('human', 'judge', undefined),
  value: maybe(fc.double({ min: -10, max: 10, noNaN: true })),
  trace: maybe(fc.integer({ min: 1, max: 4 })),
  span: maybe(fc.integer({ min: 1, max: 5 })),
  answer: maybe(fc.constantFrom('r1', 'r2')),
})
const scoreRow = ({
  id,
  name,
  value,
  trace,
  span,
  answer,
  source = 'code',
}: typeof anyScore extends fc.Arbitrary<infer T> ? T : never) => ({
  id,
  name,
  dataType: value === null ? ('categorical' as const) : ('numeric' as const),
  value,
  label: value === null ? 'rude' : null,
  comment: null,
  source,
  traceId: trace === null ? null : traceId(trace),
  spanId: trace === null || span === null ? null : spanId(span),
  sessionId: null,
  responseId: answer,
  atUs: null,
})
const anyCost = fc.record({
  id: fc.constantFrom<string>('x', 'y'),
  amount: fc.constantFrom('1.5', '0.000000001'),
  agent: maybe(fc.constantFrom('planner', 'writer')),
  trace: maybe(fc.integer({ min: 1, max: 4 })),
})
const costOf = ({ id, amount, agent, trace }: typeof anyCost extends fc.Arbitrary<infer T> ? T : never) =>
  costRecord.parse({
    id,
    kind: 'compute',
    amountUsd: amount,
    at: '2026-11-01T00:00:10Z',
    ...(agent !== null && { agent }),
    ...(trace !== null && { traceId: traceId(trace) }),
  })

const anyStep = fc.oneof(
  { weight: 2, arbitrary: anyScore.map(score => (ctx: Context) => storeScores(ctx, [scoreRow(score)])) },
  anyCost.map(cost => (ctx: Context) => recordCosts(ctx, { body: { costs: [costOf(cost)] } })),
  fc.constant((ctx: Context) => recomputeAll(ctx)),
)
const anySpans = fc.tuple(anyTrace(1, 8), anyTrace(2, 6), anyTrace(3, 4)).map(traces => traces.flat(2))
const anyLoad = fc.record({
  requests: anySpans.chain(spans => anyRequests(spans, 6)),
  steps: fc.array(anyStep, { maxLength: 8 }),
  order: fc.infiniteStream(fc.boolean()),
})

test(
  'after duplicates, disorder, updates, scores, costs and recompute every rollup is what is counted again',
  async () => {
    await fc.assert(
      fc.asyncProperty(anyLoad, async ({ requests, steps, order }) => {
        const ctx = newProject()
        const sends = requests.map(spans => (to: Context) => ingestTraces(to, { spans, rejected: [] }))
        for (let i = sends.length + steps.length; i > 0; i--) {
          const turn = (order.next().value && steps.length > 0) || sends.length === 0 ? steps : sends
          await turn.shift()?.(ctx)
        }
        expect((await verifyRollups(ctx)).difference).toBeNull()
      }),
      propertyRuns(15),
    )
  },
  timeLimit(240_000),
)

test('the figures of every recorded client add up, also for runs that links join', async () => {
  const ctx = newProject()
  for (const name of allRecordings()) await ingestTraces(ctx, { spans: decodeRecording(name).spans, rejected: [] })
  const told: [number, number][] = []
  const { spans, difference } = await verifyRollups(ctx, (...progress) => told.push(progress))
  expect([difference, spans > 500]).toEqual([null, true])
  expect(told.at(-1)).toEqual([spans, spans])
})

test.each([
  [
    'rollup',
    'set input_tokens = input_tokens + 1',
    /^rollup, (60|3600|86400) s from .*: input_tokens is \d+, counted again \d+/,
  ],
  ['rollup_bin', 'set count = count + 1', /^rollup_bin, .*: count is 2, counted again 1/],
  ['rollup_top', 'set traces = 0', /^rollup_top, 3600 s .*dimension "session".*: traces is 0, counted again 1/],
  ['rollup_score', 'set sum = sum + 0.1', /^rollup_score, .*name "quality".*: sum is 0.6, counted again 0.5/],
  ['rollup_score_bin', 'set value = 0.4', /^rollup_score_bin, .*: count is 1, counted again 0/],
  ['rollup_by_agent', 'set traces = 2', /^rollup_by_agent, .*: traces is 2, counted again [01]/],
  ['rollup_by_agent', 'set cost_nanos = 7', /^rollup_by_agent, .*: cost_nanos is 7, counted again \d+/],
  ['rollup_scored', 'set traces = 0', /^rollup_scored, .*: traces is 0, counted again 1/],
  ['rollup_cost', 'set amount_nanos = amount_nanos - 1', /^rollup_cost, .*: amount_nanos is \d+9, counted again \d+0/],
  ['rollup_cost_top', 'set records = 2', /^rollup_cost_top, 3600 s .*: records is 2, counted again 1/],
  [
    'rollup_prompt',
    'set cost_squares = 0',
    /^rollup_prompt, 60 s .*prompt "triage".*: cost_squares is 0, counted again \d+/,
  ],
  ['rollup_prompt_score', 'set count = 2', /^rollup_prompt_score, 60 s .*version "3".*: count is 2, counted again 1/],
  ['trace', "set agent = 'nobody'", /^trace .*: its row has agent "nobody"/],
  ['span', "set tool = 'other', input_tokens = input_tokens + 1", /^rollup, /],
])('an error planted in %s is found, and told with its key', async (table, change, told) => {
  const ctx = newProject()
  const { spans } = decodeRecording('traceloop')
  const prompt = { 'gen_ai.prompt.name': 'triage', 'gen_ai.prompt.version': 'v3' }
  const sent = spans.map(span => ({ ...span, attributes: { ...span.attributes, ...prompt } }))
  await ingestTraces(ctx, { spans: sent, rejected: [] })
  const trace = spans[0]?.traceId ?? ''
  await storeScores(ctx, [
    {
      ...scoreRow({ id: 's', name: 'quality', source: 'code', value: 0.5, trace: null, span: null, answer: null }),
      traceId: trace,
    },
  ])
  const recorded = costOf({ id: 'x', amount: '1.5', agent: null, trace: null })
  await recordCosts(ctx, { body: { costs: [{ ...recorded, user: 'ines' }] } })
  expect((await verifyRollups(ctx)).difference).toBeNull()
  // A single row, of the smallest key.
  await database.db.pool.query(
    `update ${table} set ${change.slice(4)} where (tableoid, ctid) = (select tableoid, ctid from ${table} where project_id = $1 order by 1 limit 1)`,
    [ctx.projectId],
  )
  expect((await verifyRollups(ctx)).difference).toMatch(told)
})
