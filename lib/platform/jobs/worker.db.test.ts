import { PgBoss } from 'pg-boss'
import { afterEach, expect, test } from 'vitest'
import { catalog } from '#lib/platform/testing/catalog.ts'
import { createTestDatabase, type TestDatabase } from '#lib/platform/testing/database.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { startWorker, type Worker } from './worker.ts'

const database = givenDatabase()
const running: Worker[] = []
afterEach(() => Promise.all(running.splice(0).map(worker => worker.stop())))

const never = '0 0 1 1 *'
const start = async (...args: Parameters<typeof startWorker>) => {
  const worker = await startWorker(...args)
  running.push(worker)
  return worker
}
const sender = () =>
  new PgBoss({
    db: { executeSql: (text, values) => database.db.pool.query(text, values as unknown[]) },
    migrate: false,
  })

test('our migration makes what the installed pg-boss would make for itself', async () => {
  const theirs = await createTestDatabase({ empty: true })
  const boss = new PgBoss({ connectionString: theirs.url, supervise: false, schedule: false })
  await boss.start()
  const made = await catalog(theirs.db.pool, 'pgboss')
  await boss.stop({ graceful: false })
  expect(made.length).toBeGreaterThan(50)
  expect(await catalog(database.db.pool, 'pgboss')).toEqual(made)
  const version = async (one: Pick<TestDatabase, 'db'>) =>
    (await one.db.pool.query('select version from pgboss.version')).rows
  expect(await version(database)).toEqual(await version(theirs))
  await theirs.drop()
})

test('two processes, one job: it runs once, and again when it failed', async () => {
  const runs: number[] = []
  const job = (n: number) => ({
    name: 'once',
    cron: never,
    run: async () => {
      runs.push(n)
      if (runs.length === 1) throw new Error('the first time fails')
    },
  })
  for (const n of [1, 2]) await start(database.db, { jobs: [job(n)] })
  const id = await sender().send('once')
  const state = async () =>
    (await database.db.pool.query('select state::text from pgboss.job where id = $1', [id])).rows[0]?.state
  await expect.poll(state, { timeout: 20_000 }).toBe('completed')
  expect(runs).toHaveLength(2)
})
