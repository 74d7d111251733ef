import { describe, expect, it } from 'vitest'
import type { AuditEntry } from '#lib/domain/audit/schemas.ts'
import { actionText, changesOf, pageOf, short, summaryOf } from './view.ts'

const entry = (more: Partial<AuditEntry>): AuditEntry => ({
  seq: '1',
  at: '2026-11-24T12:00:00.000000Z',
  actor: { kind: 'user', id: 'u', label: 'Ada' },
  action: 'key.created',
  outcome: 'ok',
  object: { type: 'key', id: 'k' },
  before: null,
  after: null,
  evidence: null,
  request: null,
  address: null,
  prevHash: '0',
  hash: '1',
  ...more,
})

describe('changesOf', () => {
  it('names what differs, and only that', () => {
    const change = { before: { role: 'viewer', status: 'active' }, after: { role: 'lead', status: 'active' } }
    expect(changesOf(change)).toEqual([{ name: 'role', before: 'viewer', after: 'lead' }])
  })
  it('shows everything of a new thing and of a removed one', () => {
    expect(changesOf({ before: null, after: { a: 1 } })).toEqual([{ name: 'a', before: undefined, after: 1 }])
    expect(changesOf({ before: { a: 1 }, after: null })).toEqual([{ name: 'a', before: 1, after: undefined }])
    expect(changesOf({ before: 1, after: 2 })).toEqual([{ name: 'value', before: 1, after: 2 }])
  })
})

it.each([
  [
    { before: { status: 'pending', revision: 1 }, after: { status: 'approved', revision: 2 } },
    'status pending → approved',
  ],
  [{ before: { revision: 1 }, after: { revision: 2 } }, 'revision 1 → 2'],
  [{ after: { status: 'pending' }, evidence: { tool: 'delete_resource' } }, 'delete_resource: status pending'],
  [{ outcome: 'denied' as const, evidence: { reason: 'wrong password' } }, 'wrong password'],
  [{ outcome: 'denied' as const, evidence: { reason: 'no', suppressed: 250 } }, 'no (250 more like it)'],
  [{ after: { agent: null, name: 'k' } }, 'name k'],
  [
    { outcome: 'denied' as const, evidence: { reason: 'wrong password', account: 'jon@example.com' } },
    'jon@example.com: wrong password',
  ],
  [
    { before: { status: 'pending' }, after: { status: 'approved' }, evidence: { tool: 't', ownRequest: true } },
    't: status pending → approved (own request)',
  ],
  [{}, ''],
])('sums %j up', (more, text) => expect(summaryOf(entry(more))).toBe(text))

it.each([
  [null, '–'],
  ['', ''],
  [['a', 1], '["a",1]'],
  [['ingest', 'read'], 'ingest, read'],
  ['x'.repeat(60), `${'x'.repeat(47)}…`],
])('%j in short is %j', (value, text) => expect(short(value)).toBe(text))

it('links to the page of an object that has one', () => {
  expect(pageOf({ type: 'approval', id: 'a/1' })).toBe('/approvals?id=a%2F1')
  expect(pageOf({ type: 'session', id: 's' })).toBeNull()
})

it.each([
  [{ action: 'approval.requested' }, 'approval requested'],
  [{ action: 'approval.decided', evidence: { kind: 'edit' } }, 'approval edited and approved'],
  [{ action: 'approval.decided', outcome: 'denied' as const, evidence: { reason: 'late' } }, 'approval decided'],
  [{ action: 'session.created' }, 'signed in'],
  [{ action: 'session.created', outcome: 'denied' as const }, 'sign-in failed'],
  [
    { action: 'keys.manage', outcome: 'denied' as const, object: { type: 'endpoint', id: 'GET /api/v1/keys' } },
    'tried to manage keys',
  ],
  [{ action: 'member.role_changed' }, 'member role changed'],
])('%j is shown as %s', (more, text) => expect(actionText(entry(more))).toBe(text))
