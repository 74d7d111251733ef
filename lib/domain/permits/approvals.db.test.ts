import { beforeEach, expect, test } from 'vitest'
import { claimApproval, decideApproval, expireDue, getApproval, reportOutcome } from '#lib/domain/approvals/index.ts'
import { projectsToRecheck, recheckWaiting } from '#lib/domain/approvals/waiting/recheck-waiting.ts'
import { forceOpen, resetBreaker } from '#lib/domain/breakers/index.ts'
import { listPolicyVersions, putPolicy } from '#lib/domain/policies/index.ts'
import { policyBody } from '#lib/domain/policies/schemas.ts'
import { toolConfig } from '#lib/domain/tools/contract.ts'
import { putTool } from '#lib/domain/tools/index.ts'
import type { Context } from '#lib/platform/context.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import { freshProject, testOperator } from '#lib/platform/testing/database.ts'
import { type FakeClock, fakeClock } from '#lib/platform/testing/fake-clock.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { problemOf } from '#lib/platform/testing/problem.ts'
import { seedSession } from '#lib/platform/testing/session.ts'
import { sweepPermits } from './index.ts'
import { ask, setBudget, tell } from './test-support.ts'

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

test('a permit for a dangerous tool asks for approval, and keeps its reservation until the decision', async () => {
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

test('a rejection frees the reservation', async () => {
  const asked = await ask(ctx, notify)
  await decide(asked.approvalId, 'reject')
  await sweepPermits(ctx)
  expect(await left()).toMatchObject({ toolCalls: 20 })
})

test('when the request expires, its reservation is freed', async () => {
  const asked = await ask(ctx, notify)
  clock.set(new Date(asked.reservation?.leaseUntil ?? ''))
  await expireDue(ctx)
  await sweepPermits(ctx)
  expect(await left()).toMatchObject({ toolCalls: 20 })
})

test('an approval keeps the reservation until the outcome is reported, which charges it once', async () => {
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

test('at the limit of a budget a person may be asked, who can add the limit once more', async () => {
  await setBudget(ctx, 'asking', { kind: 'run', llmCalls: 1, onExceed: 'ask' })
  await ask(ctx)
  const asked = await ask(ctx)
  expect(asked).toMatchObject({ decision: 'needs_approval', reasons: [{ rule: 'run-budget/llmCalls' }] })
  await decide(asked.approvalId, 'approve')
  await sweepPermits(ctx)
  expect((await ask(ctx)).decision).toBe('allow')
  expect((await ask(ctx)).decision).toBe('needs_approval')
})

test('a breaker that opens is shown on waiting requests, and prevents the claim until it closes', async () => {
  const waits = await ask(ctx, notify)
  const id = waits.approvalId ?? ''
  const read = () => getApproval(ctx, { params: { id }, query: {} })
  const operator = { ...ctx, actor: testOperator }
  const rules = async () => (await read()).reasons.map(({ rule }) => rule)
  await seedSession(database.db, testOperator)
  await forceOpen(operator, { params: { slug: 'agent.runner' }, body: { reason: 'it fails' } })
  expect(await projectsToRecheck(poolSql(database.db), new Date())).toContain(ctx.projectId)
  await recheckWaiting(ctx)
  await recheckWaiting(ctx)
  expect(await rules()).toEqual(['seed/destructive-actions', 'breaker/agent.runner'])
  const stale = { kind: 'approve' as const, expectedRevision: 1 }
  expect(await problemOf(decideApproval(operator, { params: { id }, body: stale }))).toMatch(/^stale-revision/)
  const { revision, digest } = await read()
  await decideApproval(operator, { params: { id }, body: { kind: 'approve', expectedRevision: revision } })
  const claim = () => problemOf(claimApproval(ctx, { params: { id }, body: { digest } }))
  expect(await claim()).toBe('recheck-denied')
  await resetBreaker(operator, { params: { slug: 'agent.runner' }, body: { reason: 'mended' } })
  expect(await claim()).toBe('ok')
})

test('a cost budget that was spent during the decision prevents the claim', async () => {
  const own = freshProject(database.db)
  await setBudget(own, 'day', { kind: 'period', period: 'day', agent: 'runner', hardUsd: '1' })
  const waits = await ask(own, notify)
  const params = { id: waits.approvalId ?? '' }
  const { revision, digest } = await getApproval(own, { params, query: {} })
  const operator = { ...own, actor: testOperator }
  await decideApproval(operator, { params, body: { kind: 'approve', expectedRevision: revision } })
  const model = await ask(own, { runId: 'run-2' })
  await tell(own, model.id, { usage: { usd: '1.5' } })
  const claim = () => problemOf(claimApproval(own, { params, body: { digest } }))
  expect(await claim()).toBe('recheck-denied')
  await setBudget(own, 'day', { kind: 'period', period: 'day', agent: 'runner', hardUsd: '5' })
  expect(await claim()).toBe('ok')
})

test('data that an allowed step touches restricts the next step of its run, and each step is counted once', async () => {
  const tool = toolConfig.put.body?.parse({ labels: ['customer-data'] })
  if (tool) await putTool(ctx, { params: { slug: 'read_customer' }, body: tool })
  const policy = policyBody.parse({ outcome: 'require_approval', tools: ['post'], touched: ['customer-data'] })
  await putPolicy(ctx, { params: { slug: 'no-leak' }, body: policy })
  const step = (tool: string, more = {}) => ask(ctx, { step: 'tool', tool, ...more })
  await step('read_customer', { dryRun: true })
  expect((await step('post')).decision).toBe('allow')
  const all = [step('read_customer'), step('read_customer', { runId: 'run-3' })]
  expect((await Promise.all(all)).map(({ decision }) => decision)).toEqual(['allow', 'allow'])
  expect((await step('post')).decision).toBe('needs_approval')
  expect((await step('post', { runId: 'run-2' })).decision).toBe('allow')
  const { items } = await listPolicyVersions(ctx, { params: { slug: 'no-leak' } })
  expect(items).toMatchObject([{ matched: 1 }])
})
