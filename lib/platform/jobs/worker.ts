import { PgBoss } from 'pg-boss'
import type { Database } from '#lib/platform/db/client.ts'
import { logger, reasonOf } from '#lib/platform/logger.ts'
import { beat } from './heartbeat.ts'

/** Work that some process of the installation does on a schedule, once. */
export interface Job {
  name: string
  /** Cron expression, UTC. */
  cron: string
  run(db: Database): Promise<void>
}

/** Work that every worker does each second: must be idempotent, decided by conditional updates. */
export type Tick = (db: Database) => Promise<void>

export interface Worker {
  stop(): Promise<void>
}

const tickMs = 1_000

/** Starts pg-boss (its tables come from our migrations) and the ticks. */
export async function startWorker(db: Database, jobs: readonly Job[], ticks: readonly Tick[]): Promise<Worker> {
  const boss = new PgBoss({
    db: { executeSql: (text, values) => db.pool.query(text, values as unknown[]) },
    migrate: false,
  })
  boss.on('error', error => logger().warn({ reason: reasonOf(error) }, 'job queue'))
  await boss.start()
  for (const job of jobs) {
    await boss.createQueue(job.name, { retryLimit: 3, expireInSeconds: 600 })
    await boss.work(job.name, () => job.run(db))
    await boss.schedule(job.name, job.cron)
  }
  const stopTicks = startTicks(db, ticks)
  return {
    async stop() {
      await stopTicks()
      await boss.stop({ graceful: true, timeout: 5_000 })
    },
  }
}

function startTicks(db: Database, ticks: readonly Tick[]): () => Promise<void> {
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  let running = Promise.resolve()
  const tick = async () => {
    for (const work of ticks) {
      await work(db).catch(error => {
        if (!stopped) logger().warn({ reason: reasonOf(error) }, 'tick failed')
      })
    }
    beat()
    if (!stopped) timer = setTimeout(go, tickMs)
  }
  const go = () => {
    running = tick()
  }
  go()
  return async () => {
    stopped = true
    clearTimeout(timer)
    await running
  }
}
