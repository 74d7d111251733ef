import { expect, test } from 'vitest'
import type { Context } from '#lib/platform/context.ts'
import { freshProject } from '#lib/platform/testing/database.ts'
import { fakeClock } from '#lib/platform/testing/fake-clock.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { rounds, soaking, timeLimit } from '#lib/platform/testing/soak.ts'
import { reconcileRollouts } from './reconcile.ts'
import { json } from './row.ts'
import { givenReleases, start } from './test-support.ts'
import { givenTraffic } from './test-traffic.ts'

const database = givenDatabase()
const count = rounds({ short: 12, long: 1_000 })
/** How long a round over all of them may take. Under `npm test` it is longer, because a loaded machine is no fault. */
const limitMs = soaking ? 5_000 : 60_000

/** One rollout and its figures, copied for this many more agents. */
async function copies({ db: { prisma }, projectId }: Context): Promise<void> {
  const where = { projectId }
  const names = Array.from({ length: count - 1 }, (_, i) => `copy-${i}`)
  const one = await prisma.rollout.findFirstOrThrow({ where })
  const { proposal: _, ...plain } = one
  const as = (agent: string) => ({ agent, baseline: `${agent}-1`, candidate: `${agent}-2` })
  const rollouts = names.map(agent => ({ ...plain, ...as(agent), id: `${one.id}-${agent}` }))
  await prisma.rollout.createMany({
    data: rollouts.map(row => ({
      ...row,
      ...{ strategy: json(row.strategy), progress: json(row.progress), gates: json(row.gates), spans: json(row.spans) },
    })),
  })
  const of = <T extends { agent: string; release: string }>(rows: readonly T[]) =>
    names.flatMap(agent => rows.map(row => ({ ...row, agent, release: row.release.replace('triage', agent) })))
  const minutes = { where: { projectId, grain: 60 } }
  await prisma.rollup.createMany({ data: of(await prisma.rollup.findMany(minutes)) })
  await prisma.rollupBin.createMany({ data: of(await prisma.rollupBin.findMany(minutes)) })
  await prisma.rollupScore.createMany({ data: of(await prisma.rollupScore.findMany(minutes)) })
}

test(`one round looks at ${count} rollouts with their figures`, { timeout: timeLimit(120_000) }, async () => {
  const ctx = { ...freshProject(database.db), clock: fakeClock(new Date('2026-01-05T12:00:00Z')) }
  await givenReleases(ctx)
  await start(ctx)
  await reconcileRollouts(ctx)
  ctx.clock.advance(60)
  const at = await ctx.clock.now(ctx.db as never)
  for (const release of ['triage-1', 'triage-2'])
    await givenTraffic(ctx, { agent: 'triage', release, requests: 500, at })
  await copies(ctx)
  ctx.clock.advance(300)
  const began = performance.now()
  await reconcileRollouts(ctx)
  const took = performance.now() - began
  const rows = await ctx.db.prisma.rollout.findMany({ where: { projectId: ctx.projectId } })
  const seen = rows.map(({ state, revision, gates }) => [state, revision, (gates as { samples: number }[])[0]?.samples])
  expect(seen).toEqual(Array.from({ length: count }, () => ['running', 2, 500]))
  expect(new Set(rows.map(({ readUpTo }) => readUpTo?.toISOString())).size).toBe(1)
  expect(took).toBeLessThan(limitMs)
  if (soaking) console.log(`a round over ${count} rollouts took ${Math.round(took)} ms`)
})
