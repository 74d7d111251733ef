import { expect, test } from 'vitest'
import { afterAttempt, maxAttempts, resultOfStatus } from './rules.ts'

test('attempts are repeated after longer and longer waits; then the delivery has failed', () => {
  const again = { result: 'again', text: '' } as const
  const waits = Array.from({ length: maxAttempts }, (_, at) => afterAttempt(again, at + 1))
  expect(waits.slice(0, -1).map(({ status }) => status)).toEqual(Array(maxAttempts - 1).fill('pending'))
  const ms = waits.slice(0, -1).map(({ waitMs }) => waitMs ?? 0)
  expect([...ms].sort((a, b) => a - b)).toEqual(ms)
  expect(waits.at(-1)).toEqual({ status: 'failed', waitMs: null })
})

test('a delivery that succeeded or can never succeed is not tried again', () => {
  expect(afterAttempt({ result: 'delivered', text: '' }, 1)).toEqual({ status: 'delivered', waitMs: null })
  expect(afterAttempt({ result: 'never', text: '' }, 1)).toEqual({ status: 'failed', waitMs: null })
})

test.each([
  [200, 'delivered'],
  [204, 'delivered'],
  [301, 'never'],
  [400, 'never'],
  [404, 'never'],
  [410, 'never'],
  [408, 'again'],
  [429, 'again'],
  [500, 'again'],
  [503, 'again'],
])('%i: %s', (status, result) => expect(resultOfStatus(status)).toBe(result))
