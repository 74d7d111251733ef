import { expect, test } from 'vitest'
import { createRollout, getRollout } from '#lib/domain/rollouts/index.ts'
import { reconcileRollouts } from '#lib/domain/rollouts/reconcile.ts'
import { createBody } from '#lib/domain/rollouts/schemas.ts'
import { givenReleases } from '#lib/domain/rollouts/test-support.ts'
import type { Context } from '#lib/platform/context.ts'
import { freshProject } from '#lib/platform/testing/database.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { getShadow, reportPairs } from './index.ts'
import { reportBody } from './schemas.ts'

const database = givenDatabase()

async function inTheShadow(ctx: Context): Promise<string> {
  await givenReleases(ctx)
  const strategy = { phases: [{ weightBps: 10_000, seconds: 60 }], shadow: { minimumPairs: 20 } }
  const asked = { agent: 'triage', environment: 'production', baseline: 'triage-1', candidate: 'triage-2', strategy }
  const { id } = await createRollout(ctx, { body: createBody.parse(asked) })
  await reconcileRollouts(ctx)
  return id
}

const report = (ctx: Context, rollout: string, scores: readonly (readonly [string, number | null])[]) => {
  const pairs = scores.map(([requestId, score]) => ({
    ...{ requestId, input: 'where?', production: { output: 'here', score: 0.8, costUsd: '0.01' } },
    shadow: { output: 'there', score, costUsd: '0.02', toolCalls: [{ tool: 'send', intercepted: true }] },
  }))
  return reportPairs(ctx, { body: reportBody.parse({ rollout, pairs }) })
}

test('the first phase begins when enough scored pairs show a candidate that is not worse', async () => {
  const ctx = freshProject(database.db)
  const id = await inTheShadow(ctx)
  const state = async () => {
    await reconcileRollouts(ctx)
    return (await getRollout(ctx, { params: { id } })).state
  }
  const names = Array.from({ length: 60 }, (_, i) => `r${i}`)
  const unscored = names.map(name => [name, null] as const)
  expect(await report(ctx, id, unscored)).toEqual({ stored: 60, known: 0 })
  expect(await report(ctx, id, unscored)).toEqual({ stored: 0, known: 60 })
  expect(await state()).toBe('shadowing')
  expect(
    await report(
      ctx,
      id,
      names.map((name, i) => [name, i === 7 ? 0.5 : 0.82]),
    ),
  ).toEqual({ stored: 60, known: 0 })
  const view = await getShadow(ctx, { query: { rollout: id } })
  expect(view).toMatchObject({ shadow: { pairs: 60, scored: 60 }, intercepted: 60, coverage: null, errors: 0 })
  expect(view.costUsd).toEqual({ production: '0.600000000', shadow: '1.200000000' })
  expect(view.items[0]).toMatchObject({ requestId: 'r7' })
  expect(await state()).toBe('baking')
})

test('a shadow that is worse ends the rollout before any user meets it', async () => {
  const ctx = freshProject(database.db)
  const id = await inTheShadow(ctx)
  await report(
    ctx,
    id,
    Array.from({ length: 80 }, (_, i) => [`r${i}`, 0.5 + (i % 5) / 50] as const),
  )
  await reconcileRollouts(ctx)
  expect(await getRollout(ctx, { params: { id } })).toMatchObject({ state: 'rolled_back', endedBy: 'shadow' })
})
