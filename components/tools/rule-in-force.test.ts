import { expect, test } from 'vitest'
import { ruleInForce } from './rule-in-force.ts'

test.each([
  ['delete_resource', null, true, 'always', 'critical'],
  ['search_kb', null, false, 'in production', 'high'],
  ['search_kb', 'low', true, 'never', 'normal'],
  ['search_kb', 'high', true, 'always', 'high'],
] as const)(
  '%s, registered as %s, known in production: %s: approval %s at %s',
  (slug, risk, known, short, expected) => {
    const rule = ruleInForce({ slug, risk, knownInProduction: known })
    expect([rule.short, rule.production.risk]).toEqual([short, expected])
    expect(rule.production.why).toContain(slug)
    expect(rule.elsewhere.why).toContain(slug)
  },
)
