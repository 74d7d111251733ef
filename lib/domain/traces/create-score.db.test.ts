import { expect, test } from 'vitest'
import type { Context } from '#lib/platform/context.ts'
import { freshProject, testKey, testOperator } from '#lib/platform/testing/database.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { createScore } from './create-score.ts'
import { getRun } from './get-run.ts'
import { ingestTraces } from './ingest-otlp.ts'
import { otlpSpan } from './normalise/test-span.ts'
import { type ScoreBody, scoreBody } from './score-schemas.ts'
import { verifyRollups } from './verify/verify-rollups.ts'
import { wholeScores } from './whole-scores.ts'

const database = givenDatabase()

const newProject = (actor: Context['actor'] = testOperator) => freshProject(database.db, actor)
const traceId = '1'.repeat(32)
const score = (more: object): ScoreBody =>
  scoreBody.parse({ id: 'a', name: 'accuracy', dataType: 'numeric', value: 0.5, source: 'human', traceId, ...more })

/** What both grains say: [label, count, sum, sum of squares]. */
async function rolled(ctx: Context) {
  const read = async (grain: number) => {
    const { rows } = await database.db.pool.query(
      `select label, sum(count)::int as n, sum(sum)::float8 as sum, sum(sum_squares)::float8 as squares from rollup_score
       where project_id = $1 and grain = $2 and count <> 0 group by 1 order by 1`,
      [ctx.projectId, grain],
    )
    return rows.map(row => [row.label, row.n, row.sum, row.squares])
  }
  expect(await read(3600)).toEqual(await read(60))
  return read(60)
}

test('the same id again replaces value, type and comment, and the rollups follow exactly', async () => {
  const ctx = newProject()
  await createScore(ctx, { body: score({}) })
  expect(await rolled(ctx)).toEqual([['', 1, 0.5, 0.25]])
  await createScore(ctx, { body: score({ value: 0.1, comment: 'worse' }) })
  expect(await rolled(ctx)).toEqual([['', 1, 0.1, 0.01]])
  await createScore(ctx, { body: score({ dataType: 'categorical', value: 'good' }) })
  expect(await rolled(ctx)).toEqual([['good', 1, 0, 0]])
  await createScore(ctx, { body: score({ dataType: 'boolean', value: true }) })
  await createScore(ctx, { body: score({ dataType: 'boolean', value: true }) })
  expect(await rolled(ctx)).toEqual([['', 1, 1, 1]])
})

test('of 16 simultaneous values for one id one is kept, and the rollups count that one', async () => {
  const ctx = newProject()
  const tenths = Array.from({ length: 16 }, (_, n) => n / 16)
  await Promise.all(tenths.map(value => createScore(ctx, { body: score({ value }) })))
  const { rows } = await database.db.pool.query('select value from score where project_id = $1', [ctx.projectId])
  expect(rows).toHaveLength(1)
  const [{ value }] = rows
  expect(tenths).toContain(value)
  expect(await rolled(ctx)).toEqual(value === 0 ? [['', 1, 0, 0]] : [['', 1, value, value * value]])
}, 60_000)

test('a session is scored without a trace; without an id each score is a new one', async () => {
  const ctx = newProject()
  const given = score({ id: undefined, traceId: undefined, sessionId: 's-1', source: 'judge' })
  const first = await createScore(ctx, { body: given })
  const second = await createScore(ctx, { body: given })
  const { rows } = await database.db.pool.query(
    'select trace_id, session_id, source, value from score where project_id = $1 and id = $2',
    [ctx.projectId, first.id],
  )
  // What a person says is a person's, whatever it calls itself.
  expect(rows).toEqual([{ trace_id: null, session_id: 's-1', source: 'human', value: 0.5 }])
  expect(first.id).not.toBe(second.id)
  expect(await rolled(ctx)).toEqual([['', 2, 1, 0.5]])
})

test('a run of an agent is scored as a whole, also before it has come, and its page has the score', async () => {
  const ctx = newProject(testKey)
  const given = { traceId: undefined, runId: 'nightly-17', source: 'judge' }
  await createScore(ctx, { body: score({ ...given, id: 'b', value: 0.25, comment: 'half done' }) })
  await expect(getRun(ctx, { params: { runId: 'nightly-17' } })).rejects.toMatchObject({ fields: { status: 404 } })
  const attributes = { 'gen_ai.operation.name': 'chat', 'holdpoint.run.id': 'nightly-17' }
  await ingestTraces(ctx, { spans: [otlpSpan(attributes, { traceId, spanId: '2'.repeat(16) })], rejected: [] })
  const scores = async () => (await getRun(ctx, { params: { runId: 'nightly-17' } })).scores
  expect(await scores()).toMatchObject([
    { id: 'b', dataType: 'numeric', value: 0.25, comment: 'half done', source: 'judge' },
  ])
  await createScore(ctx, { body: score({ ...given, id: 'b', value: 0.75 }) })
  expect(await scores()).toMatchObject([{ id: 'b', value: 0.75, comment: null }])
  expect(await rolled(ctx)).toEqual([['', 1, 0.75, 0.5625]])
  expect((await verifyRollups(ctx)).difference).toBeNull()
})

test('an eval run is scored as a whole; one that there is not is refused', async () => {
  const ctx = newProject(testKey)
  const of = (evalRunId: string) => score({ traceId: undefined, evalRunId, name: 'release-ready', value: 1 })
  await expect(createScore(ctx, { body: of('evr_none') })).rejects.toMatchObject({
    fields: { status: 422, field: 'body.evalRunId' },
  })
  const run = { agent: null, release: null, commit: null, branch: null, verdict: null, average: null, delta: null }
  await database.db.prisma.evalRun.create({
    data: {
      ...{ projectId: ctx.projectId, id: 'evr_1', suite: 'a', suiteVersion: 1, level: 'unit', mode: 'real', ...run },
      ...{ state: 'running', scenarios: 1, scored: 0, revision: 1, startedAt: new Date(), startedBy: 'x' },
    },
  })
  await createScore(ctx, { body: of('evr_1') })
  expect(await wholeScores(ctx, { evalRunId: 'evr_1' })).toMatchObject([{ name: 'release-ready', value: 1 }])
})

test('a key without the permission to score is denied', async () => {
  const reader = { ...testKey, scopes: ['read' as const] }
  await expect(createScore(newProject(reader), { body: score({}) })).rejects.toMatchObject({ fields: { status: 403 } })
  const viewer = { ...testOperator, role: 'viewer' as const }
  await expect(createScore(newProject(viewer as Context['actor']), { body: score({}) })).rejects.toMatchObject({
    fields: { status: 403 },
  })
})

test.each([
  [{ name: 'a', dataType: 'numeric', value: 1 }, 'traceId, sessionId, runId or evalRunId is needed'],
  [{ name: 'a', dataType: 'numeric', value: 1, sessionId: 's', runId: 'r' }, 'send sessionId or runId, not both'],
  [{ name: 'a', dataType: 'numeric', value: 1, sessionId: 's', spanId: '1'.repeat(16) }, 'traceId is needed'],
  [{ name: 'a', dataType: 'numeric', value: 'high', sessionId: 's' }, 'expected number'],
  [{ name: 'a', dataType: 'categorical', value: 1, sessionId: 's' }, 'expected string'],
])('%j is invalid', (body, why) => {
  expect(scoreBody.safeParse(body).error?.message).toContain(why)
})
