import { expect, test } from 'vitest'
import { membersAt, violation } from './arguments.ts'

const args = {
  resource: { name: 'node-3', region: 'eu-1' },
  replicas: 5,
  to: [{ mail: 'a@ours.example' }, { mail: 'b@else.example' }],
}

test('a path leads to members and items, and a star to each', () => {
  expect(membersAt(args, 'resource.name')).toEqual([{ at: 'resource.name', value: 'node-3' }])
  expect(membersAt(args, 'to[1].mail').map(({ value }) => value)).toEqual(['b@else.example'])
  expect(membersAt(args, 'to[*].mail').map(({ at }) => at)).toEqual(['to.0.mail', 'to.1.mail'])
  expect(membersAt(args, 'resource.name.first')).toEqual([])
})

test.each([
  [{ path: 'replicas', op: 'at-most', value: 5 }, null],
  [{ path: 'replicas', op: 'at-most', value: 4 }, 'replicas must be at most 4'],
  [{ path: 'replicas', op: 'at-least', value: 6 }, 'replicas must be at least 6'],
  [{ path: 'resource.name', op: 'equals', value: 'node-3' }, null],
  [{ path: 'resource.name', op: 'not-equals', value: 'node-3' }, 'resource.name must not be "node-3"'],
  [{ path: 'resource.region', op: 'in', value: ['us-1'] }, 'resource.region must be one of ["us-1"]'],
  [{ path: 'resource.region', op: 'not-in', value: ['us-1'] }, null],
  [{ path: 'resource.name', op: 'begins-with', value: 'node-' }, null],
  [{ path: 'to[*].mail', op: 'matches', value: '@ours\\.example$' }, 'to.1.mail must match @ours\\.example$'],
  [{ path: 'to[*].mail', op: 'not-matches', value: '@else' }, 'to.1.mail must not match @else'],
  [{ path: 'reason', op: 'present' }, 'reason is missing'],
  [{ path: 'reason', op: 'equals', value: 'x' }, 'reason is missing'],
  [{ path: 'reason', op: 'not-equals', value: 'x' }, null],
  [{ path: 'replicas', op: 'begins-with', value: '5' }, 'replicas must begin with "5"'],
] as const)('%j: %j', (rule, wrong) => {
  expect(violation(rule as Parameters<typeof violation>[0], args)).toBe(wrong)
})

test('inherited members are not members', () => {
  expect(violation({ path: 'constructor', op: 'present' }, args)).toBe('constructor is missing')
})
