import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type ChartUnit, formatBucket, formatBucketFull, formatTick, formatValue, niceTicks } from './scale.ts'

test.each([
  [0, 'count', [0, 1]],
  [1, 'count', [0, 1]],
  [1e-9, 'count', [0, 1]],
  [3, 'count', [0, 1, 2, 3]],
  [10, 'count', [0, 5, 10]],
  [0.0271, 'usd', [0, 0.01, 0.02, 0.03]],
  [0, 'ratio', [0, 0.005, 0.01]],
  [940, 'ms', [0, 500, 1000]],
  [576_000, 'ms', [0, 300_000, 600_000]],
  [7_200_000, 'ms', [0, 3_600_000, 7_200_000]],
] as const)('up to %d %s: %j', (top, unit, ticks) => expect(niceTicks(top, unit)).toEqual(ticks))

test('ticks rise evenly, begin at 0, reach the top and are few', () => {
  const unit = fc.constantFrom<ChartUnit>('count', 'tokens', 'usd', 'ms', 'ratio')
  fc.assert(
    fc.property(fc.oneof(fc.constant(0), fc.double({ min: 1e-9, max: 1e12, noNaN: true })), unit, (top, of) => {
      const ticks = niceTicks(top, of)
      expect(ticks[0]).toBe(0)
      expect(ticks.at(-1)).toBeGreaterThanOrEqual(top * (1 - 1e-9))
      expect(ticks.length).toBeLessThanOrEqual(5)
      for (const [i, tick] of ticks.entries()) if (i > 0) expect(tick).toBeGreaterThan(ticks[i - 1] ?? 0)
      if (of === 'count') for (const tick of ticks) expect(Number.isInteger(tick)).toBe(true)
    }),
  )
})

test.each([
  [1_200_000, 'tokens', '1.2M', '1,200,000'],
  [999_999, 'count', '1M', '999,999'],
  [0.000025, 'usd', '$0.000025', '$0.0000250'],
  [1500, 'ms', '1.5 s', '1.50 s'],
  [600_000, 'ms', '10 min', '10 min'],
  [7_200_000, 'ms', '2 h', '2 h 00 min'],
  [0.0125, 'ratio', '1.25 %', '1.25 %'],
] as const)('%d %s reads %s on the axis and %s in full', (value, unit, tick, full) => {
  expect(formatTick(value, unit)).toBe(tick)
  expect(formatValue(value, unit)).toBe(full)
})

test('unknown is a dash', () => expect(formatValue(null, 'usd')).toBe('–'))

test('a day is a day in UTC, an hour a time of day', () => {
  const at = Date.UTC(2026, 0, 5, 8)
  expect(formatBucket(at, 3_600_000, 'utc')).toBe('08:00')
  expect(formatBucket(at, 6 * 3_600_000, 'utc')).toBe('Jan 5')
  expect(formatBucketFull(at, 3_600_000, 'utc')).toBe('2026-01-05 08:00 – 09:00')
  expect(formatBucketFull(Date.UTC(2026, 0, 5), 86_400_000, 'local')).toBe('2026-01-05 (UTC)')
})
