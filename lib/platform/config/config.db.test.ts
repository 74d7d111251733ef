import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { Context } from '#lib/platform/context.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import { freshProject, testOperator } from '#lib/platform/testing/database.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { configContracts, optional } from '#lib/shared/config/contracts.ts'
import type { Change } from '#lib/shared/topics.ts'
import { readConfig } from './rows.ts'
import { configVerbs } from './verbs.ts'

const database = givenDatabase()
const kind = configContracts({
  name: 'agent',
  plural: 'agents',
  fields: { owner: optional(z.string().max(10)), limit: z.int().default(3), tags: z.array(z.string()).default([]) },
  read: 'project.read',
  write: 'agents.manage',
  example: {},
})
const announce = (what: 'configured' | 'archived', slug: string, revision: number): Change => ({
  topic: 'agents',
  type: `agent.${what}`,
  ids: [slug],
  revision,
})
const verbs = configVerbs(kind, { announce })

const body = (value: unknown) => kind.put.body?.parse(value) as z.output<NonNullable<typeof kind.put.body>>
const put = (ctx: Context, slug: string, value: unknown) => verbs.put(ctx, { params: { slug }, body: body(value) })
const archive = (ctx: Context, slug: string, expectedRevision?: number) =>
  verbs.archive(ctx, { params: { slug }, query: { expectedRevision } })
const audited = async ({ projectId }: Context) =>
  (
    await poolSql(database.db).query<{ body: string }>(
      "select body from audit_event where project_id = $1 and outcome = 'ok' order by seq",
      [projectId],
    )
  ).map(row => JSON.parse(row.body))
const events = ({ projectId }: Context) =>
  poolSql(database.db).query('select type, ids, revision from outbox_event where project_id = $1 order by seq', [
    projectId,
  ])

describe('put', () => {
  test('creates with the defaults, replaces the whole, and counts the revision up', async () => {
    const ctx = freshProject(database.db)
    expect(await put(ctx, 'a', { owner: 'ada', tags: ['x'] })).toMatchObject({ slug: 'a', limit: 3, revision: 1 })
    expect(await put(ctx, 'a', { limit: 5 })).toMatchObject({ owner: null, limit: 5, tags: [], revision: 2 })
    const rows = await audited(ctx)
    expect(rows.map(row => [row.action, row.before, row.after])).toEqual([
      ['agent.configured', null, { owner: 'ada', limit: 3, tags: ['x'] }],
      ['agent.configured', { owner: 'ada', limit: 3, tags: ['x'] }, { owner: null, limit: 5, tags: [] }],
    ])
    await put(ctx, 'a', { limit: 5, owner: 'bo' })
    expect((await audited(ctx)).at(-1)).toMatchObject({ before: { owner: null }, after: { owner: 'bo' } })
    expect(Object.keys((await audited(ctx)).at(-1)?.after)).toEqual(['owner'])
    expect(await events(ctx)).toEqual([1, 2, 3].map(revision => ({ type: 'agent.configured', ids: ['a'], revision })))
  })

  test('the same again changes nothing and leaves no trace', async () => {
    const ctx = freshProject(database.db)
    const first = await put(ctx, 'a', { owner: 'ada' })
    expect(await put(ctx, 'a', { owner: 'ada' })).toEqual(first)
    expect([await audited(ctx), await events(ctx)].map(rows => rows.length)).toEqual([1, 1])
  })

  test('only revision 1 is reported as new', async () => {
    const ctx = freshProject(database.db)
    expect(kind.put.created?.(kind.record.parse(await put(ctx, 'a', {})))).toBe(true)
    expect(kind.put.created?.(kind.record.parse(await put(ctx, 'a', { limit: 9 })))).toBe(false)
  })

  test('a revision that is not the present one is a conflict', async () => {
    const ctx = freshProject(database.db)
    await put(ctx, 'a', {})
    await put(ctx, 'a', { limit: 4, expectedRevision: 1 })
    const stale = { fields: { status: 409, type: 'stale-revision', extra: { revision: 2 } } }
    await expect(put(ctx, 'a', { limit: 5, expectedRevision: 1 })).rejects.toMatchObject(stale)
    await expect(put(ctx, 'a', { limit: 5, expectedRevision: 0 })).rejects.toMatchObject(stale)
    await expect(put(ctx, 'new', { expectedRevision: 1 })).rejects.toMatchObject({ fields: { extra: { revision: 0 } } })
    expect(await put(ctx, 'new', { expectedRevision: 0 })).toMatchObject({ revision: 1 })
  })

  test('unknown fields and wrong ones are invalid, and their path is named', () => {
    const issues = (value: unknown) => kind.put.body?.safeParse(value).error?.issues.map(issue => issue.path.join('.'))
    expect(kind.put.body?.safeParse({ ownr: 'x' }).error?.issues[0]).toMatchObject({ keys: ['ownr'] })
    expect(issues({ tags: ['x', 1] })).toEqual(['tags.1'])
    expect(issues({ expectedRevision: null })).toEqual(['expectedRevision'])
  })

  test('is for who may manage', async () => {
    const viewer = { ...testOperator, role: 'viewer' as const }
    await expect(put(freshProject(database.db, viewer), 'a', {})).rejects.toMatchObject({ fields: { status: 403 } })
  })
})

describe('races', () => {
  test('of many changes to the same revision one wins', async () => {
    const ctx = freshProject(database.db)
    await put(ctx, 'a', {})
    const tries = Array.from({ length: 12 }, (_, n) => put(ctx, 'a', { limit: n + 10, expectedRevision: 1 }))
    const results = await Promise.allSettled(tries)
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await readConfig(database.db, ctx, kind, 'a')).toMatchObject({ revision: 2 })
    expect(await audited(ctx)).toHaveLength(2)
  })

  test('of many simultaneous creations one creates, and the others replace', async () => {
    const ctx = freshProject(database.db)
    const made = await Promise.all(Array.from({ length: 12 }, (_, n) => put(ctx, 'a', { limit: n })))
    expect(made.map(({ revision }) => revision).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 12 }, (_, n) => n + 1),
    )
    const rows = await audited(ctx)
    expect(rows.filter(row => row.before === null)).toHaveLength(1)
    // Each change begins where the one before it ended.
    for (const [at, row] of rows.entries()) if (at > 0) expect(row.before.limit).toBe(rows[at - 1].after.limit)
  })
})

describe('archived', () => {
  test('it no longer applies, can still be read, and a put brings it back with its revision', async () => {
    const ctx = freshProject(database.db)
    await put(ctx, 'a', { owner: 'ada' })
    await expect(archive(ctx, 'a', 9)).rejects.toMatchObject({ fields: { type: 'stale-revision' } })
    expect(await archive(ctx, 'a', 1)).toMatchObject({ owner: 'ada', revision: 2, archivedAt: expect.any(String) })
    expect(await readConfig(database.db, ctx, kind, 'a')).toBeNull()
    expect(await verbs.get(ctx, { params: { slug: 'a' } })).toMatchObject({ owner: 'ada', revision: 2 })
    await expect(archive(ctx, 'a')).rejects.toMatchObject({ fields: { status: 404 } })
    expect(await put(ctx, 'a', { owner: 'ada' })).toMatchObject({ revision: 3, archivedAt: null })
    expect((await audited(ctx)).map(({ action, before, after }) => [action, before, after]).slice(1)).toEqual([
      ['agent.archived', { archived: false }, { archived: true }],
      ['agent.configured', { archived: true }, { archived: false }],
    ])
  })

  test('what never existed cannot be archived or read', async () => {
    const ctx = freshProject(database.db)
    await expect(archive(ctx, 'a')).rejects.toMatchObject({ fields: { status: 404 } })
    await expect(verbs.get(ctx, { params: { slug: 'a' } })).rejects.toMatchObject({ fields: { status: 404 } })
  })
})

describe('list', () => {
  test('pages by name, without the archived unless they are asked for, and only of its project', async () => {
    const [ctx, other] = [freshProject(database.db), freshProject(database.db)]
    for (const slug of ['c', 'a', 'b', 'd']) await put(ctx, slug, {})
    await put(other, 'e', {})
    await archive(ctx, 'b')
    const list = async (query: object) => {
      const { items, nextCursor } = await verbs.list(ctx, { query: kind.list.query.parse(query) })
      return { slugs: items.map(({ slug }) => slug), nextCursor }
    }
    const first = await list({ limit: 2 })
    expect(first.slugs).toEqual(['a', 'c'])
    expect(await list({ limit: 2, cursor: first.nextCursor })).toEqual({ slugs: ['d'], nextCursor: null })
    expect((await list({ archived: 'true' })).slugs).toEqual(['a', 'b', 'c', 'd'])
  })
})

test('a field that is newer than the row has its default', async () => {
  const ctx = freshProject(database.db)
  await put(ctx, 'a', { owner: 'ada' })
  await poolSql(database.db).query(`update config_object set body = '{"owner": "ada"}' where project_id = $1`, [
    ctx.projectId,
  ])
  expect(await readConfig(database.db, ctx, kind, 'a')).toMatchObject({ owner: 'ada', limit: 3, tags: [] })
})
