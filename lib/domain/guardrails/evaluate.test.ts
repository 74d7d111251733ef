import { describe, expect, test } from 'vitest'
import { evaluateGuardrails } from './evaluate.ts'
import type { Guardrail } from './schemas.ts'
import { withSettings } from './settings.ts'

function guardrail(slug: string, body: Record<string, unknown>): Guardrail {
  const read = withSettings(slug, { stage: 'output', action: 'block', ...body })
  if ('field' in read) throw new Error(`${read.field}: ${read.wrong}`)
  return read
}

const secrets = guardrail('b-secrets', { check: 'secrets', action: 'redact' })
const mails = guardrail('a-mails', {
  check: 'personal-data',
  settings: { kinds: ['e-mail address'] },
  action: 'redact',
})
const key = ['AKIA', 'IOSFODNN7EXAMPLE'].join('')

describe('evaluating', () => {
  test('without guardrails everything passes as it is', () => {
    expect(evaluateGuardrails([], 'x')).toEqual({ outcome: 'passed', content: 'x', results: [] })
  })

  test('redactions add up', () => {
    const answer = evaluateGuardrails([secrets, mails], `write to ada@example.com with ${key}`)
    expect(answer).toMatchObject({ outcome: 'redacted', content: 'write to [e-mail address] with [AWS access key]' })
    expect(answer.results.map(({ message }) => message)).toEqual(['Found: e-mail address', 'Found: AWS access key'])
  })

  test('the strictest outcome is that of the whole, and a blocked content is not given back', () => {
    const sql = guardrail('c-sql', { check: 'pattern', settings: { patterns: ['drop\\s+table'] } })
    const answer = evaluateGuardrails([sql, mails], 'ada@example.com: DROP TABLE users')
    expect(answer).toMatchObject({ outcome: 'blocked', content: null })
    expect(answer.results.map(({ outcome }) => outcome)).toEqual(['redacted', 'blocked'])
  })

  test('steering denies, with the advice', () => {
    const advice = 'Ask for at most three replicas.'
    const few = guardrail('few', {
      check: 'arguments',
      stage: 'tool',
      action: 'steer',
      message: advice,
      settings: { rules: [{ path: 'replicas', op: 'at-most', value: 3 }] },
    })
    expect(evaluateGuardrails([few], '{"replicas":5}').results).toEqual([
      { slug: 'few', outcome: 'blocked', severity: 'warning', message: advice },
    ])
    expect(evaluateGuardrails([few], '{"replicas":3}').outcome).toBe('passed')
  })

  test.each([
    ['size', { maxCharacters: 3 }, 'abcd', '4 characters; at most 3'],
    ['schema', { schema: { type: 'object', required: ['id'] } }, '{}', "it must have required property 'id'"],
    ['schema', { schema: {} }, 'not JSON', 'Not JSON'],
    ['arguments', { rules: [{ path: 'a', op: 'present' }] }, '{}', 'a is missing'],
    ['arguments', { rules: [{ path: 'a', op: 'present' }] }, '{', 'The arguments are not JSON'],
  ])('%s: %j', (check, settings, content, message) => {
    expect(evaluateGuardrails([guardrail('x', { check, settings })], content).results[0]).toMatchObject({
      outcome: 'blocked',
      message,
    })
  })

  test('a finding without a place in the text blocks instead of being redacted', () => {
    const size = guardrail('x', { check: 'size', settings: { maxCharacters: 1 }, action: 'redact' })
    expect(evaluateGuardrails([size], 'ab').outcome).toBe('blocked')
  })

  test('a guardrail that fails itself blocks, unless it says otherwise', () => {
    const broken = { check: 'schema', settings: { schema: { type: 'objekt' } } }
    expect(evaluateGuardrails([guardrail('x', broken)], '{}').outcome).toBe('blocked')
    const lenient = evaluateGuardrails([guardrail('x', { ...broken, onError: 'allow' })], '{}')
    expect(lenient).toMatchObject({ outcome: 'flagged', content: '{}' })
    expect(lenient.results[0]?.message).toMatch(/failed/)
  })
})
