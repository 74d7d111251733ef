import { expect, test } from 'vitest'
import { type Call, isAbout, matchPolicies } from './match.ts'
import { progressOf, requirementOf } from './requirement.ts'
import { type Policy, policyBody } from './schemas.ts'

const policy = (fields: object, slug = 'one'): Policy => ({
  ...policyBody.parse({ outcome: 'deny', ...fields }),
  ...{ slug, revision: 1, changedBy: null },
})
const call: Call = {
  ...{
    agent: 'billing',
    tool: 'send_refund',
    environment: 'production',
    risk: 'normal',
    touched: ['customer-data'],
    told: ['web'],
  },
  arguments: { amount: 120, to: 'a@x.test', path: '/srv/app/x', code: '5', items: [{ id: 1 }, { id: 2 }] },
}
const at = (path: string, more: object) => ({ arguments: [{ path, ...more }] })

test.each([
  // What is matched, whether where a match holds back, whether where it lets through.
  [{}, true, true],
  [{ agents: ['billing'], tools: ['send_refund'] }, true, true],
  [{ tools: ['Send-Refund'] }, true, false],
  [{ tools: ['refund'] }, false, false],
  [{ environments: ['staging'] }, false, false],
  [{ risks: ['high'] }, false, false],
  [{ touched: ['customer-data'] }, true, true],
  [{ touched: ['customer-data', 'secrets'] }, false, false],
  [{ touched: ['customer-data', 'web'] }, true, false],
  [at('amount', { op: 'range', min: 100 }), true, true],
  [at('amount', { op: 'range', max: 100 }), false, false],
  [at('code', { op: 'range', max: 5 }), true, false],
  [at('code', { op: 'eq', value: 5 }), true, false],
  [at('code', { op: 'eq', value: '5.0' }), true, false],
  [at('to', { op: 'eq', value: 'A@X.test ' }), true, false],
  [at('to', { op: 'range', min: 100 }), true, false],
  [at('items', { op: 'in', values: [1] }), true, false],
  [at('items', { op: 'range', max: 2 }), true, false],
  [at('path', { op: 'path-prefix', value: '/SRV/app' }), true, false],
  [at('missing', { op: 'eq', value: null }), false, false],
  [at('to', { op: 'in', values: ['a@x.test'] }), true, true],
  [at('items[*].id', { op: 'in', values: [1] }), true, false],
  [at('items[*].id', { op: 'in', values: [1, 2] }), true, true],
  [at('items[1].id', { op: 'eq', value: 2 }), true, true],
  [at('path', { op: 'path-prefix', value: '/srv/app' }), true, true],
  [at('path', { op: 'path-prefix', value: '/srv/ap' }), false, false],
])('%j', (fields, holdsBack, letsThrough) => {
  expect(isAbout(policy(fields), call)).toBe(holdsBack)
  expect(isAbout(policy({ ...fields, outcome: 'allow' }), call)).toBe(letsThrough)
})

test.each(['/srv/app/../etc', '/srv/app/%2e%2e/etc', '/srv/app/..\\etc', '//srv/app', '~root', '$HOME/x', '`pwd`'])(
  'a path that could lead anywhere (%s) is never let through by its beginning, and always held back',
  path => {
    const climbing = { ...call, arguments: { path } }
    const under = at('path', { op: 'path-prefix', value: '/srv/app' })
    expect(isAbout(policy({ ...under, outcome: 'allow' }), climbing)).toBe(false)
    expect(isAbout(policy(under), climbing)).toBe(true)
  },
)

test.each<[unknown, boolean]>([
  ['120', true],
  [' 1.2e2 ', true],
  ['１２０', true],
  ['1,000', true],
  ['120 EUR', true],
  ['$120', true],
  [['120'], true],
  [{ value: 120 }, true],
  ['9007199254740993', true],
  ['99', false],
  [99, false],
  [[99], false],
  [null, false],
  ['', false],
])('an amount of %j is held back from 100 on: %s, and never let through unless it is a number', (amount, held) => {
  const asked = { ...call, arguments: { amount } }
  expect(isAbout(policy(at('amount', { op: 'range', min: 100 })), asked)).toBe(held)
  const under = policy({ ...at('amount', { op: 'range', max: 100 }), outcome: 'allow' })
  expect(isAbout(under, asked)).toBe(amount === 99)
})

test('a policy that is switched off, ended, not begun or in shadow does nothing', () => {
  const now = new Date('2026-06-01T00:00:00Z')
  const [past, future] = ['2026-05-01T00:00:00Z', '2026-07-01T00:00:00Z']
  const all = [
    policy({ enabled: false }, 'off'),
    policy({ validUntil: past }, 'over'),
    policy({ validFrom: future }, 'later'),
    policy({ validFrom: past, validUntil: future }, 'now'),
    policy({ mode: 'shadow' }, 'shadow'),
  ]
  const { denies, shadows } = matchPolicies(all, call, now)
  expect([denies, shadows].map(each => each.map(({ slug }) => slug))).toEqual([['now'], ['shadow']])
})

const voter = (id: string, ...groups: string[]) => ({ id, label: id, groups })
test('of several policies the strictest requirement applies, and every person counts once', () => {
  const asked = requirementOf([
    policy(
      { outcome: 'require_approval', quorum: 2, groups: [{ group: 'security', count: 1 }], role: 'operator' },
      'a',
    ),
    policy(
      {
        ...{ outcome: 'require_approval', quorum: 3, groups: [{ group: 'security', count: 1 }, { group: 'legal' }] },
        ...{ role: 'lead', noSelfApproval: true, expiresInSeconds: 60, onExpiry: 'reject' },
      },
      'b',
    ),
  ])
  expect(asked).toMatchObject({
    ...{ policies: ['a@1', 'b@1'], quorum: 3, role: 'lead', noSelfApproval: true, expiresInSeconds: 60 },
    ...{
      onExpiry: 'reject',
      groups: [
        { group: 'security', count: 1 },
        { group: 'legal', count: 1 },
      ],
    },
  })
  if (!asked) throw new Error('it asks')
  // Ada could take either place: whoever comes, she takes the one that is left.
  const ada = voter('ada', 'security', 'legal')
  expect(progressOf(asked, [ada])).toMatchObject({ filled: 1, needed: 3 })
  expect(progressOf(asked, [ada, voter('sam', 'security')]).missing).toEqual(['1 more'])
  expect(progressOf(asked, [ada, voter('lea', 'legal'), voter('max')]).missing).toEqual([])
  expect(progressOf(asked, [voter('max'), voter('moe'), voter('mia')]).missing).toEqual([
    '1 of the group security',
    '1 of the group legal',
  ])
})
