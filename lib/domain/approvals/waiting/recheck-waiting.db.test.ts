import { beforeEach, expect, test } from 'vitest'
import type { Context } from '#lib/platform/context.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import { freshProject } from '#lib/platform/testing/database.ts'
import { type FakeClock, fakeClock } from '#lib/platform/testing/fake-clock.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { problemType } from '#lib/platform/testing/problem.ts'
import { decideApproval, getApproval } from '../index.ts'
import type { Approval, RequestBody } from '../schemas.ts'
import { askForRefund, asPerson, setPolicy } from '../testing/test-refunds.ts'
import { projectsToRecheck, recheckWaiting } from './recheck-waiting.ts'

const database = givenDatabase()
let ctx: Context
let clock: FakeClock
beforeEach(() => {
  clock = fakeClock()
  ctx = { ...freshProject(database.db), clock }
})

const ask = (more: Partial<RequestBody> = {}) => askForRefund(ctx, more)
const set = (slug: string, fields: object) => setPolicy(ctx, slug, fields)
const read = (one: Approval) => getApproval(ctx, { params: { id: one.id }, query: {} })
async function approve(id: string, one: Approval): Promise<Approval> {
  const body = { kind: 'approve' as const, expectedRevision: one.revision }
  return decideApproval(await asPerson(ctx, id), { params: { id: one.id }, body })
}
async function due(): Promise<boolean> {
  const sql = poolSql(database.db)
  return (await projectsToRecheck(sql, await clock.now(sql))).includes(ctx.projectId)
}

test('when a policy changes, waiting requests are checked again: rejected, or their new reasons are shown; never without a change', async () => {
  const [small, large] = [
    await ask({ environment: 'production' }),
    await ask({ environment: 'production', arguments: { amount: 900 } }),
  ]
  expect([small.status, large.status]).toEqual(['pending', 'pending'])
  await recheckWaiting(ctx)
  expect([await due(), (await read(small)).revision]).toEqual([false, 1])
  await set('two', { outcome: 'require_approval', quorum: 2 })
  await set('never', { outcome: 'deny', arguments: [{ path: 'amount', op: 'range', min: 500 }], message: 'Too much.' })
  expect(await due()).toBe(true)
  await recheckWaiting(ctx)
  expect(await read(large)).toMatchObject({
    status: 'rejected',
    revision: 2,
    decision: { by: expect.stringContaining('never@1'), comment: 'Too much.' },
  })
  const told = await read(small)
  expect(told).toMatchObject({ status: 'pending', revision: 2, reasons: [{}, { rule: 'policy/two' }] })
  expect(await problemType(approve('ada', small))).toBe('stale-revision')
  expect((await approve('sam', told)).status).toBe('pending')
  await set('never', { outcome: 'deny', arguments: [{ path: 'amount', op: 'range', min: 600 }] })
  await recheckWaiting(ctx)
  expect([await due(), (await read(small)).revision]).toEqual([false, 2])
})

test('when a policy begins, ends or is used up, waiting requests are checked again; never without such a change', async () => {
  const rules = async (one: Approval) => {
    const { status, reasons } = await read(one)
    return [status, ...reasons.map(({ rule }) => rule)]
  }
  await set('for-a-minute', { outcome: 'require_approval', validUntil: '2026-01-05T12:01:00Z' })
  await set('later', {
    ...{ outcome: 'require_approval', quorum: 2, validFrom: '2026-01-06T11:04:00+23:00' },
    validUntil: '2026-01-05T12:10:00Z',
  })
  await set('from-ten-past', { outcome: 'deny', agents: ['billing'], validFrom: '2026-01-05T12:10:00Z' })
  const [asked, other] = [await ask(), await ask({ agent: 'sales', environment: 'production' })]
  await recheckWaiting(ctx)
  expect([await due(), await rules(asked)]).toEqual([false, ['pending', 'policy/for-a-minute']])
  const [before, ...rest] = await rules(other)
  expect([before, rest.at(-1)]).toEqual(['pending', 'policy/for-a-minute'])
  clock.advance(59)
  expect(await due()).toBe(false)
  clock.advance(1)
  expect(await due()).toBe(true)
  await recheckWaiting(ctx)
  expect([await due(), await rules(asked), (await read(asked)).revision]).toEqual([
    false,
    ['pending', 'seed/default-allow'],
    2,
  ])
  clock.advance(180)
  expect(await due()).toBe(true)
  await recheckWaiting(ctx)
  expect(await read(asked)).toMatchObject({
    status: 'pending',
    missing: ['2 more'],
    reasons: [{ rule: 'policy/later' }],
  })
  clock.advance(360)
  await recheckWaiting(ctx)
  expect(await rules(asked)).toEqual(['rejected', 'policy/from-ten-past'])
  expect(await rules(other)).toEqual(['pending', ...rest.slice(0, -1)])
  await set('once', { outcome: 'allow', maxUses: 1, agents: ['sales'] })
  await recheckWaiting(ctx)
  expect(await rules(other)).toEqual(['pending', 'policy/once'])
  expect((await ask({ agent: 'sales', environment: 'production' })).status).toBe('approved')
  expect(await due()).toBe(true)
  await recheckWaiting(ctx)
  expect([await due(), await rules(other)]).toEqual([false, ['pending', ...rest.slice(0, -1)]])
})
