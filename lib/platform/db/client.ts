import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { once, setOnce } from '../registry.ts'
import { CheckedClient } from './checked-client.ts'
import { PrismaClient } from './generated/client.ts'
import type { Sql } from './sql.ts'

export interface Database {
  url: string
  /** Hot paths: set-based SQL, named statements. */
  pool: pg.Pool
  /** Everything else. Shares the pool. */
  prisma: PrismaClient
  close(): Promise<void>
}

/** Opens the process's database; `max` connections are shared by Prisma and the hot paths, and waited for `connectMs` at most. */
export function openDatabase(url: string, options: { max?: number; connectMs?: number } = {}): Database {
  const pool = new pg.Pool({
    connectionString: url,
    Client: CheckedClient,
    max: options.max ?? 16,
    connectionTimeoutMillis: options.connectMs ?? 5_000,
    idleTimeoutMillis: 30_000,
    statement_timeout: 30_000,
    idle_in_transaction_session_timeout: 30_000,
    application_name: 'holdpoint',
    // What is asked before earlier answers have come goes out at once: a batch costs as many round trips as it has steps
    // that need the one before, not as many as it has statements.
    pipeline: true,
    // Prisma writes and reads times without their zone, as if the session's were UTC.
    onConnect: async client => void (await client.query("set time zone 'UTC'")),
  })
  // A connection that breaks (database restart) must not end the process: the query on it, or the next, reports it.
  // The pool hears of idle ones; one that is taken tells only its own listeners.
  pool.on('error', () => {})
  pool.on('connect', client => void client.on('error', () => {}))
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool, { disposeExternalPool: false }) })
  return {
    url,
    pool,
    prisma,
    async close() {
      await prisma.$disconnect()
      await pool.end()
    },
  }
}

/** Makes this the database every module of the process uses. */
export function adoptDatabase(database: Database): Database {
  setOnce('database', database)
  return database
}

/** The process's database. Opens `DATABASE_URL` unless the server has set another. */
export function database(): Database {
  return once('database', () => {
    const url = process.env.DATABASE_URL
    if (!url) throw new Error('No database: the server sets one, or DATABASE_URL names it.')
    return openDatabase(url)
  })
}

/** Plain SQL on the pool, outside any transaction. */
export function poolSql(db: Database): Sql {
  return { query: async (text, values = []) => (await db.pool.query(text, [...values])).rows }
}
