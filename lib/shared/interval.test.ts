import { expect, test } from 'vitest'
import { meanInterval, shareInterval } from './interval.ts'

test.each([
  // Student's t at 97.5 %, from tables: 12.706, 2.262, 1.984.
  [2, 12.706 / Math.sqrt(2)],
  [10, 2.262 / Math.sqrt(10)],
  [100, 1.984 / 10],
])('the interval of a mean of %i values with spread 1', (count, reach) => {
  const interval = meanInterval(5, 1, count)
  expect(interval?.high).toBeCloseTo(5 + reach, 2)
  expect(interval?.low).toBeCloseTo(5 - reach, 2)
})

test('one value has no known spread', () => expect(meanInterval(5, null, 1)).toBeNull())

test.each([
  // From Wilson's formula as published: 8 of 10, none of 10, all of 1.
  [0.8, 10, 0.4902, 0.9433],
  [0, 10, 0, 0.2775],
  [1, 1, 0.2065, 1],
])('the interval of a share of %d of %i', (share, count, low, high) => {
  const interval = shareInterval(share, count)
  expect(interval?.low).toBeCloseTo(low, 3)
  expect(interval?.high).toBeCloseTo(high, 3)
})

test('a share of nothing is unknown', () => expect(shareInterval(null, 0)).toBeNull())
