import { expect, test } from 'vitest'
import { compared, judge } from './compare.ts'
import type { Ranges } from './ranges.ts'
import type { Bucket, Series } from './series.ts'

const hour = 3_600_000
const day: Ranges = { start: 0, border: 24 * hour, end: 48 * hour, widthMs: hour }
const bucket = (more: Partial<Bucket> = {}): Bucket => ({
  requests: 30,
  errors: 1,
  cost: 30e6,
  unknown: 0,
  traces: 30,
  ...more,
})
const hours = (each: (hour: number) => Partial<Bucket>) => Array.from({ length: 24 }, (_, i) => bucket(each(i)))
const slowHours = Array.from({ length: 24 }, () => ({ sum: 1, count: 30 }))
const series = (after: Bucket[]): Series => ({
  key: 'late',
  framework: null,
  before: hours(() => ({})),
  after,
  slow: { before: slowHours, after: slowHours },
  p95: { before: 80, after: 80 },
  scores: [],
})
const at = (hourOfAll: number, release: string) => ({ release, atMs: hourOfAll * hour + 60_000 })
const read = (after: Bucket[], appeared: ReturnType<typeof at>[], limit = 0.01) =>
  compared(judge(series(after), null, appeared, day), 0, limit, day)

test('a release late in the range is found by its split, though the whole ranges hardly differ', () => {
  const after = hours(i => (i === 23 ? { errors: 10 } : {}))
  const item = read(after, [at(30, 'a'), at(46, 'b')])
  expect(item.errors.change).toMatchObject({ significant: false, verdict: 'neutral' })
  expect(item.health).toBe('worse')
  expect(item.findings).toMatchObject([{ figure: 'errors', verdict: 'worse', release: 'b' }])
  expect(read(after, []).findings).toEqual([])
})

test('a change names the release that splits the range, or no release if none does', () => {
  const after = hours(i => (i >= 8 ? { cost: (45 + (i % 3)) * 1e6 } : {}))
  expect(read(after, [at(26, 'a'), at(31, 'b'), at(40, 'c')]).findings).toMatchObject([
    { figure: 'cost', release: 'b' },
  ])
  expect(read(after, []).findings).toMatchObject([{ figure: 'cost', release: null, since: null }])
})

test('calls without a price do not make a release cheaper', () => {
  const after = hours(i => (i >= 8 ? { cost: 5e6, unknown: 25 } : {}))
  const item = read(after, [at(32, 'b')])
  expect(item.cost.change).toMatchObject({ verdict: 'neutral', whyNot: 'partial' })
  expect(item.findings).toEqual([])
})

test('a figure above the limit of the whole list is not called a change', () => {
  const after = hours(() => ({ errors: 3 }))
  expect(read(after, []).errors.change.significant).toBe(true)
  expect(read(after, [], 0).errors.change).toMatchObject({ significant: false, whyNot: 'noise' })
})

test('in a range of a week or more a percentile is compared by days, and split by the release that slowed it', () => {
  const ranges: Ranges = { start: 0, border: 15 * 24 * hour, end: 30 * 24 * hour, widthMs: 6 * hour }
  const days = (slowFrom: number) =>
    Array.from({ length: 15 }, (_, i) => ({ sum: i >= slowFrom ? 40 + (i % 3) : 4 + (i % 2), count: 100 }))
  const quarters = Array.from({ length: 60 }, () => bucket())
  const slower: Series = {
    ...series(quarters),
    before: quarters,
    slow: { before: days(15), after: days(5) },
    p95: { before: 70, after: 90 },
  }
  const appeared = [at(20 * 24 + 3, 'fast'), at(19 * 24 + 20, 'slow'), at(25 * 24, 'late')]
  expect(compared(judge(slower, null, appeared, ranges), 0, 0.01, ranges).findings).toMatchObject([
    { figure: 'p95', verdict: 'worse', release: 'slow' },
  ])
})
