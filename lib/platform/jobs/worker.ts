import { setTimeout } from 'node:timers/promises'
import { PgBoss } from 'pg-boss'
import { type Clock, databaseClock } from '#lib/platform/context.ts'
import type { Database } from '#lib/platform/db/client.ts'
import { logger, reasonOf } from '#lib/platform/logger.ts'
import { forgetBeats } from './heartbeat.ts'
import { showTicks } from './tick-figures.ts'
import { TickLoop } from './tick-loop.ts'
import type { Job, Tick } from './work.ts'

export interface Worker {
  stop(): Promise<void>
}

/** How long a tick in work may take to end when the process stops. */
const graceMs = 5_000

/** Starts pg-boss (its tables come from our migrations) and a loop for each tick. */
export async function startWorker(
  db: Database,
  { jobs = [], ticks = [], clock = databaseClock }: { jobs?: readonly Job[]; ticks?: readonly Tick[]; clock?: Clock },
): Promise<Worker> {
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
  const loops = ticks.map(tick => ({ name: tick.name, loop: new TickLoop(db, tick, clock) }))
  showTicks(loops.map(({ name, loop }) => ({ name, figures: loop.figures })))
  for (const { loop } of loops) loop.start()
  return {
    async stop() {
      const grace = new AbortController()
      const late = setTimeout(graceMs, undefined, { signal: grace.signal }).catch(() => {})
      await Promise.race([Promise.all(loops.map(({ loop }) => loop.stop())), late])
      grace.abort()
      forgetBeats()
      await boss.stop({ graceful: true, timeout: graceMs })
    },
  }
}
