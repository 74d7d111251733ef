import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mulberry, normalOf } from '#lib/shared/change/test-random.ts'
import { type DayCost, endOfMonth, forecastMonth } from './forecast.ts'

const dayMs = 86_400_000
/** November 2026 begins on a Sunday. */
const november = Date.UTC(2026, 10, 1)
const days = (count: number, until: number, usd: (at: number) => number): DayCost[] =>
  Array.from({ length: count }, (_, i) => ({ at: until - (count - i) * dayMs, usd: 0 })).map(({ at }) => ({
    at,
    usd: usd(at),
  }))
const weekend = (at: number) => [0, 6].includes(new Date(at).getUTCDay())

test('before there are three whole days there is no forecast', () => {
  const now = november + 2 * dayMs
  expect(forecastMonth({ days: days(2, now, () => 10), spent: 20, now })).toBeNull()
  expect(forecastMonth({ days: [], spent: 0, now })).toBeNull()
  expect(forecastMonth({ days: days(3, now, () => 10), spent: 20, now })).not.toBeNull()
})

test('with equal days the month is their sum, and nothing is uncertain', () => {
  const now = november + 10 * dayMs
  const found = forecastMonth({ days: days(10, now, () => 10), spent: 100, now })
  expect(found).toMatchObject({ method: 'mean', days: 10 })
  for (const figure of [found?.expected, found?.low, found?.high]) expect(figure).toBeCloseTo(300, 9)
  expect(found?.ahead).toHaveLength(20)
})

test('after two weeks the forecast knows the days of the week', () => {
  const now = november + 21 * dayMs
  const usd = (at: number) => (weekend(at) ? 2 : 20)
  const found = forecastMonth({ days: days(21, now, usd), spent: 0, now })
  expect(found?.method).toBe('weekdays')
  expect(found?.ahead.map(day => Math.round(day.usd))).toEqual([2, 20, 20, 20, 20, 20, 2, 2, 20])
  // November 22 to 30: two Sundays, one Saturday, six others.
  expect(found?.expected).toBeCloseTo(3 * 2 + 6 * 20, 9)
})

test('only the remaining hours of today are forecast', () => {
  const now = november + 20.75 * dayMs
  const found = forecastMonth({ days: days(10, november + 20 * dayMs, () => 8), spent: 166, now })
  expect(found?.ahead[0]).toMatchObject({ at: november + 20 * dayMs, usd: 2 })
  expect(found?.expected).toBeCloseTo(166 + 2 + 9 * 8, 9)
})

test('only the last four weeks count', () => {
  const now = november + 28 * dayMs
  const steep = (at: number) => (at < november ? 1_000 : 10)
  expect(forecastMonth({ days: days(60, now, steep), spent: 280, now })?.expected).toBeCloseTo(300, 9)
})

const anyDays = fc.array(fc.double({ min: 0, max: 1e4, noNaN: true }), { minLength: 3, maxLength: 60 })

test('the forecast lies between low and high, is never below what is spent, and equals it at the end of the month', () => {
  fc.assert(
    fc.property(
      anyDays,
      fc.integer({ min: 0, max: 30 * dayMs - 1 }),
      fc.double({ min: 0, max: 1e5, noNaN: true }),
      (usd, into, spent) => {
        const now = november + into
        const list = days(usd.length, Math.floor(now / dayMs) * dayMs, () => 0).map((day, i) => ({
          ...day,
          usd: usd[i] ?? 0,
        }))
        const found = forecastMonth({ days: list, spent, now })
        if (!found) throw new Error('three days are enough')
        expect(found.low).toBeGreaterThanOrEqual(spent)
        expect(found.low).toBeLessThanOrEqual(found.expected + 1e-6)
        expect(found.high).toBeGreaterThanOrEqual(found.expected - 1e-6)
        const last = forecastMonth({ days: list, spent, now: endOfMonth(now) - 1 })
        expect(last?.expected).toBeCloseTo(spent, 2)
      },
    ),
  )
})

/** The share of simulated months that end within the interval that was forecast at a point in them. */
function coverage(seed: number, known: number, into: number): number {
  const normal = normalOf(mulberry(seed))
  const rounds = 1_500
  let within = 0
  for (let round = 0; round < rounds; round++) {
    const draw = (at: number) => (weekend(at) ? 40 : 100) + 12 * normal()
    const now = november + into * dayMs
    const past = days(known, now, draw)
    const future = days(30 - into, endOfMonth(now), draw).reduce((sum, { usd }) => sum + usd, 0)
    const spent = past.slice(-into).reduce((sum, { usd }) => sum + usd, 0)
    const found = forecastMonth({ days: past, spent, now })
    if (found && spent + future >= found.low && spent + future <= found.high) within++
  }
  return within / rounds
}

describe('four of five months end within the interval', () => {
  test.each([
    [1, 14, 5],
    [2, 21, 20],
    [3, 28, 28],
    [4, 28, 1],
  ])('seed %i: from %i days, on day %i', (seed, known, into) => {
    const share = coverage(seed, known, into)
    // Three standard errors of a share of 0.8 among 1,500.
    expect(Math.abs(share - 0.8)).toBeLessThan(0.8 * 0.0388 + 0.01)
  })
})
