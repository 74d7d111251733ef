import { describe, expect, test } from 'vitest'
import { verifyChain } from '#lib/platform/audit/verify.ts'
import type { Context } from '#lib/platform/context.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import { freshProject } from '#lib/platform/testing/database.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import type { Input } from '#lib/shared/contract.ts'
import {
  compareRuns,
  finishRun,
  getCase,
  getRun,
  getSuite,
  getVerdict,
  listRuns,
  listSuites,
  pinBaseline,
  putSuite,
  reportResults,
  startRun,
} from './index.ts'
import { reportResultsContract } from './runs/contract.ts'
import { runQuery } from './runs/schemas.ts'
import { suiteConfig } from './suites/contract.ts'
import { suiteQuery } from './suites/schemas.ts'
import { compareQuery } from './verdicts/schemas.ts'

const database = givenDatabase()
const scenarios = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ id: `s${at}`, input: `question ${at}` }))

async function suite(ctx: Context, slug: string, fields: object = {}) {
  const body = suiteConfig.put.body?.parse({
    ...{ level: 'evaluation', scenarios: scenarios(20), criteria: [{ name: 'accuracy' }], ...fields },
  })
  return putSuite(ctx, { params: { slug }, body: body as NonNullable<typeof body> })
}
const start = async (ctx: Context, slug: string, of: object = {}) =>
  (await startRun(ctx, { body: { suite: slug, mode: 'mocked', ...of } })).id
const report = (ctx: Context, id: string, results: object[]) => {
  const body = reportResultsContract.body?.parse({ results }) as Input<typeof reportResultsContract>['body']
  return reportResults(ctx, { params: { id }, body })
}
const finish = (ctx: Context, id: string) => finishRun(ctx, { params: { id } })
const scores = (score: number, count = 20, of: object = {}) =>
  scenarios(count).map(({ id }) => ({ scenario: id, criterion: 'accuracy', score, ...of }))
const whole = async (ctx: Context, slug: string, score: number) => {
  const id = await start(ctx, slug)
  await report(ctx, id, scores(score))
  await finish(ctx, id)
  return id
}

describe('a run', () => {
  test('accepts parts in any order and repeatedly, finishes once, and keeps its verdict', async () => {
    const ctx = freshProject(database.db)
    expect(await suite(ctx, 'a')).toMatchObject({ version: 1, threshold: 0.75 })
    const id = await start(ctx, 'a', { release: '2026.11.4' })
    expect(await report(ctx, id, scores(0.9).reverse().slice(0, 15))).toEqual({ stored: 15, unchanged: 0, toScore: 0 })
    expect(await report(ctx, id, scores(0.9))).toMatchObject({ stored: 5, unchanged: 15 })
    expect(await report(ctx, id, scores(0.8, 1))).toMatchObject({ stored: 1, unchanged: 0 })
    expect(await getVerdict(ctx, { params: { id } })).toMatchObject({ verdict: 'inconclusive', average: 0.895 })
    const verdict = await finish(ctx, id)
    expect(verdict).toMatchObject({ verdict: 'pass', average: 0.895, lacks: [], delta: null })
    expect(await finish(ctx, id)).toEqual(verdict)
    expect(await getVerdict(ctx, { params: { id } })).toEqual(verdict)
    await expect(report(ctx, id, scores(1))).rejects.toMatchObject({ fields: { status: 409, type: 'finished' } })
    expect(await getRun(ctx, { params: { id } })).toMatchObject({ state: 'finished', scored: 20, verdict: 'pass' })
    expect(await verifyChain(poolSql(database.db), ctx.projectId)).toMatchObject({ ok: true })
  })

  test('names each invalid row, and stores none of them', async () => {
    const ctx = freshProject(database.db)
    await suite(ctx, 'a')
    const id = await start(ctx, 'a')
    const rows = [
      ...[...scores(1, 1), { scenario: 's99', criterion: 'accuracy', score: 1 }],
      ...[{ scenario: 's1', criterion: 'beauty', score: 1 }, ...scores(0.5, 1)],
    ]
    const fields = ['body.results.1.scenario', 'body.results.2.criterion', 'body.results.3.score']
    await expect(report(ctx, id, rows)).rejects.toMatchObject({
      fields: { status: 422, field: fields[0], extra: { issues: fields.map(field => ({ field })) } },
    })
    expect(await getRun(ctx, { params: { id } })).toMatchObject({ scored: 0, revision: 1 })
  })

  test.each([[{ score: 1.1 }], [{ score: Number.NaN }], [{ score: -0.1 }], [{ repeat: 0 }], [{ costUsd: '-1' }]])(
    '%j is not a valid result',
    of => expect(() => report(freshProject(database.db), 'x', scores(1, 1, of))).toThrow(),
  )

  test('with twelve reports and two finishes at once nothing is lost or counted twice', async () => {
    const ctx = freshProject(database.db)
    await suite(ctx, 'a')
    const id = await start(ctx, 'a')
    await Promise.all(Array.from({ length: 12 }, () => report(ctx, id, scores(0.8))))
    const [one, two] = await Promise.all([finish(ctx, id), finish(ctx, id)])
    expect(one).toEqual(two)
    expect(one).toMatchObject({ average: 0.8, lacks: [] })
    const ended = "select count(*)::int as n from audit_event where project_id = $1 and action = 'eval-run.finished'"
    expect((await database.db.pool.query(ended, [ctx.projectId])).rows).toEqual([{ n: 1 }])
  })

  test('a suite, version or baseline that does not exist is invalid and named', async () => {
    const ctx = freshProject(database.db)
    const invalid = (of: object, field: string) =>
      expect(start(ctx, 'a', of)).rejects.toMatchObject({ fields: { status: 422, field } })
    await invalid({}, 'body.suite')
    await suite(ctx, 'a')
    await suite(ctx, 'b')
    await invalid({ suiteVersion: 2 }, 'body.suiteVersion')
    await invalid({ baselineRunId: await whole(ctx, 'b', 1) }, 'body.baselineRunId')
    await invalid({ baselineRunId: await start(ctx, 'a') }, 'body.baselineRunId')
  })
})

describe('the baseline', () => {
  test('is compared scenario by scenario; a finished run keeps the baseline of its verdict', async () => {
    const ctx = freshProject(database.db)
    await suite(ctx, 'a')
    const good = await whole(ctx, 'a', 0.95)
    await expect(
      pinBaseline(ctx, { params: { slug: 'a' }, body: { evalRunId: await start(ctx, 'a') } }),
    ).rejects.toMatchObject({ fields: { type: 'not-finished' } })
    await pinBaseline(ctx, { params: { slug: 'a' }, body: { evalRunId: good } })
    const bad = await whole(ctx, 'a', 0.8)
    const verdict = await getVerdict(ctx, { params: { id: bad } })
    expect(verdict).toMatchObject({ verdict: 'fail', baselineRunId: good, pairs: 20 })
    expect(verdict.delta).toBeCloseTo(-0.15, 10)
    await pinBaseline(ctx, { params: { slug: 'a' }, body: { evalRunId: bad } })
    expect(await getVerdict(ctx, { params: { id: bad } })).toEqual(verdict)
    expect((await listSuites(ctx, { query: suiteQuery.parse({}) })).items).toMatchObject([
      { slug: 'a', scenarios: 20, baselineRunId: bad, lastRun: { id: bad, verdict: 'fail' } },
    ])
  })

  test('a new version of a suite leaves runs of the old one as they were', async () => {
    const ctx = freshProject(database.db)
    await suite(ctx, 'a')
    const id = await start(ctx, 'a')
    expect(await suite(ctx, 'a', { scenarios: scenarios(25) })).toMatchObject({ version: 2 })
    await report(ctx, id, scores(1))
    expect(await finish(ctx, id)).toMatchObject({ suiteVersion: 1, verdict: 'pass' })
    expect(await getSuite(ctx, { params: { slug: 'a' } })).toMatchObject({ version: 2 })
  })
})

test('a comparison lists what got worst first, page by page, with what each run answered', async () => {
  const ctx = freshProject(database.db)
  await suite(ctx, 'a')
  const [before, after] = [await start(ctx, 'a'), await start(ctx, 'a')]
  const trace = 'a'.repeat(32)
  await report(ctx, before, scores(0.8, 20, { output: 'The disk is full.' }))
  const changed = { s3: 0.1, s7: 0.5, s9: 1 } as Record<string, number>
  const next = scores(0.8).map(row => ({ ...row, score: changed[row.scenario] ?? 0.8, output: 'No.', traceId: trace }))
  await report(ctx, after, next)
  const compare = (of: object) => compareRuns(ctx, { query: compareQuery.parse({ runs: `${before},${after}`, ...of }) })
  const first = await compare({ limit: 1 })
  expect(first).toMatchObject({ suite: 'a', worse: 2, better: 1 })
  expect(first.items).toMatchObject([
    {
      scenario: 's3',
      runs: [
        { score: 0.8, output: 'The disk is full.' },
        { score: 0.1, output: 'No.', traceId: trace },
      ],
    },
  ])
  const second = await compare({ limit: 1, cursor: first.nextCursor })
  expect(second.items).toMatchObject([{ scenario: 's7' }])
  expect((await compare({ only: 'worse' })).items.map(({ scenario }) => scenario)).toEqual(['s3', 's7'])
  expect(await getCase(ctx, { params: { id: after }, query: { scenario: 's3' } })).toMatchObject({
    input: 'question 3',
    repeats: [{ output: 'No.', traceId: trace, scores: [{ criterion: 'accuracy', score: 0.1, passed: false }] }],
  })
  expect((await listRuns(ctx, { query: runQuery.parse({ suite: 'a' }) })).items).toHaveLength(2)
  await suite(ctx, 'b')
  const other = await start(ctx, 'b')
  await expect(compare({ runs: `${before},${other}` })).rejects.toMatchObject({ fields: { field: 'query.runs' } })
  await expect(compare({ runs: `${before},evr_none` })).rejects.toMatchObject({ fields: { status: 404 } })
})
