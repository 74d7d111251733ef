import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { catalog } from '#lib/platform/testing/catalog.ts'
import { createTestDatabase, type TestDatabase } from '#lib/platform/testing/database.ts'
import {
  asDatabase,
  asMigrations,
  asSchema,
  compareDrift,
  drift,
  everything,
  loadSchema,
  migrationList,
} from './drift.ts'
import { type Engine, openEngine } from './engine.ts'
import { loadMigrations, migrate } from './run.ts'

let ours: TestDatabase
let theirs: TestDatabase
let engine: Engine
beforeAll(async () => {
  ours = await createTestDatabase()
  theirs = await createTestDatabase({ empty: true })
  engine = await openEngine(ours.url)
})
afterAll(async () => {
  await engine.close()
  await ours.drop()
  await theirs.drop()
})

const agreed = { unexpected: [], stale: [] }

// Every test brings up a schema, or compares two: minutes on a machine that is busy.
const whole = { timeout: 240_000 }

describe('schema, migrations and database agree', whole, () => {
  test('the schema is what the migrations make in a shadow database', async () => {
    expect(compareDrift(await drift(engine, asMigrations(), asSchema()))).toEqual(agreed)
  })

  test('the database that our runner migrated is what the migrations make', async () => {
    expect(await drift(engine, asDatabase(), asMigrations())).toEqual([])
  })

  test('the database is what the schema says', async () => {
    expect(compareDrift(await drift(engine, asDatabase(), asSchema()))).toEqual(agreed)
  })

  test('an extra column in the schema is found, against the migrations and against the database', async () => {
    const files = loadSchema().map(file => ({
      ...file,
      content: file.content.replace('model AuditHead {', 'model AuditHead {\n  extra Int?'),
    }))
    const expected = ['ALTER TABLE "audit_head" ADD COLUMN "extra" INTEGER']
    expect(await drift(engine, asMigrations(), asSchema(files))).toEqual(expected)
    expect(await drift(engine, asDatabase(), asSchema(files))).toEqual(expected)
  })

  test('an extra column in the database is found', async () => {
    await ours.db.pool.query('alter table audit_head add column extra int')
    expect(await drift(engine, asDatabase(), asMigrations())).toEqual([
      'ALTER TABLE "public"."audit_head" DROP COLUMN "extra"',
    ])
    await ours.db.pool.query('alter table audit_head drop column extra')
    // PostgreSQL never reuses the number of a dropped column; the catalog below reads names in order.
    expect(await drift(engine, asDatabase(), asMigrations())).toEqual([])
  })

  test('an exception for a difference that no longer exists fails, and one for an existing difference passes', () => {
    const entry = { statement: 'ALTER TABLE "x" DROP COLUMN "y"', reason: 'generated' }
    expect(compareDrift([entry.statement], [entry])).toEqual(agreed)
    expect(compareDrift([], [entry])).toEqual({ unexpected: [], stale: [entry] })
    expect(compareDrift(['DROP INDEX "z"'], [])).toEqual({ unexpected: ['DROP INDEX "z"'], stale: [] })
  })

  test('shadow databases are gone afterwards', async () => {
    await drift(engine, asMigrations(), asSchema())
    const { rows } = await ours.db.pool.query("select datname from pg_database where datname like '%shadow%'")
    expect(rows).toEqual([])
  })
})

describe('our runner does what prisma migrate deploy does', whole, () => {
  const history = `select migration_name, checksum, applied_steps_count, logs, rolled_back_at,
    finished_at is not null as finished, finished_at >= started_at as ordered, length(id) as id
    from _prisma_migrations order by started_at, migration_name`

  beforeAll(async () => {
    const other = await openEngine(theirs.url)
    const { appliedMigrationNames } = await other.engine.applyMigrations({
      migrationsList: migrationList(),
      filters: everything,
    })
    expect(appliedMigrationNames).toEqual(loadMigrations().map(({ name }) => name))
    await other.close()
  })

  test('the same history', async () => {
    const [mine, prismas] = await Promise.all([ours, theirs].map(({ db }) => db.pool.query(history)))
    expect(mine?.rows).toEqual(prismas?.rows)
    expect(mine?.rows).toHaveLength(loadMigrations().length)
  })

  test('the same catalog, the history table itself included', async () => {
    const [mine, prismas] = await Promise.all([ours, theirs].map(({ db }) => catalog(db.pool)))
    expect(mine).toEqual(prismas)
    expect(mine?.length).toBeGreaterThan(300)
    await theirs.db.pool.query('create table one_more (id int)')
    expect(await catalog(theirs.db.pool)).not.toEqual(mine)
    await theirs.db.pool.query('drop table one_more')
  })

  test('each takes the other’s database as finished', async () => {
    expect(await migrate(theirs.url)).toEqual({ applied: [] })
    const input = { migrationsList: migrationList(), filters: everything }
    expect(await engine.engine.applyMigrations(input)).toEqual({ appliedMigrationNames: [] })
    const diagnosis = { ...input, optInToShadowDatabase: true }
    expect(await engine.engine.diagnoseMigrationHistory(diagnosis)).toEqual({
      editedMigrationNames: [],
      failedMigrationNames: [],
      hasMigrationsTable: true,
      history: null,
    })
  }, 120_000)

  test('functions with semicolons in their body go through the engine whole', async () => {
    const sql = 'create function two() returns int as $$ begin perform 1; return 2; end; $$ language plpgsql;'
    const more = { name: '29990101000001_function', sql, checksum: '' }
    const other = await openEngine(theirs.url)
    const migrationsList = migrationList([...loadMigrations(), more])
    await other.engine.applyMigrations({ migrationsList, filters: everything })
    await other.close()
    expect((await theirs.db.pool.query('select two()')).rows).toEqual([{ two: 2 }])
  })
})
