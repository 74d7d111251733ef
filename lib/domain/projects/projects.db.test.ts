import { expect, test } from 'vitest'
import { verifyChain } from '#lib/platform/audit/verify.ts'
import { systemContext } from '#lib/platform/context.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import { browserOf, clientOf, contextOf } from '#lib/platform/testing/caller.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { problemType } from '#lib/platform/testing/problem.ts'
import { emptyProject, projectsToEmpty } from './empty-projects.ts'
import { createProject, listProjects, removeProject, renameProject } from './index.ts'

const database = givenDatabase({ use: true })
const sql = () => poolSql(database.db)

const opened = (headers: Record<string, string>, project?: string) => contextOf(database.db, headers, project)
const paging = { query: { limit: 50 } }

test('the creator of a project is its administrator, and sees it beside the first one', async () => {
  const { headers } = await browserOf(database.db, 'admin')
  const created = await createProject(await opened(headers), { body: { name: 'Acme Support' } })
  expect(created).toMatchObject({ slug: 'acme-support', role: 'admin', demo: false })
  const { items } = await listProjects(await opened(headers), paging)
  expect(items.map(({ slug }) => slug)).toEqual(['default', 'acme-support'])
  expect((await opened(headers, 'acme-support')).projectId).toBe(created.id)
  expect((await opened(headers, created.id)).projectId).toBe(created.id)
  const again = createProject(await opened(headers), { body: { name: 'acme support' } })
  expect(await problemType(again)).toBe('slug-taken')
  expect(await problemType(createProject(await opened(headers), { body: { name: '日本' } }))).toBe('invalid')
  expect(await verifyChain(sql(), created.id)).toMatchObject({ ok: true, rows: 1 })
})

test('a role counts in its own project', async () => {
  const admin = await browserOf(database.db, 'admin')
  const viewer = await browserOf(database.db, 'viewer')
  const { id } = await createProject(await opened(admin.headers), { body: { name: 'Of two' } })
  expect(await problemType(opened(viewer.headers, 'of-two'))).toBe('not-found')
  await database.db.prisma.membership.create({ data: { projectId: id, userId: viewer.id, role: 'admin' } })
  const inside = await opened({ ...viewer.headers }, id)
  expect(inside.actor).toMatchObject({ role: 'admin' })
  expect(await renameProject(inside, { body: { name: 'Renamed' } })).toMatchObject({ slug: 'of-two', name: 'Renamed' })
  const outside = renameProject(await opened(viewer.headers), { body: { name: 'Taken over' } })
  expect(await problemType(outside)).toBe('forbidden')
})

test('a key is of one project', async () => {
  const key = await clientOf(database.db, ['read'])
  expect((await opened(key.headers)).projectId).toBe('default')
  expect((await opened(key.headers, 'default')).projectId).toBe('default')
  expect(await problemType(opened(key.headers, 'acme-support'))).toBe('not-found')
})

test('nobody can reach a removed project, and later all its rows except the audit log are deleted', async () => {
  const { headers } = await browserOf(database.db, 'admin')
  const { id } = await createProject(await opened(headers), { body: { name: 'Short lived' } })
  const ctx = await opened(headers, id)
  expect(await problemType(removeProject(ctx, { body: { name: 'short lived' } }))).toBe('wrong-name')
  await database.db.pool.query(
    `insert into score (project_id, id, name, data_type, source) select $1, n::text, 'n', 'numeric', 'api' from generate_series(1, 12000) n`,
    [id],
  )
  await database.db.pool.query(
    `insert into score (project_id, id, name, data_type, source) values ('default', 'stays', 'n', 'numeric', 'api')`,
  )
  await removeProject(ctx, { body: { name: 'Short lived' } })
  expect(await problemType(opened(headers, id))).toBe('not-found')
  expect(await problemType(opened(headers, 'short-lived'))).toBe('not-found')
  expect(await projectsToEmpty(sql())).toContain(id)
  const system = systemContext(database.db, id, 'test')
  expect(await emptyProject(system)).toBeGreaterThan(12_000)
  expect(await projectsToEmpty(sql())).toContain(id)
  await database.db.pool.query(`update project set removed_at = removed_at - interval '1 minute' where id = $1`, [id])
  expect(await emptyProject(system)).toBe(0)
  expect(await projectsToEmpty(sql())).not.toContain(id)
  expect(await rowsOf(id)).toEqual(['audit_event', 'audit_head'])
  expect(await verifyChain(sql(), id)).toMatchObject({ ok: true, rows: 2 })
  expect((await sql().query("select 1 from score where id = 'stays'")).length).toBe(1)
  const [told] = await sql().query<{ evidence: unknown }>(
    `select body::jsonb -> 'evidence' as evidence from audit_event
     where project_id = 'default' and action = 'project.removed' order by seq desc limit 1`,
  )
  const [head] = await sql().query<{ hash: string }>('select hash from audit_head where project_id = $1', [id])
  expect(told?.evidence).toEqual({ auditLog: { rows: 2, lastHash: head?.hash, kept: true } })
  expect(await createProject(await opened(headers), { body: { name: 'Short lived' } })).toMatchObject({
    slug: 'short-lived',
  })
})

test('the first project stays', async () => {
  const { headers } = await browserOf(database.db, 'admin')
  expect(await problemType(removeProject(await opened(headers), { body: { name: 'Default' } }))).toBe('first-project')
})

/** Every table that still has a row of the project, by asking each by itself. */
async function rowsOf(id: string): Promise<string[]> {
  const tables = await sql().query<{ name: string }>(
    `select table_name as name from information_schema.columns
     where table_schema = 'public' and column_name = 'project_id' order by 1`,
  )
  expect(tables.length).toBeGreaterThan(20)
  const found: string[] = []
  for (const { name } of tables) {
    const rows = await sql().query(`select 1 from "${name}" where project_id = $1 limit 1`, [id])
    if (rows.length > 0) found.push(name)
  }
  return found
}
