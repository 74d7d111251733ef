import type pg from 'pg'
import type { Database } from './client.ts'
import type { Prisma } from './generated/client.ts'
import type { Sql } from './sql.ts'

/** A transaction of a verb: typed Prisma and raw SQL on the same connection. */
export interface Tx extends Sql {
  prisma: Prisma.TransactionClient
}

/** What reads through Prisma: a transaction, or the database itself. */
export type Reader = Pick<Tx, 'prisma'>

/**
 * Runs `work` in one READ COMMITTED transaction: commits when it resolves, rolls back when it throws.
 * A conditional update that returns no row is how a race is lost; nothing here retries.
 */
export function transaction<T>(db: Database, work: (tx: Tx) => Promise<T>): Promise<T> {
  return db.prisma.$transaction(
    prisma =>
      work({
        prisma,
        query: <R>(text: string, values: readonly unknown[] = []) =>
          prisma.$queryRawUnsafe(text, ...values) as Promise<R[]>,
      }),
    { maxWait: 10_000, timeout: 20_000 },
  )
}

/** Statements whose text is made anew each time are not kept beyond so many. */
const mostPrepared = 100
const names = new Map<string, string>()

function nameOf(text: string): string | undefined {
  const known = names.get(text)
  if (known !== undefined || names.size >= mostPrepared) return known
  const name = `prepared_${names.size}`
  names.set(text, name)
  return name
}

/**
 * The same on a bare pg connection, for hot paths: half the overhead of a Prisma transaction. Statements that are sent
 * without waiting for each other share a round trip and are done in that order. `prepared`: its statements are planned
 * once for a connection. Such a plan may have been made while the tables were empty: it suits statements that leave the
 * planner no choice.
 */
export async function sqlTransaction<T>(
  pool: pg.Pool,
  work: (client: pg.PoolClient, sql: Sql) => Promise<T>,
  { prepared = false }: { prepared?: boolean } = {},
): Promise<T> {
  const client = await pool.connect()
  let broken: Error | undefined
  let over = false
  try {
    // Goes out with the first statement. Where it fails the connection is gone, and so does that one.
    const begun = client.query('begin')
    begun.catch(() => {})
    const result = await work(client, {
      query: async (text, values = []) => {
        // One of several that went out together has failed: what another one would go on with must not stand alone.
        if (over) throw new Error('the transaction is over')
        const name = prepared ? nameOf(text) : undefined
        return (await client.query({ text, values: [...values], ...(name ? { name } : {}) })).rows
      },
    })
    over = true
    await begun
    await client.query('commit')
    return result
  } catch (error) {
    over = true
    await client.query('rollback').catch(failure => {
      broken = failure instanceof Error ? failure : new Error('rollback failed')
    })
    throw error
  } finally {
    client.release(broken)
  }
}
