import { decodeJwt } from 'jose'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Actor } from '#lib/platform/context.ts'
import { eventBus } from '#lib/platform/events/bus.ts'
import { forget } from '#lib/platform/registry.ts'
import { testKey, testOperator } from '#lib/platform/testing/database.ts'
import { problemType } from '#lib/platform/testing/problem.ts'
import { seedSession } from '#lib/platform/testing/session.ts'
import {
  cancelApproval,
  claimApproval,
  decideApproval,
  getApproval,
  listApprovals,
  reportOutcome,
  requestApproval,
  settleApproval,
} from './index.ts'
import { listQuery } from './schemas.ts'
import { boundKey, openScene, type Scene } from './testing/test-support.ts'

let scene: Scene
beforeAll(async () => {
  scene = await openScene()
  await scene.database.db.pool.query(
    "insert into project (id, name) values ('default', 'A'), ('another', 'B') on conflict do nothing",
  )
})
afterAll(async () => {
  await (await eventBus(scene.database.db)).close()
  forget('event-bus')
  await scene.database.drop()
})

const approve = { kind: 'approve', expectedRevision: 1 } as const
const denials = async (actor: string) => {
  const { rows } = await scene.database.db.pool.query(
    "select action, object_type, object_id, body::jsonb -> 'evidence' ->> 'reason' as reason from audit_event where outcome = 'denied' and actor_id = $1 order by seq",
    [actor],
  )
  return rows
}

test('every verb answers 404 to another project', async () => {
  const { approval, claimId } = await scene.claimed()
  const waiting = await scene.ask()
  const there = { projectId: 'another' }
  const key = { ...scene.agent, ...there }
  const person = { ...scene.operator, ...there }
  const tries = [
    () => getApproval(key, { params: { id: waiting.id }, query: {} }),
    () => getApproval(person, { params: { id: waiting.id }, query: {} }),
    () => getApproval(key, { params: { id: waiting.id }, query: { wait: 1 } }),
    () => decideApproval(person, { params: { id: waiting.id }, body: approve }),
    () => claimApproval(key, { params: { id: approval.id }, body: { digest: approval.digest } }),
    () => cancelApproval(key, { params: { id: waiting.id } }),
    () => cancelApproval(person, { params: { id: waiting.id } }),
    () => reportOutcome(key, { params: { id: approval.id }, body: { claimId, status: 'executed' } }),
    () => settleApproval(person, { params: { id: approval.id }, body: { status: 'failed', note: 'n' } }),
  ]
  for (const attempt of tries) expect(await problemType(attempt())).toBe('not-found')
  const { items, waiting: count } = await listApprovals(person, { query: listQuery.parse({}) })
  expect([items, count]).toEqual([[], 0])
  const asked = { agent: 'a', tool: 'delete_resource', arguments: {}, environment: 'staging' }
  const first = await requestApproval(scene.agent, { body: { ...asked, toolCallId: 'call-1' } })
  const second = await requestApproval(key, { body: { ...asked, toolCallId: 'call-1' } })
  expect(second.id).not.toBe(first.id)
  expect(second.digest).not.toBe(first.digest)
})

test('a caller without the permission gets 403, and the attempt is audited', async () => {
  const { approval, claimId } = await scene.claimed()
  const waiting = await scene.ask()
  const viewer = scene.as({ ...testOperator, id: 'usr_viewer', role: 'viewer' } as Actor)
  const all = scene.as({ ...testKey, id: 'key_every_scope' } as Actor)
  const reader = scene.as({ ...testKey, id: 'key_reader', scopes: ['read'] } as Actor)
  const tries = [
    () => decideApproval(viewer, { params: { id: waiting.id }, body: approve }),
    () => settleApproval(viewer, { params: { id: approval.id }, body: { status: 'failed', note: 'n' } }),
    () => cancelApproval(viewer, { params: { id: waiting.id } }),
    () => decideApproval(all, { params: { id: waiting.id }, body: approve }),
    () => settleApproval(all, { params: { id: approval.id }, body: { status: 'failed', note: 'n' } }),
    () => claimApproval(reader, { params: { id: waiting.id }, body: { digest: waiting.digest } }),
    () => reportOutcome(reader, { params: { id: approval.id }, body: { claimId, status: 'executed' } }),
    () => cancelApproval(reader, { params: { id: waiting.id } }),
    () => claimApproval(scene.operator, { params: { id: waiting.id }, body: { digest: waiting.digest } }),
  ]
  for (const attempt of tries) expect(await problemType(attempt())).toBe('forbidden')
  expect((await getApproval(reader, { params: { id: waiting.id }, query: {} })).status).toBe('pending')
  const counts = await Promise.all(
    ['usr_viewer', 'key_every_scope', 'key_reader'].map(async id => (await denials(id)).length),
  )
  expect(counts).toEqual([3, 2, 3])
})

test('a key that asks for another agent is audited', async () => {
  const body = { agent: 'other', tool: 't', arguments: {}, environment: 'staging' }
  expect(await problemType(requestApproval(scene.as(boundKey('one')), { body }))).toBe('invalid')
  const [foreign] = await denials('key_one')
  expect(foreign).toMatchObject({ action: 'approval.requested', object_type: 'agent', object_id: 'other' })
})

test('a critical release without a recent password is denied and audited', async () => {
  await seedSession(scene.database.db, testOperator, 3_600)
  const asked = await scene.ask()
  expect(await problemType(scene.approve(asked))).toBe('reauthentication-required')
  expect((await scene.audit(asked.id)).map(row => `${row.action} ${row.outcome}`)).toEqual([
    'approval.requested ok',
    'approval.decided denied',
  ])
  await seedSession(scene.database.db, testOperator)
})

test('the audit shows when a person decided a request of their own key', async () => {
  await scene.database.db.pool.query(
    `insert into api_key (id, project_id, hash, name, prefix, scopes, created_by) values ($1, 'default', 'h', 'k', 'p', '{agent}', $2)`,
    ['key_own', testOperator.id],
  )
  const own = await requestApproval(scene.as({ ...testKey, id: 'key_own' } as Actor), {
    body: {
      agent: 'a',
      tool: 'delete_resource',
      arguments: {},
      environment: 'staging',
    },
  })
  const foreign = await scene.ask()
  const detail = async ({ id }: { id: string }) => {
    const { ownRequest, decidedByRequester } = await getApproval(scene.operator, { params: { id }, query: {} })
    return { ownRequest, decidedByRequester }
  }
  expect(await detail(own)).toEqual({ ownRequest: true, decidedByRequester: false })
  expect(await detail(foreign)).toEqual({ ownRequest: false, decidedByRequester: false })
  for (const one of [own, foreign]) await scene.approve(one)
  expect(await detail(own)).toEqual({ ownRequest: true, decidedByRequester: true })
  expect(await detail(foreign)).toEqual({ ownRequest: false, decidedByRequester: false })
  const { rows } = await scene.database.db.pool.query(
    "select object_id, body::jsonb -> 'evidence' -> 'ownRequest' as own from audit_event where action = 'approval.decided' and object_id = any($1) order by seq",
    [[own.id, foreign.id]],
  )
  expect(rows).toEqual([
    { object_id: own.id, own: true },
    { object_id: foreign.id, own: false },
  ])
})

test('a receipt names people as approvers, and none where the policy allowed the action', async () => {
  const allowed = await scene.ask({ tool: 'search_kb', environment: 'staging' })
  const byPolicy = decodeJwt(
    (await claimApproval(scene.agent, { params: { id: allowed.id }, body: { digest: allowed.digest } })).receipt,
  )
  expect(byPolicy).toMatchObject({ decision: 'approve', approvers: [], policyVersion: allowed.policyVersion })
  const approved = await scene.approve(await scene.ask())
  const byPerson = decodeJwt(
    (await claimApproval(scene.agent, { params: { id: approved.id }, body: { digest: approved.digest } })).receipt,
  )
  expect(byPerson.approvers).toEqual([testOperator.label])
})

test('an edit is checked with the risk that the agent declared, not with the risk that the policy set', async () => {
  const edit = async (more: object) => {
    const asked = await scene.ask(more)
    const edited = await decideApproval(scene.operator, {
      params: { id: asked.id },
      body: {
        kind: 'edit',
        arguments: { resource: 'node-4' },
        expectedRevision: 1,
      },
    })
    return [asked, edited] as const
  }
  const [unknown, edited] = await edit({ tool: 'restart_service' })
  expect(unknown.reasons[0]?.rule).toBe('seed/unknown-tool-in-production')
  expect([edited.reasons, edited.risk]).toEqual([unknown.reasons, 'high'])
  const [, declared] = await edit({ tool: 'send_notification', risk: 'critical' })
  expect(declared.risk).toBe('critical')
})
