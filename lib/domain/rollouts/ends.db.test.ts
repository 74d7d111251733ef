import { expect, test } from 'vitest'
import { readAllocation } from '#lib/domain/assignment/index.ts'
import { registerRelease } from '#lib/domain/releases/index.ts'
import { registerBody } from '#lib/domain/releases/schemas.ts'
import type { Context } from '#lib/platform/context.ts'
import { freshProject } from '#lib/platform/testing/database.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { problemOf } from '#lib/platform/testing/problem.ts'
import { abortRollout, getRollout, listRolloutMarkers } from './index.ts'
import { reconcileRollouts } from './reconcile.ts'
import { givenReleases, start } from './test-support.ts'

const database = givenDatabase()
const agent = 'triage'

async function given(): Promise<Context> {
  const ctx = freshProject(database.db)
  await givenReleases(ctx)
  return ctx
}

test('an agent and environment have one rollout at a time, unless a new one replaces it', async () => {
  const ctx = await given()
  const { id } = await start(ctx)
  await reconcileRollouts(ctx)
  expect(await problemOf(start(ctx))).toBe('rollout-active')
  const of = { agent, code: 'git:3', model: { provider: 'openai', id: 'gpt-5' } }
  await registerRelease(ctx, { params: { slug: 'triage-3' }, body: registerBody.parse(of) })
  const next = { candidate: 'triage-3', supersedes: id }
  expect(await problemOf(start(ctx, { ...next, supersedes: 'rol_none' }))).toBe('invalid body.supersedes')
  expect(await problemOf(start(ctx, { ...next, environment: 'staging' }))).toBe('invalid body.supersedes')
  expect(await problemOf(start(ctx, { supersedes: id }))).toBe('invalid body.supersedes')
  const begins = await Promise.allSettled([start(ctx, next), start(ctx, next), start(ctx, next)])
  expect(begins.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  const { state, endedBy, transitions } = await getRollout(ctx, { params: { id } })
  expect([state, endedBy, transitions[0]?.from]).toEqual(['superseded', 'superseded', 'running 0'])
  await reconcileRollouts(ctx)
  expect(await readAllocation(ctx.db, ctx, agent, 'production')).toMatchObject({
    baseline: 'triage-1',
    candidate: 'triage-3',
    weightBps: 500,
  })
  const { items } = await listRolloutMarkers(ctx, { query: { agent } })
  expect(items.map(({ event }) => event).sort()).toEqual(['phase', 'phase', 'superseded'])
})

test('a rollout is cancelled, not rolled back, by a person before its first phase', async () => {
  const ctx = await given()
  const { id, revision } = await start(ctx)
  const ended = await abortRollout(ctx, { params: { id }, body: { expectedRevision: revision, reason: 'because' } })
  expect([ended.state, ended.endedBy, ended.weightBps]).toEqual(['cancelled', 'person', 0])
  await reconcileRollouts(ctx)
  expect((await getRollout(ctx, { params: { id } })).revision).toBe(ended.revision)
  expect((await listRolloutMarkers(ctx, { query: { agent } })).items).toEqual([])
})
