import { expect, test } from 'vitest'
import type { Context } from '#lib/platform/context.ts'
import { freshProject } from '#lib/platform/testing/database.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { archiveSuite, listScenarios, listSuiteVersions, putSuite, readSuiteChanges } from '../index.ts'
import { suiteConfig } from '../suites/contract.ts'

const database = givenDatabase()
const slug = 'a'

async function put(ctx: Context, scenarios: object[], fields: object = {}) {
  const body = suiteConfig.put.body?.parse({ level: 'unit', scenarios, ...fields })
  if (body) await putSuite(ctx, { params: { slug }, body })
}
const changes = (ctx: Context, version: number) => readSuiteChanges(ctx, { params: { slug, version } })

test('each version shows what it changed from the one before, also after the suite was deleted and created again', async () => {
  const ctx = freshProject(database.db)
  const [one, two] = [
    { id: 'one', input: 'Is the disk full?' },
    { id: 'two', input: { alert: 'Latency' }, tags: ['slow'] },
  ]
  await put(ctx, [one, two])
  await put(
    ctx,
    [
      { ...two, tags: ['p95'] },
      { id: 'three', input: '3' },
    ],
    { threshold: 0.9 },
  )
  expect(await changes(ctx, 1)).toMatchObject({ before: null, rules: [], counts: { scenarios: 2, added: 2 } })
  expect(await changes(ctx, 2)).toMatchObject({
    before: 1,
    rules: [{ field: 'threshold', before: 0.75, after: 0.9 }],
    counts: { scenarios: 2, added: 1, removed: 1, changed: 1 },
    added: [{ id: 'three' }],
    removed: [one],
    changed: [{ before: { tags: ['slow'] }, after: { tags: ['p95'] } }],
  })
  await archiveSuite(ctx, { params: { slug }, query: { expectedRevision: 2 } })
  await put(ctx, [one], { threshold: 0.9 })
  expect(await changes(ctx, 4)).toMatchObject({ before: 2, counts: { added: 1, removed: 2 } })
  await expect(changes(ctx, 3)).rejects.toMatchObject({ fields: { status: 404 } })
  const { items, nextCursor } = await listSuiteVersions(ctx, { params: { slug }, query: { limit: 2 } })
  expect(items.map(({ version }) => version)).toEqual([4, 2])
  const rest = await listSuiteVersions(ctx, { params: { slug }, query: { limit: 2, cursor: nextCursor ?? '' } })
  expect(rest.items.map(({ version }) => version)).toEqual([1])
})

test('scenarios are found by their text, page by page', async () => {
  const ctx = freshProject(database.db)
  await put(ctx, [
    { id: 'one', input: 'Is the DISK full?' },
    { id: 'two', input: { alert: 'latency' }, tags: ['disk'] },
    { id: 'three', input: '3', expectedFindings: ['log rotation is off'] },
    { id: 'disk-4', input: '4' },
  ])
  const found = async (search: string, limit = 10, cursor?: string) => {
    const answer = await listScenarios(ctx, {
      params: { slug },
      query: { search, limit, ...(cursor ? { cursor } : {}) },
    })
    return { ids: answer.items.map(({ id }) => id), ...answer }
  }
  expect(await found('rotation')).toMatchObject({ ids: ['three'], found: 1, nextCursor: null })
  const first = await found('disk', 2)
  expect(first).toMatchObject({ ids: ['one', 'two'], found: 3 })
  expect(await found('disk', 2, first.nextCursor ?? '')).toMatchObject({ ids: ['disk-4'], nextCursor: null })
})
