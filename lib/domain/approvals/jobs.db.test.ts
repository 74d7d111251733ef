import { afterAll, beforeAll, expect, test } from 'vitest'
import { databaseClock } from '#lib/platform/context.ts'
import type { Tick } from '#lib/platform/jobs/work.ts'
import { startWorker, type Worker } from '#lib/platform/jobs/worker.ts'
import { testContext, testKey } from '#lib/platform/testing/database.ts'
import { work } from './jobs.ts'
import { openScene, type Scene } from './testing/test-support.ts'

const hanging: Tick = { name: 'hanging', everySeconds: 1, limitSeconds: 60, run: () => new Promise(() => {}) }

let scene: Scene
let worker: Worker
beforeAll(async () => {
  scene = await openScene()
  worker = await startWorker(scene.database.db, { ticks: [hanging, ...(work.ticks ?? [])] })
})
afterAll(async () => {
  await worker.stop()
  await scene.database.drop()
})

test('a request expires within two seconds of its time even while another tick hangs', async () => {
  const { pool } = scene.database.db
  const agent = testContext(scene.database.db, testKey, databaseClock)
  const late: number[] = []
  for (let n = 0; n < 3; n++) {
    const { id } = await scene.ask({ arguments: { resource: `node-${n}` } }, agent)
    await pool.query("update approval set expires_at = now() + interval '200 ms' where id = $1", [id])
    const ended = async () =>
      (
        await pool.query(
          `select status, extract(epoch from updated_at - expires_at)::float8 as late from approval where id = $1`,
          [id],
        )
      ).rows[0]
    await expect.poll(async () => (await ended()).status, { timeout: 10_000 }).toBe('expired')
    late.push((await ended()).late)
  }
  expect(Math.max(...late)).toBeLessThan(2)
})
