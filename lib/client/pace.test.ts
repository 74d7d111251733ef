import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { pace } from './pace.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('at once, then once for all that came during the wait, and never less than the last', () => {
  const action = vi.fn()
  const paced = pace(action, 1_000)
  paced.run()
  expect(action).toHaveBeenCalledTimes(1)
  for (let i = 0; i < 50; i++) paced.run()
  expect(action).toHaveBeenCalledTimes(1)
  vi.advanceTimersByTime(1_000)
  expect(action).toHaveBeenCalledTimes(2)
  vi.advanceTimersByTime(10_000)
  expect(action).toHaveBeenCalledTimes(2)
  paced.run()
  expect(action).toHaveBeenCalledTimes(3)
})

test('without a pace each call runs; after cancel nothing runs', () => {
  const action = vi.fn()
  const each = pace(action, 0)
  each.run()
  each.run()
  expect(action).toHaveBeenCalledTimes(2)
  const paced = pace(action, 1_000)
  paced.run()
  paced.run()
  paced.cancel()
  vi.advanceTimersByTime(5_000)
  expect(action).toHaveBeenCalledTimes(3)
})
