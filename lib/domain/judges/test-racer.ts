import { declareDomains } from '#lib/domain/server-list.ts'
import { openDatabase } from '#lib/platform/db/client.ts'
import { testContext, testKey } from '#lib/platform/testing/database.ts'
import { JudgeDesk } from './judge-desk.ts'
import type { Task } from './task.ts'

/** One of several servers: it works on all tasks at once. */
export interface Order {
  projectId: string
  /** The time of its clock, which stands still. */
  now: string
  tasks: Task[]
}

// Only if it runs as a process of its own: then argv has the database.
const url = process.argv[2]
if (!url || !process.send) throw new Error('forked with the address of a database')
process.env.HOLDPOINT_ALLOWED_NETWORKS = '127.0.0.1'
declareDomains()
const db = openDatabase(url, { max: 8 })

process.on('message', async ({ projectId, now, tasks }: Order) => {
  const clock = { now: async () => new Date(now) }
  const desk = new JudgeDesk({ ...testContext(db, testKey, clock), projectId })
  const settled = await Promise.all(tasks.map(task => desk.judge(task)))
  process.send?.(settled.map(({ task, state, reason }) => ({ task, state, reason })))
})
process.on('disconnect', () => process.exit(0))
process.send('ready')
