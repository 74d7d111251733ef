import { declareDomains } from '#lib/domain/server-list.ts'
import { openDatabase } from '#lib/platform/db/client.ts'
import { testContext, testKey } from '#lib/platform/testing/database.ts'
import { fakeClock } from '#lib/platform/testing/fake-clock.ts'
import { reconcileRollouts } from './reconcile.ts'

/** One round of a worker, at a time that the test gives. */
export interface Order {
  now: number
}

// Only if it runs as a process of its own: then argv has the database.
const url = process.argv[2]
if (!url || !process.send) throw new Error('forked with the address of a database')
declareDomains()
const db = openDatabase(url, { max: 4 })
const clock = fakeClock()
const ctx = testContext(db, testKey, clock)

process.on('message', async ({ now }: Order) => {
  clock.set(new Date(now))
  await reconcileRollouts(ctx)
  process.send?.('done')
})
process.on('disconnect', () => process.exit(0))
process.send('ready')
