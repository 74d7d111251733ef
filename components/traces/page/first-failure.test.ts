import { expect, test } from 'vitest'
import { firstFailure } from './first-failure.ts'

type Span = Parameters<typeof firstFailure>[0][number]
const span = (spanId: string, parentSpanId: string | null, more: Partial<Span> = {}): Span => ({
  spanId,
  parentSpanId,
  status: 'ok',
  noise: false,
  statusMessage: null,
  events: [],
  ...more,
})
const failed = (spanId: string, parentSpanId: string | null, more: Partial<Span> = {}) =>
  span(spanId, parentSpanId, { status: 'error', statusMessage: 'broken', ...more })

test('nothing failed', () => expect(firstFailure([span('a', null), span('b', 'a')])).toBeNull())

test('a failure goes up, through spans that did not fail too', () => {
  expect(firstFailure([failed('root', null), span('step', 'root'), failed('tool', 'step')])).toBe('tool')
})

test('the first of two causes, unless only the other one has a reason', () => {
  const root = failed('root', null)
  expect(firstFailure([root, failed('a', 'root'), failed('b', 'root')])).toBe('a')
  expect(firstFailure([root, failed('a', 'root', { statusMessage: null }), failed('b', 'root')])).toBe('b')
  const thrown = { statusMessage: null, events: [{ name: 'exception', at: '2026-01-01T00:00:00Z', attributes: {} }] }
  expect(firstFailure([root, failed('a', 'root', thrown), failed('b', 'root')])).toBe('a')
})

test('framework messages explain nothing', () => {
  expect(firstFailure([failed('root', null), failed('message', 'root', { noise: true })])).toBe('root')
})

test('a loop of parents ends', () => {
  expect(firstFailure([failed('a', 'b'), failed('b', 'a')])).toBe('a')
})
