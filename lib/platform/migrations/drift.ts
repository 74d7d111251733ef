import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { DiffTarget, MigrationList, SchemaFilter } from '@prisma/schema-engine-wasm'
import type { Engine } from './engine.ts'
import { loadMigrations, type Migration, migrationsDir } from './run.ts'

const schemaDir = path.resolve(migrationsDir, '../schema')

/** One file of the Prisma schema, as the engine takes it. */
interface SchemaFile {
  path: string
  content: string
}

export function loadSchema(dir: string = schemaDir): SchemaFile[] {
  return readdirSync(dir)
    .filter(name => name.endsWith('.prisma'))
    .sort()
    .map(name => ({ path: path.join(dir, name), content: readFileSync(path.join(dir, name), 'utf8') }))
}

export const everything: SchemaFilter = { externalTables: [], externalEnums: [] }

/** The migrations in the engine's words. */
export function migrationList(migrations: readonly Migration[] = loadMigrations()): MigrationList {
  const lockfile = 'migration_lock.toml'
  return {
    baseDir: migrationsDir,
    lockfile: { path: lockfile, content: readFileSync(path.join(migrationsDir, lockfile), 'utf8') },
    shadowDbInitScript: '',
    migrationDirectories: migrations.map(({ name, sql }) => ({
      path: name,
      migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: sql } },
    })),
  }
}

/** The three that have to agree: what Prisma's client believes, what the scripts make, what a database has. */
export const asSchema = (files: SchemaFile[] = loadSchema()): DiffTarget => ({ tag: 'schemaDatamodel', files })
export const asMigrations = (list: MigrationList = migrationList()): DiffTarget => ({ tag: 'migrations', ...list })
/** The database the engine was opened on. */
export const asDatabase = (files: SchemaFile[] = loadSchema()): DiffTarget => ({
  tag: 'schemaDatasource',
  files,
  configDir: path.resolve(schemaDir, '../..'),
})

/** The statements that would turn one into the other, each on one line; none when they agree. */
export async function drift({ engine }: Engine, from: DiffTarget, to: DiffTarget): Promise<string[]> {
  const { stdout } = await engine.diff({ from, to, script: true, exitCode: null, filters: everything })
  return (stdout ?? '')
    .replace(/^--.*$/gm, '')
    .split(/;\s*$/m)
    .map(statement => statement.replace(/\s+/g, ' ').trim())
    .filter(statement => statement !== '')
}

/** A difference that Prisma's schema language cannot express, and why it is right that it stays. */
interface Allowed {
  statement: string
  reason: string
}

/** None so far: the engine does not see partitions, checks, partial indexes and expression indexes. */
const allowedDrift: readonly Allowed[] = []

/** What differs without leave, and what has leave without differing any more. */
export function compareDrift(found: readonly string[], allowed: readonly Allowed[] = allowedDrift) {
  return {
    unexpected: found.filter(statement => !allowed.some(entry => entry.statement === statement)),
    stale: allowed.filter(entry => !found.includes(entry.statement)),
  }
}
