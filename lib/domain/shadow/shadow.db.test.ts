import { expect, test } from 'vitest'
import { agentConfig } from '#lib/domain/agents/contract.ts'
import { putAgent } from '#lib/domain/agents/index.ts'
import { registerRelease } from '#lib/domain/releases/index.ts'
import { registerBody } from '#lib/domain/releases/schemas.ts'
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
  return begin(ctx)
}

async function begin(ctx: Context): Promise<string> {
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

test('a worse shadow ends the rollout before any user gets the candidate', async () => {
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

test('an anchor that a person pinned is compared too, with its own pairs', async () => {
  const ctx = freshProject(database.db)
  await givenReleases(ctx)
  const pin = (anchor: string) => {
    const body = agentConfig.put.body?.parse({ qualityScore: { name: 'helpful' }, anchor }) as never
    return putAgent(ctx, { params: { slug: 'triage' }, body })
  }
  await pin('triage-0')
  await expect(begin(ctx)).rejects.toMatchObject({ fields: { status: 422, field: 'body.agent' } })
  const of = registerBody.parse({ agent: 'triage', code: 'git:0', model: { provider: 'openai', id: 'gpt-5' } })
  await registerRelease(ctx, { params: { slug: 'triage-0' }, body: of })
  const id = await begin(ctx)
  const state = async () => {
    await reconcileRollouts(ctx)
    return getRollout(ctx, { params: { id } })
  }
  await report(
    ctx,
    id,
    Array.from({ length: 100 }, (_, i) => [`r${i}`, 0.8 + (i % 3) / 100] as const),
  )
  const waits = await state()
  expect([waits.state, waits.anchor]).toEqual(['shadowing', 'triage-0'])
  expect(waits.gates.map(({ gate, verdict }) => `${gate} ${verdict}`)).toEqual([
    'shadow PASS',
    'anchor INSUFFICIENT_DATA',
  ])
  const pairs = Array.from({ length: 100 }, (_, i) => ({
    ...{ requestId: `r${i}`, arm: 'anchor', input: 'where?', production: { output: 'here', score: 0.95 } },
    shadow: { output: 'there', score: 0.8 + (i % 3) / 100 },
  }))
  await reportPairs(ctx, { body: reportBody.parse({ rollout: id, pairs }) })
  expect(await getShadow(ctx, { query: { rollout: id } })).toMatchObject({
    shadow: { pairs: 100 },
    anchor: { pairs: 100, scored: 100, mean: expect.closeTo(-0.14, 2) },
    noise: { pairs: 0 },
  })
  expect(await state()).toMatchObject({ state: 'rolled_back', endedBy: 'anchor' })
})

test('the noise of the judge is kept apart, and an anchor that the rollout lacks is invalid and named', async () => {
  const ctx = freshProject(database.db)
  const id = await inTheShadow(ctx)
  const pair = (requestId: string, arm: string, score: number) => ({
    ...{ requestId, arm, input: 'where?', production: { output: 'here', score: 0.8 } },
    shadow: { output: 'here', score },
  })
  const send = (pairs: object[]) => reportPairs(ctx, { body: reportBody.parse({ rollout: id, pairs }) })
  await send(Array.from({ length: 100 }, (_, i) => pair(`r${i}`, 'noise', i % 2 === 0 ? 0.7 : 0.9)))
  const { shadow, noise } = await getShadow(ctx, { query: { rollout: id } })
  expect([shadow.pairs, noise.pairs, noise.mean]).toEqual([0, 100, expect.closeTo(0, 6)])
  expect(noise.spread).toBeCloseTo(0.1, 2)
  await reconcileRollouts(ctx)
  expect((await getRollout(ctx, { params: { id } })).state).toBe('shadowing')
  await expect(send([pair('a', 'shadow', 1), pair('a', 'anchor', 1)])).rejects.toMatchObject({
    fields: { status: 422, field: 'body.pairs.1.arm' },
  })
})
