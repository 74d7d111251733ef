import { declareDomains } from '#lib/domain/server-list.ts'
import { openDatabase } from '#lib/platform/db/client.ts'
import { testContext, testKey } from '#lib/platform/testing/database.ts'
import { evaluateAlerts } from './evaluate-alerts.ts'

// Only if it runs as a process of its own: then argv has the database.
const url = process.argv[2]
if (!url || !process.send) throw new Error('forked with the address of a database')
declareDomains()
const db = openDatabase(url, { max: 8 })

process.on('message', async ({ projectId, now }: { projectId: string; now: string }) => {
  const clock = { now: async () => new Date(now) }
  const ctx = { ...testContext(db, testKey, clock), projectId }
  await Promise.all([evaluateAlerts(ctx), evaluateAlerts(ctx), evaluateAlerts(ctx)])
  process.send?.('done')
})
process.on('disconnect', () => process.exit(0))
process.send('ready')
