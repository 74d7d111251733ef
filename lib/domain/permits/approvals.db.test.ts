import { beforeEach, expect, test } from 'vitest'
import { claimApproval, decideApproval, expireDue, getApproval, reportOutcome } from '#lib/domain/approvals/index.ts'
import type { Context } from '#lib/platform/context.ts'
import { freshProject, testOperator } from '#lib/platform/testing/database.ts'
import { type FakeClock, fakeClock } from '#lib/platform/testing/fake-clock.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { seedSession } from '#lib/platform/testing/session.ts'
import { sweepPermits } from './index.ts'
import { ask, problemOf, setBudget, tell } from './test-support.ts'

const database = givenDatabase()
let ctx: Context
let clock: FakeClock
beforeEach(async () => {
  clock = fakeClock()
  ctx = { ...freshProject(database.db), clock }
})
const notify = { step: 'tool' as const, tool: 'send_notification', arguments: { to: 'all' }, environment: 'staging' }
const left = async () => (await ask(ctx, { dryRun: true })).remaining
async function decide(id: string | null, kind: 'approve' | 'reject') {
  await seedSession(database.db, testOperator)
  const operator = { ...ctx, actor: testOperator }
  return decideApproval(operator, { params: { id: id ?? '' }, body: { kind, comment: 'so', expectedRevision: 1 } })
}

test('a dangerous tool asks for approval by itself, and holds its reservation while a person thinks', async () => {
  const asked = await ask(ctx, notify)
  expect(asked).toMatchObject({ decision: 'needs_approval', reasons: [{ rule: 'seed/destructive-actions' }] })
  const approval = await getApproval(ctx, { params: { id: asked.approvalId ?? '' }, query: {} })
  expect(approval).toMatchObject({
    status: 'pending',
    tool: 'send_notification',
    runId: 'run-1',
    arguments: { to: 'all' },
  })
  clock.advance(800)
  await sweepPermits(ctx)
  expect(await left()).toMatchObject({ toolCalls: 19, seconds: 300 })
})

test('a rejection lets the reservation go', async () => {
  const asked = await ask(ctx, notify)
  await decide(asked.approvalId, 'reject')
  await sweepPermits(ctx)
  expect(await left()).toMatchObject({ toolCalls: 20 })
})

test('nobody decides: the reservation goes with the request', async () => {
  const asked = await ask(ctx, notify)
  clock.set(new Date(asked.reservation?.leaseUntil ?? ''))
  await expireDue(ctx)
  await sweepPermits(ctx)
  expect(await left()).toMatchObject({ toolCalls: 20 })
})

test('an approval keeps it until the action is reported on, and that charges it once', async () => {
  const asked = await ask(ctx, notify)
  clock.advance(500)
  const { id, digest } = await decide(asked.approvalId, 'approve')
  await sweepPermits(ctx)
  clock.advance(10)
  expect(await left()).toMatchObject({ toolCalls: 19, seconds: 290 })
  const { claimId } = await claimApproval(ctx, { params: { id }, body: { digest } })
  await reportOutcome(ctx, { params: { id }, body: { claimId, status: 'executed' } })
  await sweepPermits(ctx)
  expect(await left()).toMatchObject({ toolCalls: 19 })
  expect(await problemOf(tell(ctx, asked.id, { status: 'error' }))).toBe('outcome-differs')
  expect(await problemOf(tell(ctx, asked.id))).toBe('ok')
})

test('a crossed budget may ask a person, who adds the limit once more', async () => {
  await setBudget(ctx, 'asking', { kind: 'run', llmCalls: 1, onExceed: 'ask' })
  await ask(ctx)
  const asked = await ask(ctx)
  expect(asked).toMatchObject({ decision: 'needs_approval', reasons: [{ rule: 'run-budget/llmCalls' }] })
  await decide(asked.approvalId, 'approve')
  await sweepPermits(ctx)
  expect((await ask(ctx)).decision).toBe('allow')
  expect((await ask(ctx)).decision).toBe('needs_approval')
})
