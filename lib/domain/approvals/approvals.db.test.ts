import { compactVerify, importJWK } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { verifyChain } from '#lib/platform/audit/verify.ts'
import type { Context } from '#lib/platform/context.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import {
  createTestDatabase,
  type TestDatabase,
  testContext,
  testKey,
  testOperator,
} from '#lib/platform/testing/database.ts'
import { fakeClock } from '#lib/platform/testing/fake-clock.ts'
import { seedSession } from '#lib/platform/testing/session.ts'
import { isProblem } from '#lib/shared/problem.ts'
import * as approvals from './index.ts'
import type { Approval, RequestBody } from './schemas.ts'

let database: TestDatabase
let agent: Context
let operator: Context
const clock = fakeClock()
beforeAll(async () => {
  database = await createTestDatabase()
  agent = testContext(database.db, testKey, clock)
  operator = testContext(database.db, testOperator, clock)
  await seedSession(database.db, testOperator)
})
afterAll(() => database.drop())

const body: RequestBody = {
  agent: 'incident-responder',
  tool: 'delete_resource',
  arguments: { resource: 'node-3' },
  environment: 'production',
}
const ask = (more: Partial<RequestBody> = {}) => approvals.requestApproval(agent, { body: { ...body, ...more } })
const approve = (one: Approval) =>
  approvals.decideApproval(operator, {
    params: { id: one.id },
    body: { kind: 'approve', expectedRevision: one.revision },
  })
const type = (error: unknown) => (isProblem(error) ? error.fields.type : String(error))

describe('the life of an action', () => {
  test('asked, approved, claimed once, executed; the receipt verifies offline; audit has every step', async () => {
    const asked = await ask({ rationale: 'it hangs' })
    expect(asked).toMatchObject({ status: 'pending', revision: 1, risk: 'critical' })
    const approved = await approve(asked)
    const claim = await approvals.claimApproval(agent, { params: { id: asked.id }, body: { digest: approved.digest } })
    const [jwk] = (await approvals.publicKeys(database.db)).keys
    const { payload } = await compactVerify(claim.receipt, await importJWK(jwk!, 'EdDSA'))
    expect(JSON.parse(new TextDecoder().decode(payload))).toMatchObject({
      iss: 'holdpoint',
      aid: asked.id,
      digest: asked.digest,
      decision: 'approve',
      approvers: [testOperator.label],
    })
    await expect(
      approvals.claimApproval(agent, { params: { id: asked.id }, body: { digest: approved.digest } }),
    ).rejects.toSatisfy(e => type(e) === 'already-claimed')
    const report = { claimId: claim.claimId, status: 'executed', result: { gone: true } } as const
    const done = await approvals.reportOutcome(agent, { params: { id: asked.id }, body: report })
    expect(done).toMatchObject({ status: 'executed', outcome: { result: { gone: true } } })
    expect((await approvals.reportOutcome(agent, { params: { id: asked.id }, body: report })).revision).toBe(
      done.revision,
    )
    await expect(
      approvals.reportOutcome(agent, { params: { id: asked.id }, body: { ...report, status: 'failed' } }),
    ).rejects.toSatisfy(e => type(e) === 'outcome-differs')
    const { rows } = await database.db.pool.query(
      "select action || ' ' || outcome as row from audit_event where object_id = $1 order by seq",
      [asked.id],
    )
    expect(rows.map(({ row }) => row)).toEqual([
      'approval.requested ok',
      'approval.decided ok',
      'approval.claimed ok',
      'approval.claimed denied',
      'approval.executed ok',
      'approval.failed denied',
    ])
  })

  test('an edit makes a new digest, and only the new one can be claimed', async () => {
    const asked = await ask()
    const edited = await approvals.decideApproval(operator, {
      params: { id: asked.id },
      body: {
        kind: 'edit',
        arguments: { resource: 'node-4' },
        expectedRevision: 1,
      },
    })
    expect(edited.digest).not.toBe(asked.digest)
    expect(edited).toMatchObject({ arguments: { resource: 'node-4' }, originalArguments: { resource: 'node-3' } })
    await expect(
      approvals.claimApproval(agent, { params: { id: asked.id }, body: { digest: asked.digest } }),
    ).rejects.toSatisfy(e => type(e) === 'digest-mismatch')
    expect(
      (await approvals.claimApproval(agent, { params: { id: asked.id }, body: { digest: edited.digest } }))
        .effectiveArguments,
    ).toEqual({
      resource: 'node-4',
    })
  })

  test('rejected and answered: never claimable, and the reason reaches the agent', async () => {
    for (const kind of ['reject', 'respond'] as const) {
      const asked = await ask()
      const decided = await approvals.decideApproval(operator, {
        params: { id: asked.id },
        body: {
          kind,
          comment: 'node-3 is the primary',
          expectedRevision: 1,
        },
      })
      expect(decided).toMatchObject({ status: 'rejected', decision: { kind, comment: 'node-3 is the primary' } })
      await expect(
        approvals.claimApproval(agent, { params: { id: asked.id }, body: { digest: asked.digest } }),
      ).rejects.toSatisfy(e => type(e) === 'not-approved')
    }
  })

  test('a late decision releases nothing, before or after the sweep', async () => {
    const asked = await ask({ expiresInSeconds: 10 })
    clock.advance(11)
    await expect(approve(asked)).rejects.toSatisfy(e => type(e) === 'expired')
    expect(await approvals.expireDue(agent)).toBeGreaterThan(0)
    expect((await approvals.getApproval(operator, { params: { id: asked.id }, query: {} })).status).toBe('expired')
    await expect(approve(asked)).rejects.toSatisfy(e => type(e) === 'expired')
  })

  test('a claim without a report becomes unknown, and a person settles it', async () => {
    const approved = await approve(await ask())
    await approvals.claimApproval(agent, { params: { id: approved.id }, body: { digest: approved.digest } })
    clock.advance(301)
    await approvals.expireDue(agent)
    expect((await approvals.getApproval(operator, { params: { id: approved.id }, query: {} })).status).toBe('unknown')
    const settled = await approvals.settleApproval(operator, {
      params: { id: approved.id },
      body: {
        status: 'executed',
        note: 'the node is gone',
      },
    })
    expect(settled).toMatchObject({
      status: 'executed',
      outcome: { settledBy: testOperator.label, note: 'the node is gone' },
    })
  })

  test('a call for which no rule asks approval is approved by the policy at once', async () => {
    const asked = await ask({ tool: 'search_kb', environment: 'staging' })
    expect(asked).toMatchObject({ status: 'approved', decision: { kind: 'approve' } })
  })
})

describe('permissions and revisions', () => {
  test('no key can decide, and the attempt is audited', async () => {
    const asked = await ask()
    await expect(
      approvals.decideApproval(agent, { params: { id: asked.id }, body: { kind: 'approve', expectedRevision: 1 } }),
    ).rejects.toSatisfy(e => type(e) === 'forbidden')
    const { rows } = await database.db.pool.query(
      "select outcome from audit_event where object_id = $1 and action = 'approvals.decide'",
      [asked.id],
    )
    expect(rows).toEqual([{ outcome: 'denied' }])
  })

  test('a decision on a revision that is not the present one is a conflict', async () => {
    const asked = await ask()
    await expect(
      approvals.decideApproval(operator, { params: { id: asked.id }, body: { kind: 'approve', expectedRevision: 7 } }),
    ).rejects.toSatisfy(e => type(e) === 'stale-revision')
  })

  test('ambiguous arguments are invalid, and their path is named', async () => {
    await expect(ask({ arguments: { a: { b: [1, 2 ** 60] } } })).rejects.toSatisfy(
      e => isProblem(e) && e.fields.field === 'body.arguments.a.b.1',
    )
    await expect(ask({ arguments: { a: '\ud800' } })).rejects.toSatisfy(
      e => isProblem(e) && e.fields.field === 'body.arguments.a',
    )
  })
})

test('the audit chain verifies, and names the first changed row', async () => {
  expect(await verifyChain(poolSql(database.db), 'default')).toMatchObject({ ok: true })
  await database.db.pool.query("update audit_event set body = body || ' ' where seq = 20")
  expect(await verifyChain(poolSql(database.db), 'default')).toMatchObject({ ok: false, brokenSeq: '20' })
})
