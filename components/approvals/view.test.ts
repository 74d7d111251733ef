import { describe, expect, test } from 'vitest'
import { missing, parseArguments } from './answer.ts'
import { denial, overtaken } from './view.ts'

const now = Date.parse('2026-11-23T12:00:00Z')
const pending = {
  status: 'pending',
  expiresAt: '2026-11-23T12:05:00Z',
  allowedDecisions: ['approve', 'reject'],
  ownVote: false,
}

test.each([
  ['may', pending, 'approve', 'operator', null],
  ['role', pending, 'approve', 'viewer', /role operator/],
  ['status', { ...pending, status: 'approved' }, 'approve', 'operator', /already approved/],
  ['time', { ...pending, expiresAt: '2026-11-23T11:59:00Z' }, 'approve', 'operator', /has expired/],
  ['offer', pending, 'edit', 'operator', /does not accept/],
  ['own vote', { ...pending, ownVote: true }, 'approve', 'operator', /already approved it/],
  ['own vote, changed mind', { ...pending, ownVote: true }, 'reject', 'operator', null],
] as const)('denial: %s', (_, approval, kind, role, expected) => {
  const reason = denial(approval, kind, role, now)
  if (expected === null) expect(reason).toBeNull()
  else expect(reason).toMatch(expected)
})

describe('what is still missing', () => {
  const approval = { tool: 'delete_resource', risk: 'critical', arguments: { a: 1 } }
  const form = { typed: '', comment: '', arguments: '{"a":1}' }
  test.each([
    ['approve', form, /Type delete_resource/],
    ['approve', { ...form, typed: 'delete_resource' }, null],
    ['approve', { ...form, typed: 'Delete_resource' }, /Type/],
    ['reject', form, /Say why/],
    ['reject', { ...form, comment: 'no' }, null],
    ['respond', form, /Write the answer/],
    ['edit', { ...form, typed: 'delete_resource' }, /Nothing is changed/],
    ['edit', { ...form, typed: 'delete_resource', arguments: '{ "a": 1.0 }' }, /Nothing is changed/],
    ['edit', { ...form, typed: 'delete_resource', arguments: '{"a":2}' }, null],
    ['edit', { ...form, typed: 'delete_resource', arguments: '[1]' }, /JSON object/],
    ['edit', { ...form, arguments: '{"a":2}' }, /Type/],
  ] as const)('%s', (kind, input, expected) => {
    const reason = missing(kind, input, approval)
    if (expected === null) expect(reason).toBeNull()
    else expect(reason).toMatch(expected)
  })
  test('only a critical risk must be confirmed by typing', () =>
    expect(missing('approve', form, { ...approval, risk: 'high' })).toBeNull())
})

test('broken JSON says where', () => expect(parseArguments('{"a":')).toHaveProperty('problem'))

test.each([
  ['{"a":1,"a":2}', 'a: This name appears twice; only one can be meant.'],
  ['{"n":{"m":[9007199254740993]}}', 'n.m.0: Numbers beyond 2^53-1 are not exact in JSON; send them as strings.'],
  ['{"n":1e400}', 'n: Numbers beyond 2^53-1 are not exact in JSON; send them as strings.'],
  ['{"__proto__":{}}', '__proto__: This name is not allowed.'],
  ['{"t":"\\ud800"}', 't: The text contains half of a surrogate pair.'],
  ['[1]', 'The arguments must be a JSON object: { … }.'],
])('%s is invalid, as it is in a request', (text, problem) => expect(parseArguments(text)).toEqual({ problem }))

test.each([
  ['pending', 1, null, false, null],
  ['pending', 2, null, false, /revision 2 is shown above, you began with 1/],
  ['pending', 2, null, true, null],
  ['approved', 2, 'ada', false, /^ada decided while .* was not recorded/],
  ['approved', 2, 'me', true, null],
  ['approved', 2, 'ada', true, /^ada decided while/],
  ['approved', 2, 'me', false, /^You decided elsewhere while .* was not recorded/],
  ['expired', 2, null, false, /The request expired/],
  ['cancelled', 2, null, false, /was withdrawn/],
])('overtaken: %s at revision %d by %s, own answer sent: %s', (status, revision, by, sent, expected) => {
  const notice = overtaken({ status, revision, decision: by ? { by } : null }, { revision: 1 }, 'me', sent)
  if (expected === null) expect(notice).toBeNull()
  else expect(notice).toMatch(expected)
})
