import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { rowsOf } from '#lib/domain/traces/testing/rows.ts'
import type { Context } from '#lib/platform/context.ts'
import { freshProject } from '#lib/platform/testing/database.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { propertyRuns, timeLimit } from '#lib/platform/testing/soak.ts'
import { ingestTraces } from './ingest-otlp.ts'
import { otlpSpan } from './normalise/test-span.ts'
import type { OtlpSpan } from './otlp/types.ts'
import { type ScoreRow, spanScores } from './store/tables/write-scores.ts'
import { storeScores } from './store-scores.ts'
import { projectState } from './testing/project-state.ts'

const database = givenDatabase()

const newProject = () => freshProject(database.db)

const traceId = (n: number) => String(n).padStart(32, '0')
const spanId = (n: number) => String(n).padStart(16, '0')

function span(n: number, agent: string, extra: Record<string, string> = {}): OtlpSpan {
  const start = 1_760_000_000_000_000_000n
  const attributes = { 'gen_ai.operation.name': 'chat', 'gen_ai.agent.name': agent, ...extra }
  return otlpSpan(attributes, {
    traceId: traceId(n),
    spanId: spanId(n),
    startTimeUnixNano: start,
    endTimeUnixNano: start + 1_000_000n,
  })
}
const send = (ctx: Context, ...spans: OtlpSpan[]) => ingestTraces(ctx, { spans, rejected: [] })

const score = (id: string, value: number | null, of: Partial<ScoreRow>): ScoreRow => ({
  id,
  name: 'quality',
  dataType: value === null ? 'categorical' : 'numeric',
  value,
  label: value === null ? 'good' : null,
  comment: null,
  source: 'judge',
  traceId: null,
  spanId: null,
  sessionId: null,
  responseId: null,
  atUs: null,
  ...of,
})

/** The rollup as agent → [count, sum, sum of squares], by minutes; hours must say the same. */
async function rolled(ctx: Context) {
  const read = (grain: number) =>
    rowsOf(
      ctx,
      `select agent, label, sum(count)::int as count, sum(sum)::float8 as sum, sum(sum_squares)::float8 as squares from rollup_score
       where project_id = $1 and grain = ${grain} and count <> 0 group by 1, 2 order by 1, 2`,
    )
  expect(await read(3600)).toEqual(await read(60))
  return read(60)
}

/** The same, counted again from the scores by SQL that is independent of the fold. */
const recount = (ctx: Context) =>
  rowsOf(
    ctx,
    `select coalesce(p.agent, t.agent, '') as agent, coalesce(s.label, '') as label, count(*)::int as count,
       coalesce(sum(s.value::numeric), 0)::float8 as sum, coalesce(sum(s.value::numeric ^ 2), 0)::float8 as squares
     from score s left join trace t on t.project_id = s.project_id and t.trace_id = s.trace_id
     left join span p on p.project_id = s.project_id and p.trace_id = s.trace_id and p.span_id = s.span_id
     where s.project_id = $1 group by 1, 2 order by 1, 2`,
  )

describe('score sums', () => {
  test.each([
    ['the trace first', true],
    ['the score first', false],
  ])('%s: under the agent of what it judges', async (_, first) => {
    const ctx = newProject()
    const steps = [
      () => send(ctx, span(1, 'writer')),
      () => storeScores(ctx, [score('a', 0.5, { traceId: traceId(1) })]),
    ]
    for (const step of first ? steps : steps.reverse()) await step()
    expect(await rolled(ctx)).toEqual([{ agent: 'writer', label: '', count: 1, sum: 0.5, squares: 0.25 }])
  })

  test('a score with the same id replaces the earlier one, and may move to another trace', async () => {
    const ctx = newProject()
    await send(ctx, span(1, 'writer'), span(2, 'editor'))
    await storeScores(ctx, [score('a', 0.1, { traceId: traceId(1) })])
    await storeScores(ctx, [score('a', 0.3, { traceId: traceId(2) })])
    await storeScores(ctx, [score('a', 0.3, { traceId: traceId(2) })])
    expect(await rolled(ctx)).toEqual([{ agent: 'editor', label: '', count: 1, sum: 0.3, squares: 0.09 }])
  })

  test('a trace that changes its agent takes its scores along', async () => {
    const ctx = newProject()
    const before = span(1, 'writer')
    await send(ctx, before)
    await storeScores(ctx, [score('a', 1, { traceId: traceId(1) }), score('b', null, { traceId: traceId(1) })])
    const renamed = span(1, 'editor')
    await send(ctx, { ...renamed, endTimeUnixNano: renamed.endTimeUnixNano + 9_000_000n })
    expect(await rolled(ctx)).toEqual([
      { agent: 'editor', label: '', count: 1, sum: 1, squares: 1 },
      { agent: 'editor', label: 'good', count: 1, sum: 0, squares: 0 },
    ])
  })

  test.each([
    ['after its span', true],
    ['before its span', false],
  ])('one that knows only the id of the answer, %s', async (_, after) => {
    const ctx = newProject()
    const judged = spanScores(
      null,
      null,
      'chatcmpl-1',
      [{ name: 'quality', value: 0.75, label: null, comment: null, source: 'judge' }],
      1_760_000_000_000_000,
    )
    const steps = [
      () => send(ctx, span(1, 'writer', { 'gen_ai.response.id': 'chatcmpl-1' })),
      () => storeScores(ctx, judged),
      () => storeScores(ctx, judged),
    ]
    for (const step of after ? steps : steps.reverse()) await step()
    expect(await rowsOf(ctx, 'select trace_id, span_id from score where project_id = $1')).toEqual([
      { trace_id: traceId(1), span_id: spanId(1) },
    ])
    expect(await rolled(ctx)).toEqual([{ agent: 'writer', label: '', count: 1, sum: 0.75, squares: 0.5625 }])
  })

  test(
    'spans and scores at once, in any order and twice: counted once, as a recount says',
    async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(
            fc.record({
              id: fc.constantFrom('a', 'b', 'c', 'd'),
              of: fc.nat(3),
              tenths: fc.nat(10),
              by: fc.constantFrom('trace', 'span', 'response', 'nothing'),
            }),
            { minLength: 1, maxLength: 6 },
          ),
          async drawn => {
            const ctx = newProject()
            // One version a score: which of two values comes last is the clients' business.
            const rows = [...new Map(drawn.map(item => [item.id, item])).values()].map(({ id, of, tenths, by }) =>
              score(id, tenths / 10, {
                // Without a time of its own a score is of now, and the repeat may come in the next hour.
                atUs: 1_760_000_000_000_000,
                ...(by === 'trace' && { traceId: traceId(of) }),
                ...(by === 'span' && { traceId: traceId(of), spanId: spanId(of) }),
                ...(by === 'response' && { responseId: `answer-${of}` }),
              }),
            )
            const spans = [0, 1, 2].map(n => span(n, `agent-${n}`, { 'gen_ai.response.id': `answer-${n}` }))
            const work = [
              ...rows.map(row => () => storeScores(ctx, [row])),
              ...spans.map(item => () => send(ctx, item)),
            ]
            await Promise.all(work.map(step => step()))
            expect(await rolled(ctx)).toEqual(await recount(ctx))
            const once = await projectState(ctx)
            await Promise.all([...work].reverse().map(step => step()))
            expect(await projectState(ctx)).toEqual(once)
          },
        ),
        propertyRuns(40),
      )
    },
    timeLimit(120_000),
  )
})

test('users, sessions and tags are counted beside the rollups, by the hour', async () => {
  const ctx = newProject()
  const of = (user: string) => ({ 'user.id': user, 'session.id': 's', 'gen_ai.usage.input_tokens': '10' })
  await send(ctx, span(1, 'writer', of('ann')), span(2, 'writer', of('ann')), span(3, 'writer', of('bob')))
  await send(ctx, span(3, 'writer', of('bob')))
  const rows = await rowsOf(
    ctx,
    'select dimension, value, traces::int, input_tokens::int as input from rollup_top where project_id = $1 order by 1, 2',
  )
  expect(rows).toEqual([
    { dimension: 'session', value: 's', traces: 3, input: 30 },
    { dimension: 'user', value: 'ann', traces: 2, input: 20 },
    { dimension: 'user', value: 'bob', traces: 1, input: 10 },
  ])
})
