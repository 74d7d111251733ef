import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { audit } from '#lib/platform/audit/write.ts'
import type { Actor, Context } from '#lib/platform/context.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import { transaction } from '#lib/platform/db/transaction.ts'
import {
  createTestDatabase,
  type TestDatabase,
  testContext,
  testKey,
  testOperator,
} from '#lib/platform/testing/database.ts'
import { problemType } from '#lib/platform/testing/problem.ts'
import { listAudit } from './list-audit.ts'
import { type AuditQuery, auditPage, auditQuery, verification } from './schemas.ts'
import { verifyAudit } from './verify-audit.ts'

let test: TestDatabase
const opened: TestDatabase[] = []
beforeEach(async () => {
  test = await createTestDatabase()
  opened.push(test)
})
afterAll(() => Promise.all(opened.map(one => one.drop())))

const sql = () => poolSql(test.db)
const ctx = (actor: Actor = testOperator): Context => testContext(test.db, actor)
const write = (action: string, object: string, actor: Actor = testOperator, projectId = 'default') =>
  transaction(test.db, tx =>
    audit(
      tx,
      { ...ctx(actor), projectId },
      { action, object: { type: action.split('.')[0] ?? '', id: object }, after: { object } },
    ),
  )
const list = async (query: Partial<AuditQuery> = {}) =>
  auditPage.parse(await listAudit(ctx(), { query: auditQuery.parse(query) }))
const verify = async () => verification.parse(await verifyAudit(ctx()))

describe('the chain', () => {
  it('stays one chain when many write at once, and verifies while it grows', async () => {
    // As many at once as there are connections: more would wait for one, which is not what this is about.
    const writers = Array.from({ length: 16 }, async (_, writer) => {
      for (let n = 0; n < 10; n++) await write('key.created', `k${writer}-${n}`)
    })
    const during = await verify()
    await Promise.all(writers)
    expect(during.ok).toBe(true)
    expect(await verify()).toMatchObject({
      ok: true,
      rows: 160,
      brokenSeq: null,
      head: expect.stringMatching(/^[0-9a-f]{64}$/),
    })
    const { items } = await list({ limit: 200 })
    expect(items.map(item => Number(item.seq))).toEqual(Array.from({ length: 160 }, (_, n) => 160 - n))
    for (const [n, item] of items.entries()) if (items[n + 1]) expect(item.prevHash).toBe(items[n + 1]?.hash)
  })

  it.each([
    [
      'a changed text',
      `update audit_event set body = replace(body, 'o4', 'o5') where seq = 4`,
      '4',
      'text was changed',
    ],
    ['a changed column', `update audit_event set actor_label = 'somebody' where seq = 4`, '4', 'columns differ'],
    ['a changed outcome', `update audit_event set outcome = 'denied' where seq = 4`, '4', 'columns differ'],
    [
      'a changed time',
      `update audit_event set at = at + interval '1 microsecond' where seq = 4`,
      '4',
      'columns differ',
    ],
    ['a removed row', 'delete from audit_event where seq = 4', '4', 'row 4 is missing'],
    ['a removed first row', 'delete from audit_event where seq = 1', '1', 'row 1 is missing'],
    ['a removed last row', 'delete from audit_event where seq = 7', '7', 'at the end of the chain are missing'],
    ['all rows removed', 'delete from audit_event', '1', 'at the end of the chain are missing'],
    [
      'swapped rows',
      'update audit_event set seq = case seq when 3 then 400 else 300 end where seq in (3, 4); update audit_event set seq = seq / 100 where seq >= 300',
      '3',
      'does not follow',
    ],
    [
      'a forged row at the end',
      `insert into audit_event select project_id, 8, at, actor_kind, actor_id, actor_label, action, outcome, object_type, object_id, body, hash, repeat('a', 64) from audit_event where seq = 7`,
      '8',
      'text was changed',
    ],
    [
      'a row added at the end with a hash that fits',
      `insert into audit_event select project_id, 8, at, actor_kind, actor_id, actor_label, action, outcome, object_type, object_id,
         replace(body, '"seq":"7"', '"seq":"8"'), hash, encode(sha256(convert_to(hash || replace(body, '"seq":"7"', '"seq":"8"'), 'utf8')), 'hex')
       from audit_event where seq = 7`,
      '8',
      'added after the end',
    ],
    [
      'the last row rewritten with a hash that fits',
      `update audit_event set body = replace(body, 'o7', 'o9'), object_id = 'o9',
         hash = encode(sha256(convert_to(prev_hash || replace(body, 'o7', 'o9'), 'utf8')), 'hex') where seq = 7`,
      '7',
      'not the end that the chain had',
    ],
    [
      'a row slipped in before the first',
      `insert into audit_event select project_id, -3, at, actor_kind, actor_id, actor_label, action, outcome, object_type, object_id,
         body, prev_hash, hash from audit_event where seq = 1`,
      '-3',
      'before the first row',
    ],
    [
      'a text that is no JSON, with a hash that fits',
      `update audit_event set body = 'x', hash = encode(sha256(convert_to(prev_hash || 'x', 'utf8')), 'hex') where seq = 4`,
      '4',
      'columns differ',
    ],
    ['a removed head', 'delete from audit_head', '1', 'added after the end'],
  ])('finds %s', async (_, tamper, brokenSeq, reason) => {
    for (let n = 1; n <= 7; n++) await write('key.created', `o${n}`)
    expect((await verify()).ok).toBe(true)
    await sql().query(tamper)
    expect(await verify()).toMatchObject({ ok: false, brokenSeq, head: null, reason: expect.stringContaining(reason) })
  })

  it('finds a chain that was rewritten from one row on, when its head was kept elsewhere', async () => {
    for (let n = 1; n <= 3; n++) await write('key.created', `o${n}`)
    const { head } = await verify()
    await sql().query('truncate audit_event, audit_head')
    for (let n = 1; n <= 3; n++) await write('key.created', `p${n}`)
    const again = await verify()
    expect(again.ok).toBe(true)
    expect(again.head).not.toBe(head)
  })
})

it('filters by who, what, on what, how it ended and when; pages without gaps while entries arrive', async () => {
  const other: Actor = { kind: 'user', id: 'usr_grace', label: 'Grace Hopper', role: 'admin', sessionId: 's' }
  for (let n = 0; n < 4; n++) await write('key.created', `k${n}`)
  await write('key.revoked', 'k1', other)
  await write('approval.decided', 'a1', other)
  await write('keyring.opened', 'x')
  await write('key.created', 'foreign', other, 'elsewhere')
  const seqs = async (query: Partial<AuditQuery>) => (await list(query)).items.map(item => item.seq)
  expect(await seqs({ action: 'key' })).toEqual(['5', '4', '3', '2', '1'])
  expect(await seqs({ action: 'key.revoked' })).toEqual(['5'])
  expect(await seqs({ actor: 'hopper' })).toEqual(['6', '5'])
  expect(await seqs({ actor: 'usr_grace' })).toEqual(['6', '5'])
  expect(await seqs({ object: 'k1' })).toEqual(['5', '2'])
  expect(await seqs({ object: 'k1', actor: 'grace' })).toEqual(['5'])
  expect(await seqs({ objectType: 'approval' })).toEqual(['6'])
  expect(await seqs({ actorKind: 'key' })).toEqual([])
  expect(await seqs({ outcome: 'denied' })).toEqual([])
  const [, second] = (await list({ action: 'key.created' })).items
  expect(await seqs({ to: second?.at ?? '' })).toEqual(['2', '1'])
  expect(await seqs({ from: second?.at ?? '', action: 'key.created' })).toEqual(['4', '3'])
  const first = await list({ limit: 3 })
  await write('key.created', 'late')
  const rest = await list({ limit: 200, cursor: first.nextCursor ?? '' })
  expect([...first.items, ...rest.items].map(item => item.seq)).toEqual(['7', '6', '5', '4', '3', '2', '1'])
  expect(rest.nextCursor).toBeNull()
  expect(first.items[1]).toMatchObject({ actor: { label: 'Grace Hopper' }, after: { object: 'a1' }, before: null })
})

it('reads wildcard characters literally, and times to the microsecond', async () => {
  const named = (label: string): Actor => ({ kind: 'user', id: label, label, role: 'admin', sessionId: 's' })
  const labels = ['a_b', 'axb', '50%', '500', 'a\\b']
  for (const label of labels) await write('key_x.created', label, named(label))
  await write('keyyx.created', 'other')
  const objects = async (query: Partial<AuditQuery>) => (await list(query)).items.map(item => item.object.id)
  for (const label of labels) expect(await objects({ actor: label.toUpperCase() })).toEqual([label])
  expect(await objects({ action: 'key_x' })).toEqual(labels.toReversed())
  const [, second] = (await list()).items
  const at = second?.at ?? ''
  const next = at.replace(/(\d{6})Z$/, (_, micros) => `${String(Number(micros) + 1).padStart(6, '0')}Z`)
  expect(await objects({ from: at, to: next })).toEqual([second?.object.id])
  expect(await objects({ from: at, to: at })).toEqual([])
})

it('is for readers, not for keys bound to one agent', async () => {
  const answerTo = (actor: Actor) => problemType(listAudit(ctx(actor), { query: auditQuery.parse({}) }))
  expect(await answerTo({ ...testKey, scopes: ['read'] } as Actor)).toBe('ok')
  expect(await answerTo({ ...testKey, scopes: ['ingest'] } as Actor)).toBe('forbidden')
  expect(await answerTo({ ...testKey, agent: 'triage' } as Actor)).toBe('forbidden')
  expect(await answerTo({ kind: 'anonymous', id: null, label: 'anonymous' })).toBe('unauthenticated')
})
