import fc from 'fast-check'
import { expect, test } from 'vitest'
import { timeTicks } from './ticks.ts'

test.each([
  [11_840, '0 | 5 s | 10 s'],
  [770, '0 | 200 ms | 400 ms | 600 ms'],
  [91, '0 | 50 ms'],
  [0.9, '0 | 200 µs | 400 µs | 600 µs | 800 µs'],
  [1_900, '0 | 500 ms | 1 s | 1.5 s'],
  [3_600_000, '0 | 15 min | 30 min | 45 min'],
  [90_000_000, '0 | 6 h | 12 h | 18 h'],
])('%d ms', (total, labels) => {
  expect(
    timeTicks(total)
      .map(tick => tick.label)
      .join(' | '),
  ).toBe(labels)
})

test('any length has few marks, inside and in order, with different labels', () => {
  fc.assert(
    fc.property(fc.double({ min: 0.001, max: 1e10, noNaN: true }), total => {
      const ticks = timeTicks(total)
      expect(ticks.length).toBeLessThanOrEqual(5)
      for (const { at } of ticks) expect(at).toBeLessThanOrEqual(0.9)
      expect(new Set(ticks.map(tick => tick.label)).size).toBe(ticks.length)
    }),
  )
})
