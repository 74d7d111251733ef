import pg from 'pg'
import { expect, test } from 'vitest'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { loadMigrations, migrate, requireMigrated } from './run.ts'

const database = givenDatabase()

test('history rows are what prisma migrate deploy writes', async () => {
  const { rows } = await database.db.pool.query('select * from _prisma_migrations order by migration_name')
  expect(rows.map(row => [row.migration_name, row.checksum])).toEqual(loadMigrations().map(m => [m.name, m.checksum]))
  for (const row of rows) {
    expect(row.id).toMatch(/^[0-9a-f-]{36}$/)
    expect(row).toMatchObject({ applied_steps_count: 1, logs: null, rolled_back_at: null })
    expect(row.finished_at.getTime()).toBeGreaterThanOrEqual(row.started_at.getTime())
  }
})

test('a second run applies nothing', async () => {
  expect(await migrate(database.url)).toEqual({ applied: [] })
})

test('a database newer than the code is an error', async () => {
  await expect(migrate(database.url, loadMigrations().slice(0, -1))).rejects.toThrow(/newer than this code/)
})

test('a command may work on a database with exactly our migrations; one that is older, newer, empty or away is named with what to do', async () => {
  await expect(requireMigrated(database.url)).resolves.toBeUndefined()
  const later = { name: '29990101000002_later', checksum: 'c'.repeat(64), sql: '' }
  await expect(requireMigrated(database.url, [...loadMigrations(), later])).rejects.toThrow(
    /is older than this code: 1 of its migrations are missing. Run npm run migrate/,
  )
  await expect(requireMigrated(database.url, loadMigrations().slice(0, -1))).rejects.toThrow(/newer than this code/)
  await expect(requireMigrated(database.url.replace(/[^/]+$/, 'template1'))).rejects.toThrow(/is older than this code/)
  await expect(requireMigrated('postgresql://mira:secret@127.0.0.1:1/db')).rejects.toThrow(
    /The database db at 127.0.0.1:1 cannot be reached/,
  )
})

test('an edited migration is an error', async () => {
  const edited = loadMigrations().map((m, i) => (i === 0 ? { ...m, checksum: 'f'.repeat(64) } : m))
  await expect(migrate(database.url, edited)).rejects.toThrow(/changed after it was applied/)
})

test('a failing migration leaves nothing, and functions with semicolons in their body are whole', async () => {
  const bad = {
    name: '29990101000000_bad',
    checksum: 'a'.repeat(64),
    sql: 'create table half_done (id int); select nonsense;',
  }
  await expect(migrate(database.url, [...loadMigrations(), bad])).rejects.toThrow(/was undone/)
  const body =
    'create function two() returns int as $$ begin perform 1; return 2; end; $$ language plpgsql; create table whole (id int);'
  const good = { name: '29990101000001_good', checksum: 'b'.repeat(64), sql: body }
  const both = await Promise.all([1, 2].map(() => migrate(database.url, [...loadMigrations(), good])))
  expect(both.flatMap(result => result.applied)).toEqual([good.name])
  const { rows } = await database.db.pool.query(
    "select two(), to_regclass('half_done') as half, to_regclass('whole')::text as whole",
  )
  expect(rows[0]).toEqual({ two: 2, half: null, whole: 'whole' })
})

test('an unreachable database is one sentence without the password', async () => {
  const failure = await migrate('postgresql://someone:hunter22@127.0.0.1:9/none').catch((error: Error) => error.message)
  expect(failure).toMatch(/none at 127.0.0.1:9 cannot be reached/)
  expect(failure).not.toContain('hunter22')
  expect(pg).toBeDefined()
})
