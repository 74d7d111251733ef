import { describe, expect, test } from 'vitest'
import { registerRelease } from '#lib/domain/releases/index.ts'
import { registerBody } from '#lib/domain/releases/schemas.ts'
import type { Context } from '#lib/platform/context.ts'
import { transaction } from '#lib/platform/db/transaction.ts'
import { freshProject } from '#lib/platform/testing/database.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { readAllocation, serveRelease, setAllocation } from './index.ts'
import type { AskedAllocation } from './set-allocation.ts'

const database = givenDatabase()

async function withReleases(): Promise<Context> {
  const ctx = freshProject(database.db)
  for (const slug of ['one', 'two', 'three']) {
    const body = registerBody.parse({ agent: 'triage', code: slug, model: { provider: 'openai', id: 'gpt-5' } })
    await registerRelease(ctx, { params: { slug }, body })
  }
  return ctx
}
const asked: AskedAllocation = {
  ...{ agent: 'triage', environment: 'production', baseline: 'one', candidate: 'two', weightBps: 500, seed: 's' },
  ...{ rolloutId: 'rol_1', by: 'rol_1', reason: 'the first phase' },
}
const set = (ctx: Context, change: Partial<AskedAllocation> = {}) =>
  transaction(ctx.db, tx => setAllocation(tx, ctx, { ...asked, ...change }))
const read = (ctx: Context) => readAllocation(ctx.db, ctx, 'triage', 'production')

describe('setAllocation', () => {
  test('writes the allocation, its audit entry and its event; the same again writes nothing', async () => {
    const ctx = await withReleases()
    expect(await read(ctx)).toBeNull()
    await set(ctx)
    expect(await set(ctx, { weightBps: 2_500 })).toMatchObject({ weightBps: 2_500, revision: 2 })
    await set(ctx, { weightBps: 2_500 })
    expect(await read(ctx)).toMatchObject({ candidate: 'two', weightBps: 2_500, rolloutId: 'rol_1', revision: 2 })
    const where = { projectId: ctx.projectId }
    const events = await ctx.db.prisma.outboxEvent.findMany({ where: { ...where, topic: 'assignment' } })
    expect(events.map(({ type, ids, revision }) => [type, ids, revision])).toEqual([
      ['allocation.changed', ['triage'], 1],
      ['allocation.changed', ['triage'], 2],
    ])
    const entries = await ctx.db.prisma.auditEvent.findMany({ where: { ...where, action: 'allocation.changed' } })
    expect(entries.map(({ body }) => JSON.parse(body).after.weightBps)).toEqual([500, 2_500])
  })

  test('a rollout that ends frees the allocation', async () => {
    const ctx = await withReleases()
    await set(ctx)
    await set(ctx, { baseline: 'two', candidate: null, weightBps: 0 })
    expect(await read(ctx)).toMatchObject({ baseline: 'two', candidate: null, rolloutId: null })
    await set(ctx, { baseline: 'two', candidate: 'three', rolloutId: 'rol_2', by: 'rol_2' })
  })

  test.each([
    ['a candidate that is the baseline', { candidate: 'one' }, 422, 'body.candidate'],
    ['more than everybody', { weightBps: 10_001 }, 422, 'body.weightBps'],
    ['a release that nobody registered', { candidate: 'four' }, 422, 'body.candidate'],
    ['a release of another agent', { agent: 'writer' }, 422, 'body.baseline'],
    ['a candidate that nobody tries', { rolloutId: null }, 422, 'body.candidate'],
    ['a stale revision', { expectedRevision: 3 }, 409, undefined],
    ['a second rollout', { rolloutId: 'rol_2', by: 'rol_2' }, 409, undefined],
    ['a person while a rollout runs', { candidate: null, weightBps: 0, by: null }, 409, undefined],
  ] as const)('%s is an error and changes nothing', async (_, change, status, field) => {
    const ctx = await withReleases()
    await set(ctx)
    await expect(set(ctx, change)).rejects.toMatchObject({ fields: { status, ...(field ? { field } : {}) } })
    expect(await read(ctx)).toMatchObject({ candidate: 'two', weightBps: 500, revision: 1 })
  })

  test('a person who names a release that nobody registered is told the field of their own request', async () => {
    const ctx = await withReleases()
    const params = { agent: 'triage', environment: 'production' }
    await expect(serveRelease(ctx, { params, body: { release: 'four', reason: 'The first' } })).rejects.toMatchObject({
      fields: { status: 422, field: 'body.release' },
    })
  })

  test('of many changes to the same revision one wins, also the first time', async () => {
    const ctx = await withReleases()
    const race = async (expectedRevision: number) => {
      const tries = [500, 600, 700, 800].map(bps => set(ctx, { weightBps: bps + expectedRevision, expectedRevision }))
      const ends = await Promise.allSettled(tries)
      return ends.filter(({ status }) => status === 'fulfilled').length
    }
    expect([await race(0), await race(1)]).toEqual([1, 1])
    expect(await read(ctx)).toMatchObject({ revision: 2 })
  })
})
