import { expect, test } from 'vitest'
import { isProblem } from '#lib/shared/problem.ts'
import { checkBreaker } from './check-breaker.ts'
import { breakerConfig } from './contract.ts'

const scope = { agent: 'a' }
const window = { kind: 'count', size: 10, minimumCalls: 5, failureRate: 0.5 }

/** The field that is invalid, by its form or because it could not work. Null: the breaker is accepted. */
function invalidField(fields: Record<string, unknown>): string | null {
  const parsed = breakerConfig.put.body?.safeParse(fields)
  if (!parsed) throw new Error('a breaker is configured by a body')
  if (!parsed.success) return parsed.error.issues[0]?.path.join('.') ?? ''
  try {
    checkBreaker(parsed.data)
    return null
  } catch (error) {
    if (!isProblem(error)) throw error
    return error.fields.field?.replace('body.', '') ?? ''
  }
}

test.each<[Record<string, unknown>, string | null]>([
  [{ scope }, null],
  [{ scope: {} }, 'scope'],
  [{ scope: { agent: null } }, 'scope'],
  [{ scope, consecutiveFailures: 0 }, 'consecutiveFailures'],
  [{ scope, openSeconds: 0 }, 'openSeconds'],
  [{ scope, openSeconds: 1e15 }, 'openSeconds'],
  [{ scope, halfOpenPermits: 0 }, 'halfOpenPermits'],
  [{ scope, backoff: { factor: 0.5, maxSeconds: 900 } }, 'backoff.factor'],
  [{ scope, openSeconds: 300, backoff: { factor: 2, maxSeconds: 10 } }, 'backoff.maxSeconds'],
  [{ scope, openSeconds: 300, backoff: { factor: 2, maxSeconds: 300 } }, null],
  [{ scope, window }, null],
  [{ scope, window: { ...window, failureRate: 2 } }, 'window.failureRate'],
  [{ scope, window: { ...window, failureRate: 0 } }, 'window.failureRate'],
  [{ scope, window: { ...window, size: 0 } }, 'window.size'],
  [{ scope, window: { ...window, size: 501 } }, 'window.size'],
  [{ scope, window: { ...window, size: 1.5 } }, 'window.size'],
  [{ scope, window: { ...window, minimumCalls: 11 } }, 'window.minimumCalls'],
  [{ scope, window: { ...window, kind: 'time', minimumCalls: 11 } }, null],
  [{ scope, window: { ...window, failures: 11 } }, 'window.failures'],
  [{ scope, window: { ...window, slowRate: 0.5 } }, 'window.slowMs'],
  [{ scope, window: { kind: 'count', size: 10, minimumCalls: 5 } }, 'window'],
])('a breaker that could not work is invalid, and the field is named: %j', (fields, invalid) => {
  expect(invalidField(fields)).toBe(invalid)
})
