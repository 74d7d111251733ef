import { type Actor, type Clock, type Context, databaseClock } from '#lib/platform/context.ts'
import { adoptDatabase, type Database, openDatabase } from '#lib/platform/db/client.ts'
import { cloneDatabase, template } from './clone.ts'

export interface TestDatabase {
  url: string
  db: Database
  drop(): Promise<void>
}

export interface Options {
  /** Makes it the database of this process. */
  use?: boolean
  /** Without any table, instead of migrated. */
  empty?: boolean
}

/** A database of its own for a suite: a copy of the migrated template. */
export async function createTestDatabase(options: Options = {}): Promise<TestDatabase> {
  const { url, drop } = await cloneDatabase(options.empty ? 'template0' : template)
  // A crowd of callers waits for its turn, however busy the machine is.
  const db = openDatabase(url, { max: 20, connectMs: 30_000 })
  if (options.use) adoptDatabase(db)
  return {
    url,
    db,
    async drop() {
      await db.close()
      await drop()
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
