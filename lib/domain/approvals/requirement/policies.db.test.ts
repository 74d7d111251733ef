import { beforeEach, expect, test } from 'vitest'
import { listPolicyVersions, putGroup, putPolicy } from '#lib/domain/policies/index.ts'
import { policyBody } from '#lib/domain/policies/schemas.ts'
import { toolConfig } from '#lib/domain/tools/contract.ts'
import { putTool } from '#lib/domain/tools/index.ts'
import type { Context } from '#lib/platform/context.ts'
import { freshProject } from '#lib/platform/testing/database.ts'
import { type FakeClock, fakeClock } from '#lib/platform/testing/fake-clock.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { problemType } from '#lib/platform/testing/problem.ts'
import { backTest, checkCall, claimApproval, decideApproval, expireDue, getApproval } from '../index.ts'
import type { Approval, DecisionBody, RequestBody } from '../schemas.ts'
import { askForRefund, asPerson, refund, setPolicy } from '../testing/test-refunds.ts'
import { escalate } from '../waiting/escalate.ts'

const database = givenDatabase()
let ctx: Context
let clock: FakeClock
beforeEach(() => {
  clock = fakeClock()
  ctx = { ...freshProject(database.db), clock }
})

const ask = (more: Partial<RequestBody> = {}) => askForRefund(ctx, more)
const set = (slug: string, fields: object) => setPolicy(ctx, slug, fields)
const person = (id: string, role?: 'operator' | 'lead') => asPerson(ctx, id, role)
const decide = (by: Context, one: Approval, more: Partial<DecisionBody> = {}) =>
  decideApproval(by, { params: { id: one.id }, body: { kind: 'approve', expectedRevision: one.revision, ...more } })
const read = (one: Approval) => getApproval(ctx, { params: { id: one.id }, query: {} })
const claim = (one: Approval) => claimApproval(ctx, { params: { id: one.id }, body: { digest: one.digest } })

test('deny wins over approval and allow, and the seed actions stay held even where a policy allows them', async () => {
  await set('anything', { outcome: 'allow', tools: [] })
  expect((await ask({ environment: 'production' })).status).toBe('approved')
  expect((await ask({ tool: 'delete_resource' })).status).toBe('pending')
  expect((await ask({ risk: 'critical' })).status).toBe('pending')
  await set('large', { outcome: 'require_approval', arguments: [{ path: 'amount', op: 'range', min: 100 }] })
  expect(await ask()).toMatchObject({ status: 'pending', reasons: [{ rule: 'policy/large' }] })
  await set('never', {
    outcome: 'deny',
    arguments: [{ path: 'amount', op: 'range', min: 1_000 }],
    message: 'Too much.',
  })
  const denied = await ask({ arguments: { amount: 1_000 } })
  expect(denied).toMatchObject({ status: 'rejected', decision: { kind: 'reject', comment: 'Too much.' } })
  expect(denied.policyVersion).toContain('never@1')
  const { items } = await listPolicyVersions(ctx, { params: { slug: 'never' } })
  expect(items).toMatchObject([{ revision: 1, matched: 1 }])
})

test('in a quorum with groups each person counts once, and an edit voids earlier votes', async () => {
  const [ada, sam, lea] = [await person('ada'), await person('sam'), await person('lea')]
  await putGroup(ctx, { params: { slug: 'security' }, body: { description: null, members: ['usr_sam@example.test'] } })
  await set('large', { outcome: 'require_approval', quorum: 2, groups: [{ group: 'security', count: 1 }] })
  const asked = await ask()
  expect(await decide(ada, asked)).toMatchObject({ status: 'pending', revision: 1 })
  expect(await read(asked)).toMatchObject({ votes: [{ by: 'ada' }], missing: ['1 of the group security'] })
  const ownVoteOf = async (by: Context) => (await getApproval(by, { params: { id: asked.id }, query: {} })).ownVote
  expect([await ownVoteOf(ada), await ownVoteOf(sam), await ownVoteOf(ctx)]).toEqual([true, false, false])
  expect(await problemType(decide(ada, asked))).toBe('already-voted')
  expect(await problemType(decide(lea, asked))).toBe('not-eligible')
  const edited = await decide(sam, asked, { kind: 'edit', arguments: { amount: 90 } })
  expect(edited).toMatchObject({ status: 'pending', revision: 2, arguments: { amount: 90 } })
  expect(await problemType(decide(lea, asked))).toBe('stale-revision')
  const approved = await decide(lea, edited)
  expect(approved).toMatchObject({ status: 'approved', decision: { by: 'sam, lea' } })
  expect((await claim(approved)).effectiveArguments).toEqual({ amount: 90 })
})

test('an edit is checked again: what a policy forbids is not released', async () => {
  const ada = await person('ada')
  await set('large', { outcome: 'require_approval' })
  await set('never', { outcome: 'deny', arguments: [{ path: 'amount', op: 'range', min: 1_000 }] })
  const asked = await ask()
  const edit = decide(ada, asked, { kind: 'edit', arguments: { amount: 5_000 } })
  expect(await problemType(edit)).toBe('policy-denied')
})

test('a person who took part in the request, or whose role is too low, cannot approve it', async () => {
  const [ada, sam, lea] = [await person('ada', 'lead'), await person('sam'), await person('lea', 'lead')]
  await putPolicy(ada, {
    params: { slug: 'own' },
    body: policyBody.parse({ outcome: 'require_approval', tools: ['refund'], role: 'lead', noSelfApproval: true }),
  })
  const asked = await ask()
  expect(await problemType(decide(sam, asked))).toBe('not-eligible')
  expect(await problemType(decide(ada, asked))).toBe('not-eligible')
  expect(await decide(lea, asked)).toMatchObject({ status: 'approved' })
})

test('a new policy holds for what waits and for what was approved and not yet claimed', async () => {
  const ada = await person('ada')
  await set('large', { outcome: 'require_approval' })
  const [waits, approved] = [await ask(), await decide(ada, await ask())]
  await set('never', { outcome: 'deny' })
  expect(await problemType(decide(ada, waits))).toBe('policy-denied')
  expect(await problemType(claim(approved))).toBe('recheck-denied')
})

test('reading customer data and then posting is held, though each alone is allowed', async () => {
  const tool = toolConfig.put.body?.parse({ labels: ['customer-data'] })
  if (tool) await putTool(ctx, { params: { slug: 'read_customer' }, body: tool })
  await set('no-leak', { outcome: 'require_approval', tools: ['post'], touched: ['customer-data'] })
  const post = { tool: 'post', arguments: { to: 'web' } }
  expect((await checkCall(ctx, { body: { ...refund, ...post } })).outcome).toBe('allow')
  const reading = await ask({ tool: 'read_customer' })
  expect((await checkCall(ctx, { body: { ...refund, ...post } })).outcome).toBe('allow')
  await claim(reading)
  expect((await checkCall(ctx, { body: { ...refund, ...post } })).outcome).toBe('needs_approval')
  expect((await checkCall(ctx, { body: { ...refund, ...post, runId: 'run-2' } })).outcome).toBe('allow')
})

test('each limited use is given out once, however many requests come at once', async () => {
  await set('thrice', { outcome: 'allow', maxUses: 3 })
  const production = { environment: 'production' }
  const all = await Promise.all(Array.from({ length: 8 }, () => ask(production)))
  expect(all.filter(({ status }) => status === 'approved')).toHaveLength(3)
  const [first] = all.filter(({ status }) => status === 'approved')
  if (first) expect((await claim(first)).effectiveArguments).toEqual({ amount: 120 })
  expect(await ask(production)).toMatchObject({ status: 'pending' })
})

test('a repeated request uses nothing up and is counted once', async () => {
  await set('twice', { outcome: 'allow', maxUses: 2 })
  const call = { environment: 'production', toolCallId: 'call-1' }
  const [first, ...again] = [await ask(call), ...(await Promise.all([ask(call), ask(call)]))]
  expect(new Set(again.map(({ id }) => id))).toEqual(new Set([first.id]))
  const versions = async () => (await listPolicyVersions(ctx, { params: { slug: 'twice' } })).items
  expect(await versions()).toMatchObject([{ uses: 1, matched: 1 }])
  expect(await ask({ environment: 'production' })).toMatchObject({ status: 'approved' })
  expect(await versions()).toMatchObject([{ uses: 2, matched: 2 }])
})

test('a policy in shadow is reported and counted, and changes nothing', async () => {
  await set('later', { outcome: 'deny', mode: 'shadow' })
  expect(await ask()).toMatchObject({
    status: 'approved',
    reasons: [{ rule: 'seed/default-allow' }, { rule: 'shadow/later' }],
  })
})

test('where nobody decides, the channels are told once; then the request is rejected if the policy says so', async () => {
  await set('slow', {
    ...{ outcome: 'require_approval', expiresInSeconds: 60, onExpiry: 'reject', message: 'Ask on Monday.' },
    ...{ escalateAfterSeconds: 20, escalateTo: ['ops'] },
  })
  const asked = await ask()
  clock.advance(21)
  await escalate(ctx)
  await escalate(ctx)
  expect((await read(asked)).reasons.map(({ rule }) => rule)).toEqual(['policy/slow', 'escalated'])
  const sent = { projectId: ctx.projectId, channel: 'ops' }
  expect(await database.db.prisma.delivery.count({ where: sent })).toBe(1)
  clock.advance(40)
  await expireDue(ctx)
  expect(await read(asked)).toMatchObject({ status: 'rejected', decision: { comment: 'Ask on Monday.' } })
})

test('a policy that would not do what it seems to say is invalid, and the field is named', async () => {
  const field = (fields: object) =>
    set('bad', fields).then(
      () => null,
      error => error.fields.field,
    )
  expect(await field({ outcome: 'deny', maxUses: 1 })).toBe('body.maxUses')
  expect(await field({ outcome: 'allow', quorum: 2 })).toBe('body.quorum')
  expect(await field({ outcome: 'allow', risks: ['critical'] })).toBe('body.risks')
  expect(await field({ outcome: 'deny', escalateAfterSeconds: 60 })).toBe('body.escalateTo')
})

test('a back-test shows what would have been answered differently, and how people had decided', async () => {
  const ada = await person('ada')
  const [held, rejected] = [
    await ask({ environment: 'production' }),
    await ask({ environment: 'production', arguments: { amount: 5 } }),
  ]
  await decide(ada, held)
  await decide(ada, rejected, { kind: 'reject', comment: 'no' })
  await ask({ tool: 'other' })
  const policy = policyBody.parse({ outcome: 'allow', tools: ['refund'], mode: 'shadow' })
  expect(await backTest(ctx, { body: { slug: 'draft', policy, days: 30 } })).toMatchObject({
    ...{ considered: 3, matched: 2, wouldAllow: 2, changed: 2, allowedThoughRejected: 1 },
    items: expect.arrayContaining([
      expect.objectContaining({ id: rejected.id, was: 'needs_approval', decided: 'reject' }),
    ]),
  })
})
