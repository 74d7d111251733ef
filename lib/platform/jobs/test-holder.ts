import { openDatabase } from '#lib/platform/db/client.ts'
import { startWorker } from './worker.ts'

// Only as a process of its own, to be killed: it takes the claim of each project, says so, and never ends.
const url = process.argv[2]
if (!url || !process.send) throw new Error('forked with the address of a database')
const tick = {
  name: 'held',
  everySeconds: 3_600,
  limitSeconds: 2,
  run: ({ projectId }: { projectId: string }) => {
    process.send?.(projectId)
    return new Promise<void>(() => {})
  },
}
await startWorker(openDatabase(url, { max: 4 }), { ticks: [tick] })
