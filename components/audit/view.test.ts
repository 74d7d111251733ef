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

const labels = { 'rag-pipeline': { chunkSize: 'Chunk size', kind: 'RAG kind' } }

describe('changesOf', () => {
  const of = (before: unknown, after: unknown) => changesOf(entry({ before, after } as Partial<AuditEntry>), labels)
  it('names what differs, and only that', () =>
    expect(of({ role: 'viewer', status: 'active' }, { role: 'lead', status: 'active' })).toEqual([
      { name: 'role', label: 'role', before: 'viewer', after: 'lead' },
    ]))
  it('shows everything of a new thing and of a removed one', () => {
    expect(of(null, { a: 1 })).toEqual([{ name: 'a', label: 'a', before: undefined, after: 1 }])
    expect(of({ a: 1 }, null)).toEqual([{ name: 'a', label: 'a', before: 1, after: undefined }])
    expect(of(1, 2)).toEqual([{ name: 'value', label: 'value', before: 1, after: 2 }])
  })
})

it.each([
  ['rag-pipeline', 'chunkSize', 800, 'chunk size 800'],
  ['rag-pipeline', 'kind', 'x', 'RAG kind x'],
  ['rag-pipeline', 'verdict', 'lacks_evidence', 'verdict lacks evidence'],
  ['approval', 'status', 'pending', 'status waiting'],
  ['approval', 'status', 'not_known_yet', 'status not known yet'],
  ['prompt', 'guardedLabels', [], 'guarded labels none'],
  ['prompt', 'evalRunId', 'evr_1', 'eval run ID evr_1'],
])('calls of a %s the field %s with %j: %s', (type, name, value, text) =>
  expect(summaryOf(entry({ object: { type, id: 'x' }, after: { [name]: value } }), labels)).toBe(text),
)

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
])('sums %j up', (more, text) => expect(summaryOf(entry(more), {})).toBe(text))

it.each([
  [null, '–'],
  ['', '–'],
  [['a', 1], '["a",1]'],
  [[], 'none'],
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
  [{ action: 'rag-check.made' }, 'RAG check made'],
])('%j is shown as %s', (more, text) => expect(actionText(entry(more))).toBe(text))
