import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { databaseClock } from '#lib/platform/context.ts'
import { testKey } from '#lib/platform/testing/database.ts'
import { claimApproval, decideApproval, expireDue, getApproval, reportOutcome, settleApproval } from './index.ts'
import { isSettled } from './rules.ts'
import { type Approval, requestBody, type Status, statuses } from './schemas.ts'
import { boundKey, openScene, type Scene } from './testing/test-support.ts'

let scene: Scene
beforeAll(async () => {
  scene = await openScene()
})
afterAll(() => scene.database.drop())

let runs = 0
/** One call of a run of its own, as a model names it. */
const call = (more = {}) => ({ runId: `run-${runs++}`, toolCallId: 'delete_resource:0', ...more })

test('three calls with one id, in two runs and on two nodes, are three requests', async () => {
  const url = new URL('../../../e2e/fixtures/reports/tool-call-id-repeated.json', import.meta.url)
  const bodies = JSON.parse(readFileSync(url, 'utf8')).send.map((body: unknown) => requestBody.parse(body))
  const asked: Approval[] = []
  for (const body of bodies) asked.push(await scene.ask(body))
  expect(asked.map(one => one.status)).toEqual(['pending', 'pending', 'pending'])
  expect(new Set(asked.map(one => one.id)).size).toBe(3)
  expect(asked.map(one => one.arguments)).toEqual(bodies.map((body: { arguments: unknown }) => body.arguments))
  for (const [i, body] of bodies.entries()) expect((await scene.ask(body)).id).toBe(asked[i]?.id)
})

test('an empty id is none: two calls are two requests', async () => {
  const body = call({ toolCallId: '' })
  expect(requestBody.shape.toolCallId.parse(body.toolCallId)).toBe('')
  const first = await scene.ask(body)
  expect(first).toMatchObject({ status: 'pending', toolCallId: null })
  expect((await scene.ask(body)).id).not.toBe(first.id)
})

// BerriAI/litellm 41534: Gemini's signature of its thoughts stands in the id.
test('an id of some thousand characters counts with all of them', async () => {
  const body = call({ toolCallId: `call_0a1b__thought__${'Q'.repeat(9000)}` })
  expect(requestBody.shape.toolCallId.parse(body.toolCallId)).toBe(body.toolCallId)
  const first = await scene.ask(body)
  expect(first.toolCallId?.length).toBeLessThanOrEqual(200)
  expect((await scene.ask(body)).id).toBe(first.id)
  expect((await scene.ask({ ...body, toolCallId: `${body.toolCallId}R` })).id).not.toBe(first.id)
})

test('the id counts within agent and run, whatever key asks', async () => {
  const body = call()
  const first = await scene.ask(body)
  const [other, bound] = [scene.as({ ...testKey, id: 'key_other' } as typeof testKey), scene.as(boundKey(first.agent))]
  expect((await scene.ask(body, other)).id).toBe(first.id)
  expect((await scene.ask(body, bound)).id).toBe(first.id)
  for (const more of [{ agent: 'another' }, { runId: 'another' }, { toolCallId: 'another' }, { release: '2' }]) {
    expect((await scene.ask({ ...body, ...more })).id).not.toBe(first.id)
  }
  const withoutRun = { toolCallId: `call ${runs}` }
  expect((await scene.ask(withoutRun)).id).toBe((await scene.ask(withoutRun)).id)
})

/** How the verbs bring a request into each status; nothing supersedes a request yet. */
const ways: Record<Exclude<Status, 'superseded'>, (one: Approval) => Promise<unknown>> = {
  pending: async () => {},
  approved: one => scene.approve(one),
  claimed: one => claim(one),
  unknown: async one => {
    await claim(one)
    scene.clock.advance(301)
    await expireDue(scene.agent)
  },
  executed: one => report(one, 'executed'),
  failed: one => report(one, 'failed'),
  rejected: one =>
    decideApproval(scene.operator, {
      params: { id: one.id },
      body: { kind: 'reject', comment: 'no', expectedRevision: 1 },
    }),
  expired: async () => {
    scene.clock.advance(16 * 60)
    await expireDue(scene.agent)
  },
  cancelled: one => scene.cancel(one),
}
async function claim(one: Approval) {
  const { digest } = await scene.approve(one)
  return claimApproval(scene.agent, { params: { id: one.id }, body: { digest } })
}
async function report(one: Approval, status: 'executed' | 'failed') {
  const { claimId } = await claim(one)
  return reportOutcome(scene.agent, { params: { id: one.id }, body: { claimId, status } })
}

test.each(Object.entries(ways))('asked again while it is %s', async (status, way) => {
  const body = call()
  const first = await scene.ask(body)
  await way(first)
  expect((await getApproval(scene.operator, { params: { id: first.id }, query: {} })).status).toBe(status)
  const again = await scene.ask(body)
  const settled = ['executed', 'failed', 'rejected', 'expired', 'cancelled'].includes(status)
  expect(again.id === first.id).toBe(!settled)
  expect(again.status).toBe(settled ? 'pending' : status)
})

test('a settled request has no further transition', () => {
  expect(statuses.filter(isSettled)).toEqual(['executed', 'failed', 'rejected', 'expired', 'cancelled', 'superseded'])
})

test('a repeated request still gets the edited arguments; a request for the edited call itself is a new one', async () => {
  const body = call()
  const first = await scene.ask(body)
  const edit = { kind: 'edit', arguments: { resource: 'node-4' }, expectedRevision: 1 } as const
  await decideApproval(scene.operator, { params: { id: first.id }, body: edit })
  expect(await scene.ask(body)).toMatchObject({ id: first.id, status: 'approved', arguments: edit.arguments })
  expect((await scene.ask({ ...body, arguments: edit.arguments })).id).not.toBe(first.id)
})

test('a call that may have run can be requested again only after a person has settled it', async () => {
  const body = call()
  const first = await scene.ask(body)
  await ways.unknown(first)
  expect((await scene.ask(body)).id).toBe(first.id)
  await settleApproval(scene.operator, {
    params: { id: first.id },
    body: { status: 'failed', note: 'it never started' },
  })
  expect((await scene.ask(body)).id).not.toBe(first.id)
})

test('a new request ends an expired one even before the sweep does', async () => {
  for (const [status, way] of [
    ['expired', ways.pending],
    ['expired', ways.approved],
    ['unknown', ways.claimed],
  ] as const) {
    const body = call()
    const first = await scene.ask(body)
    await way(first)
    scene.clock.advance(16 * 60)
    const again = await scene.ask(body)
    expect(again.id === first.id).toBe(status === 'unknown')
    expect((await getApproval(scene.operator, { params: { id: first.id }, query: {} })).status).toBe(status)
    const steps = await scene.audit(first.id)
    expect(steps.at(-1)?.action).toBe(status === 'expired' ? 'approval.expired' : 'approval.lapsed')
  }
})

test('of many simultaneous requests for one call, one is created', async () => {
  const body = call()
  const live = scene.as(testKey, databaseClock)
  const answers = await Promise.all(Array.from({ length: 16 }, () => scene.ask(body, live)))
  expect(new Set(answers.map(answer => answer.id)).size).toBe(1)
  expect(await scene.audit(answers[0]?.id ?? '')).toHaveLength(1)
})
