import { declareDomains } from '#lib/domain/server-list.ts'
import { databaseClock } from '#lib/platform/context.ts'
import { openDatabase } from '#lib/platform/db/client.ts'
import { testContext, testKey } from '#lib/platform/testing/database.ts'
import { problemOf } from '#lib/platform/testing/problem.ts'
import type { AskBody, TellBody } from './schemas.ts'
import { ask, tell } from './test-support.ts'

/** One process of a race: it does all of its work at once. */
export type Order = { ask: Partial<AskBody>[] } | { tell: { id: string; body: Partial<TellBody> }[] }

// Only if it runs as a process of its own: then argv has the database.
const url = process.argv[2]
if (!url || !process.send) throw new Error('forked with the address of a database')
declareDomains()
const db = openDatabase(url, { max: 8 })
const ctx = testContext(db, testKey, databaseClock)

process.on('message', async (order: Order) => {
  const work =
    'ask' in order
      ? order.ask.map(one => ask(ctx, one).then(({ id, decision }) => ({ id, decision })))
      : order.tell.map(({ id, body }) => problemOf(tell(ctx, id, body)))
  process.send?.(await Promise.all(work))
})
process.on('disconnect', () => process.exit(0))
process.send('ready')
