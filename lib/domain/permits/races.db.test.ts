import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { forceOpen, probeBreaker } from '#lib/domain/breakers/index.ts'
import type { RunUse } from '#lib/domain/budgets/index.ts'
import { putChannel } from '#lib/domain/channels/index.ts'
import { putOnCall } from '#lib/domain/on-call/index.ts'
import { onCallFields } from '#lib/domain/on-call/schemas.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import { readStates, reviveAmounts } from '#lib/platform/state-machine/control-state.ts'
import { testContext } from '#lib/platform/testing/database.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { problemOf } from '#lib/platform/testing/problem.ts'
import { order, orderAll, startRacer } from '#lib/platform/testing/racers.ts'
import { rounds } from '#lib/platform/testing/soak.ts'
import { runKey } from './ask.ts'
import { sweepPermits } from './index.ts'

const database = givenDatabase()
const long = { timeout: 600_000 }
const file = new URL('./test-racer.ts', import.meta.url)
interface Asked {
  id: string
  decision: string
}
let racers: ChildProcess[]
beforeAll(async () => {
  const ctx = testContext(database.db)
  const pager = { kind: 'email' as const, url: null, secret: null, to: ['ada@example.com'], enabled: true }
  await putChannel(ctx, { params: { slug: 'pager' }, body: pager })
  const body = z.object(onCallFields).parse({ steps: [{ channels: ['pager'] }] })
  await putOnCall(ctx, { params: { slug: 'everything' }, body })
  racers = await Promise.all([startRacer(file, database.url), startRacer(file, database.url)])
})
afterAll(() => {
  for (const racer of racers) racer.kill()
})
const tool = (runId: string, agent = 'runner') => ({ step: 'tool', tool: 'fetch', runId, agent })
const storedRun = async (runId: string): Promise<RunUse | undefined> => {
  const key = runKey('runner', runId, null)
  const found = await readStates<RunUse>(poolSql(database.db), 'default', 'run', [key])
  return reviveAmounts(found.get(key))
}

test('of 64 simultaneous questions in two processes, a limit of 20 tool calls allows exactly 20', long, async () => {
  for (let round = 0; round < rounds({ short: 2, long: 100 }); round++) {
    const runId = `crowd-${round}`
    const answers = await orderAll<Asked[]>(racers, () => ({ ask: Array(32).fill(tool(runId)) }))
    const decisions = answers.flat().map(({ decision }) => decision)
    expect(decisions.filter(one => one === 'allow')).toHaveLength(20)
    expect(decisions.filter(one => one === 'deny')).toHaveLength(44)
    expect((await storedRun(runId))?.reserved.toolCalls).toBe(20)
  }
})

test(
  '64 simultaneous reports of failures in two processes open the breaker once, with one audit entry, one event, one incident and one delivery to on-call',
  long,
  async () => {
    for (let round = 0; round < rounds({ short: 2, long: 50 }); round++) {
      const agent = `failing-${round}`
      const asks = Array.from({ length: 64 }, (_, n) => tool(`${agent}-${n}`, agent))
      const asked = await order<Asked[]>(racers[0]!, { ask: asks })
      const reports = asked.map(({ id }) => ({ id, body: { status: 'error' } }))
      await orderAll(racers, i => ({ tell: reports.slice(32 * i, 32 * i + 32) }))
      const of = { projectId: 'default', objectId: `agent.${agent}` }
      const transitions = await database.db.prisma.stateTransition.findMany({ where: { ...of, machine: 'breaker' } })
      expect(transitions.map(({ fromState, toState, revision }) => [fromState, toState, revision])).toEqual([
        ['closed', 'open', 2],
      ])
      expect(await database.db.prisma.auditEvent.count({ where: { ...of, action: 'breaker.open' } })).toBe(1)
      const events = await database.db.prisma.outboxEvent.findMany({
        where: { type: 'breaker.open', ids: { has: of.objectId } },
      })
      expect(events).toHaveLength(1)
      const opened = await database.db.prisma.incident.findMany({ where: { sourceId: of.objectId } })
      expect(opened.map(({ cause, agent, state }) => [cause, agent, state])).toEqual([['failing-agent', agent, 'open']])
      const key = { path: ['key'], equals: `incident/${opened[0]?.id}` }
      expect(await database.db.prisma.delivery.count({ where: { channel: 'pager', message: key } })).toBe(1)
    }
  },
)

test(
  'two people order a probe at once: one order counts, and of 64 questions in two processes one is allowed',
  long,
  async () => {
    const ctx = testContext(database.db)
    for (let round = 0; round < rounds({ short: 2, long: 50 }); round++) {
      const agent = `probing-${round}`
      const params = { slug: `agent.${agent}` }
      await order<Asked[]>(racers[0]!, { ask: [tool(`${agent}-first`, agent)] })
      const { epoch } = await forceOpen(ctx, { params, body: { reason: 'an outage' } })
      const body = { reason: 'it may be back', expectedRevision: epoch }
      const orders = await Promise.all([1, 2].map(() => problemOf(probeBreaker(ctx, { params, body }))))
      expect(orders.sort()).toEqual(['ok', 'stale-revision'])
      const asks = Array.from({ length: 32 }, (_, n) => tool(`${agent}-${n}`, agent))
      const answers = (await orderAll<Asked[]>(racers, () => ({ ask: asks }))).flat()
      expect(answers.filter(({ decision }) => decision === 'allow')).toHaveLength(1)
      const of = { projectId: 'default', objectId: params.slug }
      expect(await database.db.prisma.auditEvent.count({ where: { ...of, action: 'breaker.half_open' } })).toBe(1)
    }
  },
)

test('processes that are killed in the middle leave no reservation behind', long, async () => {
  for (let round = 0; round < rounds({ short: 1, long: 30 }); round++) {
    const victim = await startRacer(file, database.url)
    const before = await database.db.prisma.permit.count()
    victim.send({ ask: Array.from({ length: 600 }, (_, n) => tool(`killed-${round}-${n % 40}`)) })
    await expect.poll(() => database.db.prisma.permit.count(), { interval: 1, timeout: 60_000 }).toBeGreaterThan(before)
    victim.kill('SIGKILL')
    await once(victim, 'exit')
    // What a process sent before it died may still be committed, so each look ends the leases again.
    const swept = async () => {
      await database.db.pool.query(
        "update permit set lease_until = clock_timestamp() - interval '1 second' where status = 'open'",
      )
      return sweepPermits(testContext(database.db))
    }
    await expect.poll(swept, { timeout: 60_000 }).toBe(0)
    await expect.poll(() => stillReserved(round, swept), { timeout: 60_000 }).toEqual([])
  }
})

/** What the runs of a killed process have reserved or used, after another sweep. */
async function stillReserved(round: number, swept: () => Promise<number>) {
  await swept()
  const runs = await Promise.all(Array.from({ length: 40 }, (_, n) => storedRun(`killed-${round}-${n}`)))
  return runs.filter(use => (use?.reserved.toolCalls ?? 0) !== 0 || (use?.used.toolCalls ?? 0) !== 0)
}
