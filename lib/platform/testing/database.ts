import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { type Actor, type Clock, type Context, databaseClock } from '#lib/platform/context.ts'
import { adoptDatabase, type Database, openDatabase } from '#lib/platform/db/client.ts'

export interface TestDatabase {
  url: string
  db: Database
  drop(): Promise<void>
}

async function asOwner(text: string): Promise<void> {
  const client = new pg.Client({ connectionString: server() })
  await client.connect()
  await client.query(text).finally(() => client.end())
}

function server(): string {
  const url = process.env.HOLDPOINT_TEST_POSTGRES
  if (!url) throw new Error('no test database: run through vitest')
  return url
}

export interface Options {
  /** Makes it the database of this process. */
  use?: boolean
  /** Without any table, instead of migrated. */
  empty?: boolean
}

/** A database of its own for a suite: a copy of the migrated template. */
export async function createTestDatabase(options: Options = {}): Promise<TestDatabase> {
  const template = options.empty ? 'template0' : 'holdpoint_template'
  const name = `t_${randomBytes(6).toString('hex')}`
  // Copying needs the template idle; two suites copying at once wait for one another.
  for (let attempt = 0; ; attempt++) {
    try {
      await asOwner(`create database ${name} template ${template}`)
      break
    } catch (error) {
      if (attempt > 50 || !/being accessed by other users/.test(String(error))) throw error
    }
  }
  const url = server().replace(/\/postgres$/, `/${name}`)
  const db = openDatabase(url, { max: 20 })
  if (options.use) adoptDatabase(db)
  return {
    url,
    db,
    async drop() {
      await db.close()
      await asOwner(`drop database if exists ${name} with (force)`)
    },
  }
}

export const testOperator: Actor = {
  kind: 'user',
  id: 'usr_operator',
  label: 'operator@example.test',
  role: 'operator',
  sessionId: 'ses_test',
}
export const testKey: Actor = {
  kind: 'key',
  id: 'key_test',
  label: 'test key',
  scopes: ['ingest', 'agent', 'read', 'ci', 'admin'],
  agent: null,
  createdBy: null,
}

export function testContext(db: Database, actor: Actor = testKey, clock: Clock = databaseClock): Context {
  return { projectId: 'default', actor, requestId: 'req_test', address: null, db, clock }
}

let projects = 0
/** In a project that no other test has to do with. */
export const freshProject = (db: Database, actor: Actor = testKey): Context => ({
  ...testContext(db, actor),
  projectId: `p${projects++}`,
})
