import { expect, test } from 'vitest'
import type { Member } from '#lib/domain/access/schemas.ts'
import { neededAdministrator } from './last-administrator.ts'

const member = (id: string, more: Partial<Member> = {}): Member => ({
  id,
  name: id,
  email: `${id}@example.com`,
  role: 'admin',
  status: 'active',
  createdAt: '2026-11-24T12:00:00Z',
  lastSeenAt: null,
  sessions: 0,
  ...more,
})
const ada = member('ada')

test.each([
  ['alone', [ada], true, true],
  ['beside an operator', [ada, member('jon', { role: 'operator' })], true, true],
  ['beside one who was only invited', [ada, member('jon', { status: 'invited' })], true, true],
  ['beside one who was deactivated', [ada, member('jon', { status: 'deactivated' })], true, true],
  ['beside another', [ada, member('jon')], true, false],
  ['in a list that goes on', [ada], false, false],
] as const)('an administrator %s', (_, all, complete, needed) => {
  expect(neededAdministrator(ada, all, complete) !== null).toBe(needed)
})

test('others may always be changed', () => {
  expect(neededAdministrator(member('jon', { role: 'viewer' }), [ada], true)).toBeNull()
})
