import { expect, test } from 'vitest'
import { finishRun, putSuite, reportResults, startRun } from '#lib/domain/evals/index.ts'
import { reportResultsContract } from '#lib/domain/evals/runs/contract.ts'
import { suiteConfig } from '#lib/domain/evals/suites/contract.ts'
import { ingestTraces } from '#lib/domain/traces/ingest-otlp.ts'
import { otlpSpan } from '#lib/domain/traces/normalise/test-span.ts'
import { verifyChain } from '#lib/platform/audit/verify.ts'
import type { Context } from '#lib/platform/context.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import { freshProject } from '#lib/platform/testing/database.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { pipelineConfig } from './contract.ts'
import { getCheck, getDrift, listChecks, listQueries, makeCheck, putPipeline } from './index.ts'
import { checkBody, checkQuery, queryQuery } from './schemas.ts'
import { watchRetrievals } from './watch-retrievals.ts'

const database = givenDatabase()
const production = { embeddingModel: 'e3', chunkSize: 800, chunkOverlap: 100, retriever: 'search_runbooks' }
const built = { indexBuiltAt: '2026-11-20T00:00:00Z', documentsUpdatedAt: '2026-11-19T00:00:00Z' }
const register = (ctx: Context, of: object = {}) =>
  putPipeline(ctx, {
    params: { slug: 'docs' },
    body: pipelineConfig.put.body?.parse({ ...production, ...built, ...of }) as never,
  })
const check = (ctx: Context, of: object) => makeCheck(ctx, { body: checkBody.parse({ pipeline: 'docs', ...of }) })
/** Every fifth query finds none of the expected documents. */
const queries = Array.from({ length: 60 }, (_, n) => ({
  ...{ id: `q${String(n).padStart(2, '0')}`, text: `Question ${n}`, expected: ['a', 'b'] },
  retrieved: n % 5 === 0 ? ['x', 'y'] : ['a', 'x', 'b'],
}))

async function evalRun(ctx: Context, score: number): Promise<string> {
  const scenarios = Array.from({ length: 20 }, (_, n) => ({ id: `s${n}`, input: 'Why?' }))
  const fields = { level: 'evaluation', criteria: [{ name: 'accuracy' }], scenarios }
  await putSuite(ctx, { params: { slug: 'answers' }, body: suiteConfig.put.body?.parse(fields) as never })
  const { id } = await startRun(ctx, { body: { suite: 'answers', mode: 'mocked' } })
  const results = scenarios.map(({ id: scenario }, n) => ({
    scenario,
    criterion: 'accuracy',
    score: score - (n % 3) / 50,
  }))
  await reportResults(ctx, { params: { id }, body: reportResultsContract.body?.parse({ results }) as never })
  await finishRun(ctx, { params: { id } })
  return id
}

test('a check is computed from what was sent, and its worst queries can be paged', async () => {
  const ctx = freshProject(database.db)
  await register(ctx)
  const ab = [await evalRun(ctx, 0.9), await evalRun(ctx, 0.92)]
  const stated = {
    embeddingModel: 'e3',
    chunkSize: 800,
    chunkOverlap: 100,
    promptDiff: '+ Cite.',
    abEvalRunIds: ab,
    k: 3,
  }
  const made = await check(ctx, { ...stated, queries, commit: '9fceb02' })
  expect(made).toMatchObject({ verdict: 'fail', recall: 0.8, hitRate: 0.8, queries: 60, commit: '9fceb02' })
  expect(made.checks.filter(({ result }) => result !== 'pass')).toMatchObject([
    { name: 'recall', result: 'fail', value: 0.8 },
  ])
  expect(made.markdown).toContain('recall@3 0.800')
  expect(await getCheck(ctx, { params: { id: made.id } })).toEqual(made)
  const page = (of: object) =>
    listQueries(ctx, { params: { id: made.id }, query: queryQuery.parse({ only: 'failing', ...of }) })
  const first = await page({ limit: 8 })
  expect(first.items[0]).toMatchObject({ id: 'q00', recall: 0, missing: ['a', 'b'] })
  const rest = await page({ limit: 8, cursor: first.nextCursor })
  expect([...first.items, ...rest.items].map(({ id }) => id)).toEqual(
    queries.filter((_, n) => n % 5 === 0).map(({ id }) => id),
  )
  expect(rest.nextCursor).toBeNull()
  const better = queries.map((query, n) => (n === 0 ? { ...query, retrieved: ['a', 'b'] } : query))
  expect(await check(ctx, { ...stated, queries: better })).toMatchObject({ verdict: 'pass' })
  expect(await check(ctx, { k: 3 })).toMatchObject({ verdict: 'lacks_evidence', recall: null })
  const newest = await listChecks(ctx, { query: checkQuery.parse({ pipeline: 'docs' }) })
  expect(newest.items.map(({ verdict }) => verdict)).toEqual(['lacks_evidence', 'pass', 'fail'])
  await expect(check(ctx, { indexBuiltAt: '2999-01-01T00:00:00Z' })).rejects.toMatchObject({
    fields: { field: 'body.indexBuiltAt' },
  })
  await expect(register(ctx, { chunkOverlap: 800 })).rejects.toMatchObject({ fields: { field: 'body.chunkOverlap' } })
  expect(await verifyChain(poolSql(database.db), ctx.projectId)).toMatchObject({ ok: true })
})

test('live retrievals are added up by the hour, with the same result when repeated', async () => {
  const ctx = freshProject(database.db)
  await register(ctx)
  const now = BigInt(Date.now()) * 1_000_000n
  const retrieval = (n: number, documents: object) =>
    otlpSpan(
      { 'openinference.span.kind': 'RETRIEVER', ...documents },
      {
        name: 'search_runbooks',
        traceId: `${n}`.padStart(32, '0'),
        startTimeUnixNano: now - BigInt(n),
        endTimeUnixNano: now,
      },
    )
  const found = {
    'retrieval.documents.0.document.content': 'Rotate the logs.',
    'retrieval.documents.0.document.score': 0.5,
  }
  const spans = [retrieval(1, found), retrieval(2, found), retrieval(3, { 'output.value': '[]' }), retrieval(4, {})]
  await ingestTraces(ctx, { spans, rejected: [] })
  await watchRetrievals(ctx)
  await watchRetrievals(ctx)
  const range = {
    from: new Date(Date.now() - 7_200_000).toISOString(),
    to: new Date(Date.now() + 3_600_000).toISOString(),
  }
  const drift = await getDrift(ctx, { params: { slug: 'docs' }, query: range })
  const all = drift.series.reduce((sum, { retrievals }) => sum + retrievals, 0)
  expect(all).toBe(4)
  expect(drift).toMatchObject({ retriever: 'search_runbooks', emptyTraceId: '3'.padStart(32, '0') })
  expect(drift.series.at(-1)).toMatchObject({ emptyShare: 1 / 3, meanScore: 0.5 })
  expect(drift.signals.map(({ status }) => status)).toEqual(['unknown', 'unknown', 'steady'])
})

test('the past of a pipeline is read one day per round, and again when the pipeline names other spans', async () => {
  const ctx = freshProject(database.db)
  const now = Date.now()
  const retrieval = (n: number, hoursAgo: number, name: string) => {
    const at = BigInt(now - hoursAgo * 3_600_000) * 1_000_000n
    return otlpSpan(
      { 'openinference.span.kind': 'RETRIEVER', 'output.value': '[]' },
      { name, traceId: `${n}`.padStart(32, '0'), startTimeUnixNano: at, endTimeUnixNano: at + 1_000_000n },
    )
  }
  const hours = [1, 20, 40, 24 * 8]
  const spans = hours.flatMap((ago, n) => [retrieval(n, ago, 'search_runbooks'), retrieval(n + 10, ago, 'other')])
  await ingestTraces(ctx, { spans, rejected: [] })
  await register(ctx)
  const query = {
    from: new Date(now - 10 * 86_400_000).toISOString(),
    to: new Date(now + 3_600_000).toISOString(),
  }
  const seen = async (rounds: number) => {
    for (let round = 0; round < rounds; round++) await watchRetrievals(ctx)
    const { series } = await getDrift(ctx, { params: { slug: 'docs' }, query })
    return series.reduce((sum, { retrievals }) => sum + retrievals, 0)
  }
  expect(await seen(1)).toBe(2)
  expect(await seen(1)).toBe(3)
  expect(await seen(8)).toBe(4)
  await register(ctx, { retriever: 'other' })
  expect(await seen(10)).toBe(4)
})

test('the last check of each pipeline is found, however many checks of other pipelines followed', async () => {
  const ctx = freshProject(database.db)
  await register(ctx)
  const { id } = await check(ctx, { embeddingModel: 'e3' })
  for (let n = 0; n < 3; n++) await check(ctx, { pipeline: 'another', embeddingModel: 'e3' })
  const { items } = await listChecks(ctx, { query: checkQuery.parse({ only: 'last', limit: '1' }) })
  expect(items).toMatchObject([{ id, pipeline: 'docs' }])
})
