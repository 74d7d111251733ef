import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { toolRisks } from '#lib/domain/tools/schemas.ts'
import { applyPolicy, canBecome } from './rules.ts'
import { risks, statuses } from './schemas.ts'

describe('what needs approval', () => {
  test.each([
    ['delete_resource', 'staging', undefined, 'needs_approval', 'critical'],
    ['modify_production', 'development', undefined, 'needs_approval', 'critical'],
    ['send_notification', 'staging', undefined, 'needs_approval', 'high'],
    ['search_kb', 'production', undefined, 'needs_approval', 'high'],
    ['search_kb', 'staging', undefined, 'allow', 'normal'],
    ['search_kb', 'staging', 'critical', 'needs_approval', 'critical'],
    ['send_notification', 'staging', 'critical', 'needs_approval', 'critical'],
    ['delete_resource', 'staging', 'normal', 'needs_approval', 'critical'],
  ] as const)('%s in %s, declared %s: %s at %s', (tool, environment, risk, outcome, expected) => {
    const answer = applyPolicy({ tool, environment, risk })
    expect([answer.outcome, answer.risk]).toEqual([outcome, expected])
    expect(answer.reasons).toHaveLength(1)
  })

  test('a tool known to be harmless needs no approval in production', () => {
    expect(
      applyPolicy({ tool: 'search_kb', environment: 'production' }, { risk: null, knownInProduction: true }).outcome,
    ).toBe('allow')
  })

  test.each([
    ['restart_service', 'staging', undefined, 'high', true, 'needs_approval', 'high'],
    ['restart_service', 'staging', 'normal', 'critical', true, 'needs_approval', 'critical'],
    ['restart_service', 'staging', 'critical', 'high', false, 'needs_approval', 'critical'],
    ['restart_service', 'staging', undefined, 'low', false, 'allow', 'normal'],
    ['restart_service', 'production', undefined, 'low', false, 'needs_approval', 'high'],
    ['restart_service', 'production', undefined, 'low', true, 'allow', 'normal'],
    ['restart_service', 'production', 'high', 'low', true, 'needs_approval', 'high'],
    ['delete_resource', 'staging', undefined, 'low', true, 'needs_approval', 'critical'],
    ['send_notification', 'staging', undefined, 'critical', true, 'needs_approval', 'critical'],
    ['d\u0435lete', 'staging', undefined, null, true, 'needs_approval', 'high'],
  ] as const)('%s in %s, declared %s, registered %s (known: %s): %s at %s', (...row) => {
    const [tool, environment, declared, risk, knownInProduction, outcome, expected] = row
    const answer = applyPolicy({ tool, environment, risk: declared }, { risk, knownInProduction })
    expect([answer.outcome, answer.risk]).toEqual([outcome, expected])
    expect(answer.reasons).toHaveLength(1)
  })

  test('a registered risk never makes the answer less strict, and the agent cannot lower it', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.constantFrom('delete_resource', 'send_notification', 'search_kb')),
        fc.constantFrom('production', 'staging'),
        fc.constantFrom(undefined, ...risks),
        fc.constantFrom(null, ...toolRisks),
        fc.boolean(),
        (tool, environment, declared, risk, knownInProduction) => {
          const ask = { tool, environment, risk: declared }
          const without = applyPolicy(ask, { risk: null, knownInProduction })
          const answer = applyPolicy(ask, { risk, knownInProduction })
          expect(risks.indexOf(answer.risk)).toBeGreaterThanOrEqual(risks.indexOf(without.risk))
          if (without.outcome === 'needs_approval') expect(answer.outcome).toBe('needs_approval')
          if (risk === 'high' || risk === 'critical') {
            expect(answer.outcome).toBe('needs_approval')
            expect(risks.indexOf(answer.risk)).toBeGreaterThanOrEqual(risks.indexOf(risk))
          }
        },
      ),
    )
  })

  test('a declared risk never makes the answer of the policy less strict', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.constantFrom('production', 'staging'),
        fc.constantFrom(...risks),
        (tool, environment, risk) => {
          const silent = applyPolicy({ tool, environment })
          const declared = applyPolicy({ tool, environment, risk })
          expect(risks.indexOf(declared.risk)).toBeGreaterThanOrEqual(risks.indexOf(risk))
          if (silent.outcome === 'needs_approval') expect(declared.outcome).toBe('needs_approval')
        },
      ),
    )
  })
})

test('no transition leads back: any state ends after at most five steps, and an execution needs a claim', () => {
  for (const from of statuses) {
    for (const to of statuses) {
      if (to === 'executed' && canBecome(from, to)) expect(['claimed', 'unknown']).toContain(from)
      if (canBecome(from, to)) expect(canBecome(to, from)).toBe(false)
    }
  }
  const final = statuses.filter(from => !statuses.some(to => canBecome(from, to)))
  expect(final).toEqual(['executed', 'failed', 'rejected', 'expired', 'cancelled', 'superseded'])
})

test.each([
  'delete_resource',
  'Delete_Resource',
  'DELETE-RESOURCE',
  'deleteResource',
  'deleteresource',
  ' delete_resource\u00a0',
  'delete resource',
  'delete__resource',
  'delete.resource',
  'delete/resource:v2',
  'mcp__ops__delete_resource',
  'ops.delete_resource',
  'ops.delete_resource.v1',
  'delete\u200b_resource',
  'delete_re\u00adsource',
  'dele\u3164te_resource',
  '\u202edelete_resource',
  'd\u00e9lete_r\u0308esource',
  '\uff44\uff45\uff4c\uff45\uff54\uff45\uff3f\uff52\uff45\uff53\uff4f\uff55\uff52\uff43\uff45',
  '\ud835\udc1d\ud835\udc1elete_resource',
])('%j is the same tool, whatever it is spelled like', tool => {
  expect(applyPolicy({ tool, environment: 'development' })).toMatchObject({
    outcome: 'needs_approval',
    risk: 'critical',
    reasons: [{ rule: 'seed/destructive-actions' }],
  })
})

test.each([
  'd\u0435lete_resource',
  '\u1d05elete_resource',
  'de\u04cfete_resource',

  '\u00f8ps',
])('%j could be another tool than it reads as, so it needs approval anywhere', tool => {
  expect(applyPolicy({ tool, environment: 'development' })).toMatchObject({
    outcome: 'needs_approval',
    risk: 'high',
    reasons: [{ rule: 'seed/unreadable-name' }],
  })
})

test.each([
  ['production', 'needs_approval'],
  ['Production', 'needs_approval'],
  ['PRODUCTION ', 'needs_approval'],
  ['pro\u200bduction', 'needs_approval'],
  ['pro\u00adduction', 'needs_approval'],
  ['pr\u043eduction', 'needs_approval'],
  ['\uff50\uff52\uff4f\uff44', 'needs_approval'],
  ['pro duction', 'needs_approval'],
  ['prod', 'needs_approval'],
  ['prod1', 'needs_approval'],
  ['euProd2', 'needs_approval'],
  ['prod-eu-1', 'needs_approval'],
  ['prd_2', 'needs_approval'],
  ['live', 'needs_approval'],
  ['production-non-eu', 'needs_approval'],
  ['non-critical production', 'needs_approval'],
  ['pre-prod and prod', 'needs_approval'],
  ['staging', 'allow'],
  ['non-production', 'allow'],
  ['nonprod', 'allow'],
  ['pre-prod', 'allow'],
  ['preprod2', 'allow'],
  ['pre-live', 'allow'],
  ['product-catalogue-dev', 'allow'],
  ['delivery', 'allow'],
])('an unknown tool in %j: %s', (environment, outcome) => {
  expect(applyPolicy({ tool: 'search_kb', environment }).outcome).toBe(outcome)
})

test('names of object properties, such as constructor, are not dangerous tools', () => {
  for (const tool of ['constructor', '__proto__', 'toString', ''])
    expect(applyPolicy({ tool, environment: 'staging' }).outcome).toBe('allow')
})
