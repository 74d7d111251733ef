import { expect, test } from 'vitest'
import { concerns } from './use-live.ts'

const key = (contract: string, traceId?: string) => [contract, traceId ? { params: { traceId } } : {}]

test('what happens to other traces does not read an open one again; a list it always does', () => {
  const ids = new Set(['a'])
  expect(concerns(key('traces.get', 'a'), ids)).toBe(true)
  expect(concerns(key('traces.get', 'b'), ids)).toBe(false)
  expect(concerns(key('traces.span', 'b'), ids)).toBe(false)
  expect(concerns(key('traces.list'), ids)).toBe(true)
  expect(concerns(['traces.list', { agent: 'x' }, {}, null], ids)).toBe(true)
})

test('an event that names nobody is about everybody', () => {
  expect(concerns(key('traces.get', 'b'), null)).toBe(true)
})
