import { expect, test } from 'vitest'
import { reasonOf } from './logger.ts'

test('a reason is one readable line, whatever was thrown', () => {
  expect(reasonOf(new Error('it broke'))).toBe('it broke')
  expect(reasonOf('it broke')).toBe('it broke')
  expect(reasonOf({ message: 'queue job failed', queue: 'prune' })).toBe('queue job failed')
  expect(reasonOf({ code: 'ECONNREFUSED' })).toBe('{"code":"ECONNREFUSED"}')
  const nobody = new AggregateError([new Error('connect ::1'), new Error('connect 127.0.0.1')])
  expect(reasonOf(nobody)).toBe('connect ::1; connect 127.0.0.1')
  expect(reasonOf(null)).toBe('null')
})
