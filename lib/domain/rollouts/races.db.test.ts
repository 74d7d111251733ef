import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testContext } from '#lib/platform/testing/database.ts'
import { fakeClock } from '#lib/platform/testing/fake-clock.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { orderAll, startRacer } from '#lib/platform/testing/racers.ts'
import { rounds } from '#lib/platform/testing/soak.ts'
import { givenReleases, start } from './test-support.ts'
import { givenTraffic } from './test-traffic.ts'

const database = givenDatabase()
const file = new URL('./test-racer.ts', import.meta.url)
const begin = Date.parse('2026-01-05T12:00:00Z')
const minute = 60_000
const agents = Array.from({ length: rounds({ short: 2, long: 110 }) }, (_, i) => `agent-${i}`)
const all = [500, 1_000, 2_000, 3_000, 4_000, 5_000, 7_500, 10_000]
const weights = all.slice(-rounds({ short: 4, long: all.length }))
const strategy = {
  phases: weights.map(weightBps => ({ weightBps, seconds: 60, minimumRequests: 1 })),
  gates: { maximumErrorRate: null, qualityMargin: null, costIncrease: null },
}

let racers: ChildProcess[] = []
beforeAll(async () => {
  racers = await Promise.all([startRacer(file, database.url), startRacer(file, database.url)])
})
afterAll(() => {
  for (const racer of racers) racer.disconnect()
})

/** A worker that dies in the middle of its round, each time at another place. */
async function dieAt(now: number, afterMs: number): Promise<void> {
  const racer = await startRacer(file, database.url)
  racer.send({ now })
  await wait(afterMs)
  const gone = once(racer, 'exit')
  racer.kill('SIGKILL')
  await gone
}

test('with two workers, one of them killed, every transition happens once and none is skipped', {
  timeout: 1_200_000,
}, async () => {
  const clock = fakeClock(new Date(begin))
  const ctx = testContext(database.db, undefined, clock)
  for (const agent of agents) {
    await givenReleases(ctx, agent)
    await start(ctx, { agent, strategy })
  }
  let now = begin
  await orderAll(racers, () => ({ now }))
  for (const [turn] of weights.entries()) {
    const at = new Date(now + minute)
    for (const agent of agents) await givenTraffic(ctx, { agent, release: `${agent}-2`, requests: 10, at })
    now += 4 * minute
    await Promise.all([orderAll(racers, () => ({ now })), ...(turn % 3 === 1 ? [dieAt(now, 40 * turn)] : [])])
    await orderAll(racers, () => ({ now }))
  }
  const rows = await database.db.prisma.stateTransition.findMany({
    where: { projectId: ctx.projectId, machine: 'rollout' },
    orderBy: { revision: 'asc' },
  })
  const steps = weights.map((weight, step) => `${weight === 10_000 ? 'baking' : 'running'} ${step}`)
  const whole = ['draft', ...steps, `succeeded ${weights.length - 1}`]
  expect(rows).toHaveLength(agents.length * whole.length)
  for (const id of new Set(rows.map(({ objectId }) => objectId))) {
    const own = rows.filter(({ objectId }) => objectId === id)
    expect(own.map(({ toState }) => toState)).toEqual(whole)
    expect(own.map(({ revision }) => revision)).toEqual(whole.map((_, i) => i + 1))
  }
  const served = await database.db.prisma.allocation.findMany({ where: { projectId: ctx.projectId } })
  expect(served.map(({ agent, baseline, candidate }) => [baseline === `${agent}-2`, candidate])).toEqual(
    agents.map(() => [true, null]),
  )
})
