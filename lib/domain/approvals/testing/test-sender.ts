import { sendDue } from '#lib/domain/channels/index.ts'
import { declareDomains } from '#lib/domain/server-list.ts'
import { databaseClock } from '#lib/platform/context.ts'
import { openDatabase } from '#lib/platform/db/client.ts'
import { testContext, testKey } from '#lib/platform/testing/database.ts'

// Only as a process of its own, which a test kills: argv has the database, each message the project whose callbacks are sent.
const [url] = process.argv.slice(2)
if (!url || !process.send) throw new Error('forked with the address of a database')
declareDomains()
const db = openDatabase(url, { max: 2 })

process.on('message', async (projectId: string) => {
  await sendDue({ ...testContext(db, testKey, databaseClock), projectId })
  process.send?.('sent')
})
process.on('disconnect', () => process.exit(0))
process.send('ready')
