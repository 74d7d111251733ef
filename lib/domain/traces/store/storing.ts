import type { PoolClient } from 'pg'
import type { Context } from '#lib/platform/context.ts'
import type { Sql } from '#lib/platform/db/sql.ts'
import { sqlTransaction } from '#lib/platform/db/transaction.ts'
import { once } from '#lib/platform/registry.ts'
import { Places } from '#lib/shared/places.ts'

/**
 * Transactions of a process that store what was received. Node's one thread makes their parameters, so that more at once
 * would not be faster; but they would take all connections, and permits would wait behind them for seconds.
 */
const atOnce = 4

/** A transaction that stores what was received, when its turn comes. None of them waits for another inside. */
export const storing = <T>({ db }: Context, work: (client: PoolClient, sql: Sql) => Promise<T>): Promise<T> =>
  once('traces.storing', () => new Places(atOnce)).run(() => sqlTransaction(db.pool, work))
