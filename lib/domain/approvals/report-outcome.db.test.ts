import { afterAll, beforeAll, expect, test } from 'vitest'
import { problemType } from '#lib/platform/testing/problem.ts'
import { expireDue, getApproval, reportOutcome, settleApproval } from './index.ts'
import { outcomeBody } from './schemas.ts'
import { openScene, type Scene } from './testing/test-support.ts'

let scene: Scene
beforeAll(async () => {
  scene = await openScene()
})
afterAll(() => scene.database.drop())

const lapse = async () => {
  scene.clock.advance(301)
  await expireDue(scene.agent)
}
const settle = (id: string, status: 'executed' | 'failed') =>
  settleApproval(scene.operator, { params: { id }, body: { status, note: 'looked at the node' } })

test('a report after the lease is evidence; a person settles the request, and both are kept', async () => {
  const { approval, claimId } = await scene.claimed()
  await lapse()
  const report = { claimId, status: 'executed', result: { gone: true } } as const
  const reported = await reportOutcome(scene.agent, { params: { id: approval.id }, body: report })
  expect(reported).toMatchObject({ status: 'unknown', outcome: null, lateReport: { status: 'executed', error: null } })
  expect((await reportOutcome(scene.agent, { params: { id: approval.id }, body: report })).revision).toBe(
    reported.revision,
  )
  expect(
    await problemType(
      reportOutcome(scene.agent, { params: { id: approval.id }, body: { ...report, status: 'failed' } }),
    ),
  ).toBe('outcome-differs')
  const settled = await settle(approval.id, 'failed')
  expect(settled).toMatchObject({
    status: 'failed',
    outcome: { settledBy: scene.operator.actor.label, note: 'looked at the node' },
    lateReport: { status: 'executed', result: { gone: true } },
  })
  expect((await scene.audit(approval.id)).map(row => `${row.action} ${row.outcome}`)).toEqual([
    'approval.requested ok',
    'approval.decided ok',
    'approval.claimed ok',
    'approval.lapsed ok',
    'approval.reported-late ok',
    'approval.failed denied',
    'approval.settled ok',
  ])
})

test('a report after a person settled never changes their decision', async () => {
  const { approval, claimId } = await scene.claimed()
  await lapse()
  await settle(approval.id, 'failed')
  const reported = await reportOutcome(scene.agent, {
    params: { id: approval.id },
    body: { claimId, status: 'executed' },
  })
  expect(reported).toMatchObject({ status: 'failed', lateReport: { status: 'executed' } })
  expect((await getApproval(scene.operator, { params: { id: approval.id }, query: {} })).status).toBe('failed')
})

test('the end of the lease decides, not the time of the sweep', async () => {
  const { approval, claimId } = await scene.claimed()
  scene.clock.advance(301)
  expect(
    await reportOutcome(scene.agent, { params: { id: approval.id }, body: { claimId, status: 'executed' } }),
  ).toMatchObject({
    status: 'unknown',
    lateReport: { status: 'executed' },
  })
  const other = await scene.claimed()
  expect(await problemType(settle(other.approval.id, 'executed'))).toBe('not-unknown')
  scene.clock.advance(301)
  expect((await settle(other.approval.id, 'executed')).status).toBe('executed')
  expect((await scene.audit(other.approval.id)).map(row => row.action)).toContain('approval.lapsed')
})

test('only the holder of the claim id can report, and no answer reveals it', async () => {
  const { approval, claimId } = await scene.claimed()
  expect(
    await problemType(
      reportOutcome(scene.agent, { params: { id: approval.id }, body: { claimId: 'clm_x', status: 'executed' } }),
    ),
  ).toBe('not-claimed')
  const read = await getApproval(scene.agent, { params: { id: approval.id }, query: {} })
  expect(JSON.stringify(read)).not.toContain(claimId)
  expect(read.claim?.by).toBe(scene.agent.actor.label)
  const unclaimed = await scene.approve(await scene.ask())
  expect(
    await problemType(
      reportOutcome(scene.agent, { params: { id: unclaimed.id }, body: { claimId, status: 'executed' } }),
    ),
  ).toBe('not-claimed')
})

test('a long report is accepted, and its middle is left out', async () => {
  const { approval, claimId } = await scene.claimed()
  const error = `begin${'x'.repeat(50_000)}end`
  const result = { log: `first${'y'.repeat(400_000)}last` }
  const { outcome } = await reportOutcome(scene.agent, {
    params: { id: approval.id },
    body: { claimId, status: 'failed', error, result },
  })
  expect(outcome?.error).toMatch(/^beginx+\n… 30008 characters left out …\nx+end$/)
  expect(outcome?.result).toMatchObject({ truncated: true, tail: expect.stringMatching(/last"}$/) })
})

test('a report with a number that no double holds is accepted', async () => {
  const { approval, claimId } = await scene.claimed()
  const body = outcomeBody.parse({ claimId, status: 'executed', result: JSON.parse('{"rows":1e400,"name":"x"}') })
  const { outcome } = await reportOutcome(scene.agent, { params: { id: approval.id }, body })
  expect(outcome?.result).toEqual({ rows: null, name: 'x' })
})

test('a result comes back as it was reported, whatever it looks like', async () => {
  const { approval, claimId } = await scene.claimed()
  const text =
    '{"$type":"Json","value":"{}","__proto__":{"a":1},"constructor":1,"toJSON":1,"list":[{"$type":"DateTime","value":"2020"}],"u":"\\u0001\\u2028"}'
  const report = { claimId, status: 'executed', result: JSON.parse(text) } as const
  const input = { params: { id: approval.id }, body: report }
  expect((await reportOutcome(scene.agent, input)).outcome?.result).toEqual(JSON.parse(text))
})
