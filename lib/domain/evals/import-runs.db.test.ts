import { expect, test } from 'vitest'
import type { Context } from '#lib/platform/context.ts'
import { freshProject } from '#lib/platform/testing/database.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { getSuite, importJson, importJunit, listRuns } from './index.ts'
import { importQuery, runQuery } from './runs/schemas.ts'

const database = givenDatabase()
const query = importQuery.parse({ suite: 'a' })
const json = (ctx: Context, ...results: object[]) => importJson(ctx, { query, body: JSON.stringify({ results }) })
const row = (scenario: string, score: number, more: object = {}) => ({ scenario, criterion: 'c', score, ...more })
const runs = async (ctx: Context) => (await listRuns(ctx, { query: runQuery.parse({ suite: 'a' }) })).items

test.each([
  ['two scores for the same repeat', [row('x', 1), row('y', 0), row('x', 0.5)], 'body.results.2.score'],
  ['a score out of range', [row('x', 1), row('y', 1.5)], 'body.results.1.score'],
  ['text that no table holds', [row('x', 1, { output: 'a\u0000' })], 'body.results.0.output'],
])('%s is invalid and named, and neither suite nor run is stored', async (_, rows, field) => {
  const ctx = freshProject(database.db)
  await expect(json(ctx, ...rows)).rejects.toMatchObject({ fields: { status: 422, field } })
  await expect(getSuite(ctx, { params: { slug: 'a' } })).rejects.toMatchObject({ fields: { status: 404 } })
  expect(await runs(ctx)).toEqual([])
})

test('a suite follows its file: new tests are added, missing ones removed, and an invalid file changes nothing', async () => {
  const ctx = freshProject(database.db)
  await json(ctx, row('x', 1), row('y', 1))
  await json(ctx, row('y', 1), row('z', 1))
  const scenarios = async () => (await getSuite(ctx, { params: { slug: 'a' } })).scenarios.map(({ id }) => id)
  expect(await scenarios()).toEqual(['y', 'z'])
  await expect(json(ctx, row('new', 1), row('new', 0))).rejects.toMatchObject({ fields: { status: 422 } })
  expect(await scenarios()).toEqual(['y', 'z'])
  expect(await runs(ctx)).toHaveLength(2)
})

test('a test with an infinite time has no duration, and the verdict is still answered', async () => {
  const ctx = freshProject(database.db)
  const body = '<testsuite><testcase name="a" time="1e300"/><testcase name="b" time="2"/></testsuite>'
  expect(await importJunit(ctx, { query, body })).toMatchObject({ verdict: 'pass', latency: { meanMs: 2_000 } })
})
