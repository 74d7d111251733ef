import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { afterEach, beforeAll, expect, test } from 'vitest'
import type { Context } from '#lib/platform/context.ts'
import { type Database, openDatabase } from '#lib/platform/db/client.ts'
import { prometheus } from '#lib/platform/prometheus.ts'
import { fakeClock } from '#lib/platform/testing/fake-clock.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { workerAlive } from './heartbeat.ts'
import { TickLoop } from './tick-loop.ts'
import type { Tick } from './work.ts'
import { startWorker, type Worker } from './worker.ts'

const database = givenDatabase()
const hour = 3_600
const projects = Array.from({ length: 60 }, (_, n) => `many-${n}`)
const running: Worker[] = []
const pools: Database[] = []
const processes: ChildProcess[] = []

beforeAll(() => database.db.prisma.project.createMany({ data: projects.map(id => ({ id, name: id })) }))
afterEach(async () => {
  for (const process of processes.splice(0)) process.kill('SIGKILL')
  await Promise.all(running.splice(0).map(worker => worker.stop()))
  await Promise.all(pools.splice(0).map(pool => pool.close()))
})

const start = async (...args: Parameters<typeof startWorker>) => {
  const worker = await startWorker(...args)
  running.push(worker)
  return worker
}
const anotherPool = () => {
  const pool = openDatabase(database.url, { max: 6 })
  pools.push(pool)
  return pool
}
const only = (...ids: string[]) => ({ projects: async () => ids })
const never = () => new Promise<void>(() => {})

test('with two workers each of sixty projects is processed once per period', async () => {
  const clock = fakeClock()
  const seen: string[] = []
  const tick = (worker: string): Tick => ({
    name: 'each-hour',
    everySeconds: hour,
    limitSeconds: 30,
    ...only(...projects),
    run: async ({ projectId }) => void seen.push(`${projectId} ${worker}`),
  })
  for (const worker of ['a', 'b']) await start(anotherPool(), { ticks: [tick(worker)], clock })
  const times = () => projects.map(id => seen.filter(one => one.startsWith(`${id} `)).length)
  for (const round of [1, 2, 3]) {
    await expect.poll(times, { timeout: 20_000 }).toEqual(projects.map(() => round))
    clock.advance(hour)
  }
  // The fourth period has begun: that it is done too shows that the third was looked at to its end, without a repeat.
  await expect.poll(times, { timeout: 20_000 }).toEqual(projects.map(() => 4))
  expect(new Set(seen.map(one => one.split(' ')[1]))).toEqual(new Set(['a', 'b']))
})

test('the work of a killed process is taken over after its lease, and not before', async () => {
  const holder = fork(path.join(import.meta.dirname, 'test-holder.ts'), [database.url], { execArgv: [] })
  processes.push(holder)
  const [projectId] = await once(holder, 'message')
  const { leaseUntil } = await claimOf(projectId, 'held')
  holder.kill('SIGKILL')
  await once(holder, 'exit')
  const taken: Date[] = []
  const run = async (ctx: Context) => {
    const [row] = (await ctx.db.pool.query('select clock_timestamp() as now')).rows
    taken.push(row.now)
  }
  await start(database.db, { ticks: [{ name: 'held', everySeconds: hour, limitSeconds: 2, ...only(projectId), run }] })
  await expect.poll(() => taken, { timeout: 15_000 }).toHaveLength(1)
  expect(Number(taken[0])).toBeGreaterThanOrEqual(Number(leaseUntil))
})

test('a project that hangs is given up at the limit; other projects and other ticks go on meanwhile', async () => {
  const aborted: string[] = []
  const done = { sibling: 0, other: 0 }
  const hanging: Tick = {
    name: 'hanging',
    everySeconds: 1,
    limitSeconds: 3,
    ...only('many-0', 'many-1'),
    run: ({ projectId, signal }) => {
      if (projectId === 'many-1') return Promise.resolve(void done.sibling++)
      signal?.addEventListener('abort', () => aborted.push(projectId))
      return never()
    },
  }
  const other: Tick = {
    name: 'other',
    everySeconds: 1,
    limitSeconds: 3,
    ...only('many-0'),
    run: async () => void done.other++,
  }
  await start(database.db, { ticks: [hanging, other] })
  await expect.poll(() => Math.min(done.sibling, done.other), { timeout: 15_000 }).toBeGreaterThanOrEqual(2)
  expect(aborted).toEqual([])
  await expect.poll(() => aborted, { timeout: 15_000 }).toEqual(['many-0'])
  const text = () => prometheus().registry.metrics()
  await expect.poll(text).toContain('holdpoint_tick_failures_total{tick="hanging"} 1')
  expect(await text()).toContain('holdpoint_tick_failures_total{tick="other"} 0')
  expect(await text()).toMatch(/holdpoint_tick_last_run_timestamp_seconds{tick="other"} \d+/)
})

test('a run that failed is tried again in the next period, and the worker lives', async () => {
  const clock = fakeClock()
  let runs = 0
  const loop = new TickLoop(
    database.db,
    {
      name: 'failing',
      everySeconds: hour,
      limitSeconds: 5,
      ...only('many-0'),
      run: async () => {
        runs++
        if (runs === 1) throw new Error('the first time fails')
      },
    },
    clock,
  )
  const round = async () => {
    await loop.look()
    await loop.idle()
  }
  await round()
  await round()
  expect([runs, loop.figures.failures]).toEqual([1, 1])
  clock.advance(hour)
  await round()
  await round()
  expect([runs, loop.figures.failures]).toEqual([2, 1])
  expect(workerAlive()).toBe(true)
  expect(workerAlive(performance.now() + 61_000)).toBe(false)
})

test('shows how long the most delayed project has been due', async () => {
  const clock = fakeClock()
  const tick = { name: 'late', everySeconds: hour, limitSeconds: 5, ...only('many-0'), run: async () => {} }
  const loop = new TickLoop(database.db, tick, clock)
  await loop.look()
  await loop.idle()
  const { nextAt } = await claimOf('many-0', 'late')
  clock.set(new Date(Number(nextAt) + 90_000))
  await loop.look()
  expect(loop.figures.overdue()).toBeCloseTo(90, 0)
  await loop.idle()
  await loop.look()
  expect(loop.figures.overdue()).toBeLessThan(1)
  // A loop that does not come round is overdue too, whatever it saw last.
  expect(loop.figures.overdue(performance.now() + 31_000)).toBeGreaterThan(29)
})

const claimOf = (projectId: string, name: string) =>
  database.db.prisma.tickClaim.findUniqueOrThrow({ where: { projectId_name: { projectId, name } } })
