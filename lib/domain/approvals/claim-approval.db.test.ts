import { compactVerify, decodeJwt, importJWK } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '#lib/platform/context.ts'
import { testKey, testOperator } from '#lib/platform/testing/database.ts'
import { problemType } from '#lib/platform/testing/problem.ts'
import { seedSession } from '#lib/platform/testing/session.ts'
import { newId } from '#lib/shared/ids.ts'
import {
  cancelApproval,
  claimApproval,
  decideApproval,
  getApproval,
  listApprovals,
  publicKeys,
  reportOutcome,
  requestApproval,
} from './index.ts'
import { listQuery } from './schemas.ts'
import { boundKey, openScene, type Scene } from './testing/test-support.ts'

let scene: Scene
beforeAll(async () => {
  scene = await openScene()
})
afterAll(() => scene.database.drop())

describe('a key bound to another agent', () => {
  test('gets 404 from every verb, and the attempt is in the audit', async () => {
    const stranger = scene.as(boundKey('other-agent'))
    const { approval, claimId } = await scene.claimed()
    const waiting = await scene.ask()
    const tries = [
      () => getApproval(stranger, { params: { id: approval.id }, query: {} }),
      () => claimApproval(stranger, { params: { id: waiting.id }, body: { digest: waiting.digest } }),
      () => reportOutcome(stranger, { params: { id: approval.id }, body: { claimId, status: 'executed' } }),
      () => cancelApproval(stranger, { params: { id: waiting.id } }),
    ]
    for (const attempt of tries) expect(await problemType(attempt())).toBe('not-found')
    expect(await problemType(getApproval(stranger, { params: { id: 'apr_none' }, query: {} }))).toBe('not-found')
    expect((await listApprovals(stranger, { query: listQuery.parse({}) })).items).toEqual([])
    const denied = (await scene.audit(waiting.id)).filter(row => row.outcome === 'denied')
    expect(denied.map(row => [row.action, row.actor])).toEqual([
      ['approval.claimed', 'key_other-agent'],
      ['approval.cancelled', 'key_other-agent'],
    ])
    expect(await problemType(requestApproval(stranger, { body: ask }))).toBe('invalid')
  })
  const ask = { agent: 'incident-responder', tool: 't', arguments: {}, environment: 'staging' }
})

test('a key that was revoked or has expired since the request claims nothing, however lately this process has seen it', async () => {
  const { prisma, pool } = scene.database.db
  await pool.query("insert into project (id, name, created_at) values ('default', 'x', now()) on conflict do nothing")
  for (const ended of [{ revokedAt: new Date('2026-01-01') }, { expiresAt: new Date('2026-01-01') }]) {
    const id = newId('key')
    const key = { id, projectId: 'default', name: 'an agent', prefix: 'hp_', hash: id, scopes: ['agent'] }
    await prisma.apiKey.create({ data: key })
    const agent = scene.as({ ...testKey, kind: 'key', id } as Actor)
    const approved = await scene.approve(await scene.ask({}, agent))
    await prisma.apiKey.update({ where: { id }, data: ended })
    const claim = () => claimApproval(agent, { params: { id: approved.id }, body: { digest: approved.digest } })
    expect(await problemType(claim())).toBe('unauthenticated')
    expect((await scene.audit(approved.id)).at(-1)).toMatchObject({
      action: 'approval.claimed',
      outcome: 'denied',
      actor: id,
    })
    await prisma.apiKey.update({ where: { id }, data: { revokedAt: null, expiresAt: null } })
    expect(await problemType(claim())).toBe('ok')
  }
})

test('each denied claim has its own problem type, and the most specific one wins', async () => {
  const claim = (one: { id: string; digest: string }) =>
    problemType(claimApproval(scene.agent, { params: { id: one.id }, body: { digest: one.digest } }))
  const waiting = await scene.ask({ expiresInSeconds: 60 })
  expect(await claim(waiting)).toBe('not-approved')
  const approved = await scene.approve(await scene.ask({ expiresInSeconds: 60 }))
  expect(await claim({ ...approved, digest: waiting.digest.replace(/.$/, 'x') })).toBe('digest-mismatch')
  scene.clock.advance(60)
  expect(await claim(approved)).toBe('expired')
  expect(await claim(waiting)).toBe('expired')
  const { approval } = await scene.claimed()
  expect(await claim(approval)).toBe('already-claimed')
  expect((await scene.audit(approved.id)).filter(row => row.outcome === 'denied').length).toBeGreaterThan(0)
})

test('a call that only the policy allowed is checked against the policy again when it is claimed', async () => {
  const allowed = await scene.ask({ tool: 'search_kb', environment: 'staging' })
  expect(allowed.status).toBe('approved')
  // As if the tool had become dangerous since.
  await scene.database.db.pool.query("update approval set tool = 'delete_resource' where id = $1", [allowed.id])
  expect(
    await problemType(claimApproval(scene.agent, { params: { id: allowed.id }, body: { digest: allowed.digest } })),
  ).toBe('recheck-denied')
  expect((await getApproval(scene.operator, { params: { id: allowed.id }, query: {} })).claim).toBeNull()
})

test('a receipt is valid for five minutes, names the decision, and is invalid after any change', async () => {
  const asked = await scene.ask()
  const edited = await decideApproval(scene.operator, {
    params: { id: asked.id },
    body: {
      kind: 'edit',
      arguments: { resource: 'node-9' },
      expectedRevision: 1,
    },
  })
  const { receipt } = await claimApproval(scene.agent, { params: { id: edited.id }, body: { digest: edited.digest } })
  const claims = decodeJwt(receipt)
  expect(claims).toMatchObject({ iss: 'holdpoint', aid: asked.id, digest: edited.digest, decision: 'edit' })
  expect([claims.policyVersion, typeof claims.jti]).toEqual([edited.policyVersion, 'string'])
  expect(Number(claims.exp) - Number(claims.iat)).toBeLessThanOrEqual(300)
  const [jwk] = (await publicKeys(scene.database.db)).keys
  const key = await importJWK(jwk ?? {}, 'EdDSA')
  const [head, , signature] = receipt.split('.')
  const forged = Buffer.from(JSON.stringify({ ...claims, digest: asked.digest })).toString('base64url')
  await expect(compactVerify(receipt, key)).resolves.toBeDefined()
  await expect(compactVerify(`${head}.${forged}.${signature}`, key)).rejects.toThrow()
  expect(JSON.stringify(await publicKeys(scene.database.db))).not.toContain('"d"')
})

describe('a critical action', () => {
  const critical = (kind: 'approve' | 'reject', id: string) =>
    problemType(
      decideApproval(scene.operator, { params: { id }, body: { kind, comment: 'because', expectedRevision: 1 } }),
    )
  test('is released only with a recently typed password; rejecting it needs none', async () => {
    await seedSession(scene.database.db, testOperator, 3_600)
    const [first, second] = [await scene.ask(), await scene.ask()]
    const high = await scene.ask({ tool: 'send_notification' })
    expect(await critical('approve', first.id)).toBe('reauthentication-required')
    expect((await getApproval(scene.operator, { params: { id: first.id }, query: {} })).status).toBe('pending')
    expect(await critical('reject', second.id)).toBe('ok')
    expect(await critical('approve', high.id)).toBe('ok')
    await seedSession(scene.database.db, testOperator)
    expect(await critical('approve', first.id)).toBe('ok')
  })
})

test('an edit follows the rules of a request, changes digest and revision, and must change something', async () => {
  const asked = await scene.ask()
  const edit = (args: Record<string, unknown>, expectedRevision = 1) =>
    decideApproval(scene.operator, {
      params: { id: asked.id },
      body: { kind: 'edit', arguments: args, expectedRevision },
    })
  expect(await problemType(edit({ resource: 'node-3' }))).toBe('invalid')
  expect(await problemType(edit({ n: 2 ** 53 }))).toBe('invalid')
  expect(await problemType(edit({ text: '\udc00' }))).toBe('invalid')
  expect(await problemType(edit({ text: 'x'.repeat(300_000) }))).toBe('invalid')
  expect(await problemType(edit({ resource: 'node-4' }, 2))).toBe('stale-revision')
  const edited = await edit({ resource: 'node-4' })
  expect(edited).toMatchObject({
    status: 'approved',
    revision: 2,
    risk: 'critical',
    originalArguments: asked.arguments,
  })
  expect(edited.reasons).toEqual(asked.reasons)
  expect(edited.digest).not.toBe(asked.digest)
})

test('only the allowed decisions are accepted', async () => {
  const asked = await scene.ask({ allowedDecisions: ['approve', 'reject'] })
  const edit = decideApproval(scene.operator, {
    params: { id: asked.id },
    body: { kind: 'edit', arguments: { a: 1 }, expectedRevision: 1 },
  })
  expect(await problemType(edit)).toBe('invalid')
  expect((await getApproval(scene.operator, { params: { id: asked.id }, query: {} })).status).toBe('pending')
})
