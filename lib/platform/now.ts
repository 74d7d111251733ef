import { type Clock, databaseClock } from './context.ts'
import { type Database, poolSql } from './db/client.ts'

/** The time that decides, outside a transaction. Within one it is asked for on its connection: `ctx.clock.now(tx)`. */
export const now = ({ db, clock = databaseClock }: { db: Database; clock?: Clock }): Promise<Date> =>
  clock.now(poolSql(db))
