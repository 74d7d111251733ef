import { describe, expect, test } from 'vitest'
import { dropIn, type Observed } from './drop.ts'
import { mulberry } from './test-random.ts'

const hour = 3_600_000

/** Hours of scores between 0 and 1 around a level for each hour. */
function seriesOf(levels: readonly number[], perHour: number, seed: number): Observed[] {
  const random = mulberry(seed)
  return levels.map((level, i) => {
    const values = Array.from({ length: perHour }, () => Math.min(1, Math.max(0, level + (random() - 0.5) * 0.4)))
    const mean = values.reduce((sum, value) => sum + value, 0) / perHour
    const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
    return { at: i * hour, count: perHour, mean, spread: Math.sqrt(squares / (perHour - 1)) }
  })
}
const levels = (before: number, hoursBefore: number, after: number, hoursAfter: number) => [
  ...Array.from({ length: hoursBefore }, () => before),
  ...Array.from({ length: hoursAfter }, () => after),
]

describe('a drop', () => {
  test('is found in the hour in which it begins, or one beside it, with both levels', () => {
    for (let seed = 1; seed <= 50; seed++) {
      const drop = dropIn(seriesOf(levels(0.8, 30, 0.65, 18), 10, seed))
      expect(Math.abs((drop?.at ?? 0) / hour - 30)).toBeLessThanOrEqual(1)
      expect(drop?.before).toBeCloseTo(0.8, 1)
      expect(drop?.after).toBeCloseTo(0.65, 1)
    }
  })

  test('is seen in at most one of a hundred series in which nothing changed', () => {
    const seen = Array.from({ length: 1_000 }, (_, seed) => dropIn(seriesOf(levels(0.8, 48, 0, 0), 5, seed + 1)))
    expect(seen.filter(drop => drop !== null).length).toBeLessThanOrEqual(10)
  })

  test('is not found where the mean rises', () => {
    for (let seed = 1; seed <= 20; seed++) expect(dropIn(seriesOf(levels(0.6, 20, 0.8, 20), 10, seed))).toBeNull()
  })
})

test('means that vary from hour to hour are not a drop, even where each is certain', () => {
  const random = mulberry(7)
  const wandering = Array.from({ length: 12 }, () => 0.8 + (random() - 0.5) * 0.2)
  expect(dropIn(seriesOf(wandering, 500, 3))).toBeNull()
})

test.each([
  ['nothing', []],
  ['one hour', seriesOf([0.8], 100, 1)],
  ['few scores', seriesOf(levels(0.9, 4, 0.1, 4), 2, 1)],
  ['a drop too small to be news', seriesOf(levels(0.8, 40, 0.79, 40), 1_000, 1)],
])('%s: no drop', (_, series) => expect(dropIn(series)).toBeNull())

test('values without any spread that fall at once', () => {
  const flat = (mean: number, from: number): Observed[] =>
    [0, 1, 2, 3].map(i => ({ at: (from + i) * hour, count: 5, mean, spread: 0 }))
  expect(dropIn([...flat(1, 0), ...flat(0, 4)])).toEqual({ at: 4 * hour, before: 1, after: 0, chance: 0 })
})
