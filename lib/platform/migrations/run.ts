import { createHash, randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import { StartError } from '#lib/platform/start-error.ts'

export const migrationsDir = path.resolve(import.meta.dirname, '../../../prisma/migrations')

export interface Migration {
  name: string
  sql: string
  /** SHA-256 of the file, hex: what Prisma records. */
  checksum: string
}

/** The clone's migrations in order. */
export function loadMigrations(dir: string = migrationsDir): Migration[] {
  return readdirSync(dir, { withFileTypes: true })
    .filter(entry => entry.isDirectory())
    .map(entry => entry.name)
    .sort()
    .map(name => {
      const sql = readFileSync(path.join(dir, name, 'migration.sql'), 'utf8')
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
    })
}

/** The table and columns that `prisma migrate deploy` makes and reads. */
const historyTable = `create table if not exists _prisma_migrations (
  id varchar(36) primary key not null, checksum varchar(64) not null, finished_at timestamptz,
  migration_name varchar(255) not null, logs text, rolled_back_at timestamptz,
  started_at timestamptz not null default now(), applied_steps_count integer not null default 0)`

/** Prisma's own migration lock, so that its CLI and several starting processes wait for one another. */
const migrationLock = 72_707_369

/**
 * Applies what is missing, each script whole and in one transaction with its history row (Prisma's adapter splits at
 * semicolons and is not transactional). Throws for a database newer than this code, and a migration edited after it ran.
 */
export async function migrate(url: string, migrations: Migration[] = loadMigrations()): Promise<{ applied: string[] }> {
  const client = await connect(url)
  try {
    await requireVersion(client)
    await client.query('select pg_advisory_lock($1)', [migrationLock])
    await client.query(historyTable)
    const known = await history(client, migrations)
    const applied: string[] = []
    for (const migration of migrations) {
      if (known.has(migration.name)) continue
      await apply(client, migration)
      applied.push(migration.name)
    }
    return { applied }
  } catch (error) {
    if (error instanceof StartError) throw error
    throw new StartError(`The database ${nameOf(url)} cannot be migrated: ${(error as Error).message}.`, {
      cause: error,
    })
  } finally {
    await client.end()
  }
}

/**
 * For a command that works on what a server has stored. Throws a StartError where the database cannot be reached, or
 * does not have all migrations of this code and no others.
 */
export async function requireMigrated(url: string, migrations: Migration[] = loadMigrations()): Promise<void> {
  const client = await connect(url)
  try {
    const { rows } = await client.query("select to_regclass('_prisma_migrations') is not null as there")
    const known = rows[0].there ? await history(client, migrations) : new Set()
    if (known.size < migrations.length) {
      throw new StartError(
        `The database ${nameOf(url)} is older than this code: ${migrations.length - known.size} of its migrations are missing. Run npm run migrate, or start this version of Holdpoint once.`,
      )
    }
  } finally {
    await client.end()
  }
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 10_000,
    application_name: 'holdpoint-migrate',
  })
  client.on('error', () => {})
  try {
    await client.connect()
    return client
  } catch (error) {
    const reason = (error as Error).message || (error as { code?: string }).code
    throw new StartError(`The database ${nameOf(url)} cannot be reached: ${reason}.`, { cause: error })
  }
}

/** Which database a URL means, without its password. */
function nameOf(url: string): string {
  const { hostname, port, pathname } = new URL(url)
  return `${pathname.slice(1)} at ${hostname || 'localhost'}:${port || 5432}`
}

/** Throws a StartError for a server that is older than what the migrations are written for. */
async function requireVersion(client: Pick<pg.Client, 'query'>): Promise<void> {
  const { rows } = await client.query('show server_version_num')
  const version = Number(rows[0]?.server_version_num)
  if (version < 150_000)
    throw new StartError(`PostgreSQL ${Math.floor(version / 10_000)} is too old; Holdpoint needs 15 or newer.`)
}

async function history(client: pg.Client, migrations: readonly Migration[]): Promise<Set<string>> {
  const { rows } = await client.query(
    'select migration_name as name, checksum, finished_at from _prisma_migrations where rolled_back_at is null',
  )
  const ours = new Map(migrations.map(migration => [migration.name, migration]))
  for (const { name, checksum, finished_at } of rows) {
    const migration = ours.get(name)
    if (!migration)
      throw new StartError(
        `The database is newer than this code: it has the migration ${name}, which this version does not know; use a newer version.`,
      )
    if (finished_at === null)
      throw new StartError(
        `The migration ${name} was begun by another tool and not finished; resolve it with prisma migrate resolve.`,
      )
    if (migration.checksum !== checksum)
      throw new StartError(`The migration ${name} was changed after it was applied; restore its file.`)
  }
  return new Set(rows.map(row => row.name))
}

async function apply(client: pg.Client, migration: Migration): Promise<void> {
  try {
    await client.query('begin')
    await client.query(migration.sql)
    await client.query(
      `insert into _prisma_migrations (id, checksum, finished_at, migration_name, started_at, applied_steps_count)
       values ($1, $2, clock_timestamp(), $3, now(), 1)`,
      [randomUUID(), migration.checksum, migration.name],
    )
    await client.query('commit')
  } catch (error) {
    await client.query('rollback').catch(() => {})
    throw new StartError(`The migration ${migration.name} failed and was undone: ${(error as Error).message}.`, {
      cause: error,
    })
  }
}
