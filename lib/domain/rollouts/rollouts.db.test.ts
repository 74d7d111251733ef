import { describe, expect, test } from 'vitest'
import { readAllocation } from '#lib/domain/assignment/index.ts'
import { breakAgent } from '#lib/domain/breakers/index.ts'
import { openIncident } from '#lib/domain/incidents/index.ts'
import { registerRelease } from '#lib/domain/releases/index.ts'
import { registerBody } from '#lib/domain/releases/schemas.ts'
import type { Context } from '#lib/platform/context.ts'
import { transaction } from '#lib/platform/db/transaction.ts'
import { freshProject } from '#lib/platform/testing/database.ts'
import { type FakeClock, fakeClock } from '#lib/platform/testing/fake-clock.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { problemOf } from '#lib/platform/testing/problem.ts'
import { freezeConfig } from './contract.ts'
import {
  abortRollout,
  archiveFreeze,
  getRollout,
  listRolloutMarkers,
  listRollouts,
  pauseRollout,
  promoteRollout,
  putFreeze,
  resumeRollout,
  skipGate,
} from './index.ts'
import { reconcileRollouts } from './reconcile.ts'
import { createBody } from './schemas.ts'
import { givenReleases, start } from './test-support.ts'
import { givenTraffic } from './test-traffic.ts'

const database = givenDatabase()
const agent = 'triage'
const reason = 'because'

interface World {
  ctx: Context & { clock: FakeClock }
  id: string
}

async function begun(): Promise<World> {
  const ctx = { ...freshProject(database.db), clock: fakeClock(new Date('2026-01-05T12:00:00Z')) }
  await givenReleases(ctx)
  const { id } = await start(ctx)
  await reconcileRollouts(ctx)
  return { ctx, id }
}
const get = ({ ctx, id }: World) => getRollout(ctx, { params: { id } })
const serves = ({ ctx }: World) => readAllocation(ctx.db, ctx, agent, 'production')
const as = ({ ctx }: World, id: string): Context => ({
  ...ctx,
  actor: { kind: 'user', id, label: id, role: 'lead', sessionId: 's' },
})
const say = (expectedRevision: number) => ({ expectedRevision, reason })

interface Traffic {
  requests?: number
  errors?: number
  costUsd?: number
  quality?: number
}

/** Both releases answer requests in this minute, and the clock advances. */
async function pass({ ctx }: World, minutes: number, { requests = 4_000, ...candidate }: Traffic = {}): Promise<void> {
  ctx.clock.advance(60)
  const at = await ctx.clock.now(ctx.db as never)
  await givenTraffic(ctx, { agent, release: 'triage-1', requests, at })
  await givenTraffic(ctx, { agent, release: 'triage-2', requests, ...candidate, at })
  ctx.clock.advance((minutes - 1) * 60)
  await reconcileRollouts(ctx)
}

describe('a rollout', () => {
  test('goes from phase to phase by its gates until the candidate serves everybody', async () => {
    const world = await begun()
    expect(await serves(world)).toMatchObject({ candidate: 'triage-2', weightBps: 500, rolloutId: world.id })
    const weights: (number | undefined)[] = []
    for (const hours of [1, 2, 4, 12]) {
      await pass(world, hours * 60 + 2)
      weights.push((await serves(world))?.weightBps)
    }
    expect(weights).toEqual([2_500, 5_000, 10_000, 0])
    expect(await serves(world)).toMatchObject({ baseline: 'triage-2', candidate: null, rolloutId: null })
    const { state, transitions, gates } = await get(world)
    expect([state, transitions.length, gates.map(({ verdict }) => verdict)]).toEqual([
      'succeeded',
      6,
      Array(4).fill('PASS'),
    ])
    const frozen = transitions[0]?.evidence as { phases: { candidate: { requests: number } }[] }
    expect(frozen.phases.map(({ candidate }) => candidate.requests)).toEqual([4_000, 4_000, 4_000, 4_000])
    await reconcileRollouts(world.ctx)
    expect((await get(world)).revision).toBe(transitions[0]?.revision)
    const marked = async (query: object) =>
      (await listRolloutMarkers(world.ctx, { query })).items.map(({ event, weightBps }) => weightBps ?? event)
    expect(await marked({ agent })).toEqual(['promoted', 10_000, 5_000, 2_500, 500])
    expect(await marked({ agent, to: transitions[2]?.at })).toEqual([2_500, 500])
    expect(await marked({ agent, from: transitions[2]?.at, environment: 'production' })).toHaveLength(3)
    expect(await marked({ environment: 'staging' })).toEqual([])
  })

  test.each<[string, Traffic]>([
    ['errors', { errors: 200 }],
    ['quality', { quality: 0.65 }],
    ['cost', { costUsd: 0.05 }],
  ])('goes back by %s, with the evidence', async (rule, traffic) => {
    const world = await begun()
    await pass(world, 5, traffic)
    const { state, endedBy, transitions } = await get(world)
    expect([state, endedBy]).toEqual(['rolled_back', rule])
    expect(transitions[0]?.evidence).toMatchObject({
      gates: expect.arrayContaining([expect.objectContaining({ gate: rule, verdict: 'FAIL' })]),
    })
    expect(await serves(world)).toMatchObject({ baseline: 'triage-1', candidate: null, weightBps: 0 })
  })

  test('rolls back on a critical incident and on an open breaker, also while paused or frozen', async () => {
    for (const rule of ['incident', 'breaker']) {
      const world = await begun()
      const { ctx, id } = world
      await freeze(ctx)
      await pauseRollout(ctx, { params: { id }, body: say(2) })
      ctx.clock.advance(1)
      await transaction(ctx.db, async tx => {
        const at = await ctx.clock.now(tx)
        if (rule === 'breaker')
          return breakAgent(tx, ctx, { agent, environment: 'production', rule: 'by-hand', message: reason, at })
        const source = { kind: 'person' as const, id: null }
        const scope = { agent, environment: 'production' }
        await openIncident(tx, ctx, {
          ...{
            cause: null,
            severity: 'critical',
            title: 'It sent money',
            message: reason,
            scope,
            source,
            evidence: {},
            at,
          },
        })
        return undefined
      })
      await reconcileRollouts(ctx)
      expect((await get(world)).endedBy).toBe(rule)
      expect((await serves(world))?.candidate).toBeNull()
    }
  })

  test('waits without data, then asks people; two can let it continue, one cannot', async () => {
    const world = await begun()
    const { ctx, id } = world
    await pass(world, 62, { requests: 40 })
    expect((await get(world)).state).toBe('holding')
    expect((await get(world)).whyNotPromoted).toMatch(/^Not promoted yet because the error rate has \d+ of \d+ samples/)
    ctx.clock.advance(13 * 3600)
    await reconcileRollouts(ctx)
    const paused = await get(world)
    expect([paused.state, paused.transitions[0]?.rule]).toEqual(['paused', 'no-data'])
    const asked = await promoteRollout(as(world, 'mira'), { params: { id }, body: say(paused.revision) })
    expect([asked.state, asked.proposal?.by]).toEqual(['paused', 'mira'])
    const body = say(asked.revision)
    expect(await problemOf(promoteRollout(as(world, 'mira'), { params: { id }, body }))).toBe('second-approver')
    expect((await promoteRollout(as(world, 'tomas'), { params: { id }, body })).weightBps).toBe(2_500)
  })

  test('a freeze stops every promotion, also by a person', async () => {
    const world = await begun()
    await freeze(world.ctx)
    await pass(world, 62)
    const held = await get(world)
    expect([held.state, held.whyNotPromoted]).toEqual(['holding', 'Frozen by holiday: nobody is there.'])
    expect(await problemOf(promoteRollout(world.ctx, { params: { id: world.id }, body: say(held.revision) }))).toBe(
      'frozen',
    )
  })

  test('announces a freeze at once, and checks again when a freeze is set, begins or ends', async () => {
    const world = await begun()
    const { ctx, id } = world
    await pass(world, 5)
    const told = async () => {
      const [listed] = (await listRollouts(ctx, { query: { limit: 10, state: 'active' } as never })).items
      const one = await get(world)
      expect([listed?.id, listed?.frozen]).toEqual([id, one.frozen])
      return one
    }
    const seen = async () =>
      (await ctx.db.prisma.outboxEvent.findMany({ where: { projectId: ctx.projectId, type: 'rollout.seen' } })).length
    const now = async () => (await ctx.clock.now(ctx.db as never)).getTime()
    expect((await told()).frozen).toEqual([])
    await freeze(ctx)
    const frozen = await told()
    expect(frozen.frozen).toEqual([{ freeze: 'holiday', reason: 'nobody is there' }])
    expect(frozen.whyNotPromoted).not.toContain('Frozen')
    expect(Date.parse(frozen.nextCheckAt ?? '')).toBe(await now())
    const before = await seen()
    await reconcileRollouts(ctx)
    expect((await told()).whyNotPromoted).toMatch(/Frozen by holiday: nobody is there\.$/)
    expect(await seen()).toBe(before + 1)
    await reconcileRollouts(ctx)
    expect(await seen()).toBe(before + 1)

    await archiveFreeze(ctx, { params: { slug: 'holiday' }, query: {} })
    expect((await told()).frozen).toEqual([])
    await reconcileRollouts(ctx)
    expect((await told()).whyNotPromoted).not.toContain('Frozen')

    const from = (await now()) + 12_000
    await freeze(ctx, { from: new Date(from).toISOString(), until: new Date(from + 20_000).toISOString() })
    await reconcileRollouts(ctx)
    const ahead = await told()
    expect([ahead.frozen, Date.parse(ahead.nextCheckAt ?? '')]).toEqual([[], from])
    ctx.clock.advance(12)
    await reconcileRollouts(ctx)
    expect((await told()).whyNotPromoted).toContain('Frozen by holiday')
    ctx.clock.advance(20)
    expect((await told()).frozen).toEqual([])
  })

  test('keeps the check that a freeze requested during a round', async () => {
    const world = await begun()
    const { ctx, id } = world
    ctx.clock.advance(60)
    const row = () =>
      ctx.db.prisma.rollout.findUniqueOrThrow({ where: { projectId_id: { projectId: ctx.projectId, id } } })
    const due = new Date(Date.parse('2026-01-05T12:00:30Z'))
    // The clock is read between the reads and the writes of a round.
    let asked = 0
    const clock = {
      ...ctx.clock,
      now: async (sql: never) => {
        asked += 1
        if (asked === 2) await ctx.db.prisma.rollout.updateMany({ where: { id }, data: { nextCheckAt: due } })
        return ctx.clock.now(sql)
      },
    }
    await reconcileRollouts({ ...ctx, clock })
    expect(asked).toBe(2)
    expect((await row()).nextCheckAt).toEqual(due)
    await reconcileRollouts(ctx)
    expect((await row()).nextCheckAt?.getTime()).toBeGreaterThan(due.getTime())
  })

  test('accepts orders of people only on the revision that they saw', async () => {
    const world = await begun()
    const { ctx, id } = world
    const input = { params: { id }, body: say(2) }
    const paused = await pauseRollout(ctx, input)
    expect(paused.state).toBe('paused')
    expect(await problemOf(pauseRollout(ctx, input))).toBe('stale-revision')
    const resumed = await resumeRollout(ctx, { params: { id }, body: say(paused.revision) })
    expect(resumed.state).toBe('running')
    const skip = { params: { id }, body: { ...say(resumed.revision), gate: 'safety' as const } }
    for (const gate of ['safety', 'shadow', 'anchor'] as const)
      expect(await problemOf(skipGate(ctx, { ...skip, body: { ...skip.body, gate } }))).toBe('not-possible')
    await abortRollout(ctx, { params: { id }, body: say(resumed.revision) })
    expect((await get(world)).endedBy).toBe('person')
    expect(await problemOf(abortRollout(ctx, { params: { id }, body: say(resumed.revision + 1) }))).toBe('not-possible')
  })

  test('is invalid if something is wrong, and the field is named', async () => {
    const ctx = freshProject(database.db)
    await givenReleases(ctx)
    const fault = async (change: Record<string, unknown>) => problemOf(start(ctx, change))
    expect(await fault({ candidate: 'triage-1' })).toBe('invalid body.candidate')
    expect(await fault({ candidate: 'nobody-9' })).toBe('invalid body.candidate')
    const same = registerBody.parse({ agent, code: 'triage-1', model: { provider: 'openai', id: 'gpt-5' } })
    await registerRelease(ctx, { params: { slug: 'renamed' }, body: same })
    expect(await fault({ candidate: 'renamed' })).toBe('invalid body.candidate')
    expect(await fault({ strategy: 'bold' })).toBe('invalid body.strategy')
    const shrinking = { phases: [phase(5_000), phase(500)] }
    expect(await fault({ strategy: shrinking })).toBe('invalid body.strategy.phases.1.weightBps')
    expect(await fault({ phases: shrinking.phases })).toBe('invalid body.phases.1.weightBps')
    expect(() => createBody.parse({ ...asked, strategy: shrinking, phases: shrinking.phases })).toThrow(/of its own/)
  })

  test('uses its own phases and gates instead of those of a strategy', async () => {
    const ctx = freshProject(database.db)
    await givenReleases(ctx)
    const all = phase(10_000)
    const { strategy, phases, id } = await start(ctx, { phases: [all], gates: { costIncrease: null } })
    expect([strategy, phases.map(({ weightBps, seconds }) => ({ weightBps, seconds }))]).toEqual([null, [all]])
    const row = await ctx.db.prisma.rollout.findFirstOrThrow({ where: { projectId: ctx.projectId, id } })
    expect(row.strategy).toMatchObject({ gates: { costIncrease: null, maximumErrorRate: 0.01 }, shadow: null })
  })
})

const phase = (weightBps: number) => ({ weightBps, seconds: 60 })
const asked = { agent, environment: 'production', candidate: 'triage-2', baseline: 'triage-1' }
const freeze = (ctx: Context, change: object = {}) => {
  const body = freezeConfig.put.body?.parse({ reason: 'nobody is there', ...change }) as never
  return putFreeze(ctx, { params: { slug: 'holiday' }, body })
}

test('many workers and people at once make each move once, and skip none', async () => {
  const world = await begun()
  const { ctx, id } = world
  for (const hours of [1, 2, 4]) {
    ctx.clock.advance(60)
    const at = await ctx.clock.now(ctx.db as never)
    for (const release of ['triage-1', 'triage-2']) await givenTraffic(ctx, { agent, release, requests: 4_000, at })
    ctx.clock.advance(hours * 3600)
    const before = (await get(world)).revision
    const persons = ['mira', 'tomas'].map(name =>
      problemOf(pauseRollout(as(world, name), { params: { id }, body: say(before + 7) })),
    )
    await Promise.all([...Array.from({ length: 6 }, () => reconcileRollouts(ctx)), ...persons])
    expect((await get(world)).revision).toBe(before + 1)
  }
  const { phase: reached, transitions } = await get(world)
  expect(reached).toBe(3)
  expect(transitions.map(({ to }) => to)).toEqual(['baking 3', 'running 2', 'running 1', 'running 0', 'draft'])
})
