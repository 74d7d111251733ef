import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { chanceLimit, changeOf } from './change.ts'
import type { Change, Figure, Pair, Part } from './types.ts'
import { deltaPhrase, deltaText, shownChange } from './words.ts'

const lower = { better: 'lower' } as const
const rate = (before: [number, number], after: [number, number]): Figure => ({
  kind: 'rate',
  before: { sum: before[0], count: before[1] },
  after: { sum: after[0], count: after[1] },
})
/** Equal buckets, so that only the variation of the case remains. */
const steady = (buckets: number, before: Part, after: Part): Pair<Part>[] => Array(buckets).fill({ before, after })

describe('a share', () => {
  test.each<[string, [number, number], [number, number], Partial<Change>]>([
    ['more failures', [20, 2000], [140, 2000], { significant: true, verdict: 'worse', direction: 'up' }],
    ['fewer failures', [140, 2000], [20, 2000], { significant: true, verdict: 'better', direction: 'down' }],
    ['the same', [20, 2000], [20, 2000], { significant: false, whyNot: 'noise', direction: 'same' }],
    ['one failure more', [0, 40], [1, 40], { whyNot: 'noise', verdict: 'neutral', relative: null }],
    ['sure and tiny', [50_000, 1e8], [60_000, 1e8], { whyNot: 'small', significant: false }],
    ['nothing before', [0, 0], [3, 40], { whyNot: 'unknown', before: null, direction: null, chance: null }],
    ['all failed of few', [0, 6], [6, 6], { significant: true, verdict: 'worse' }],
  ])('%s', (_, before, after, expected) => {
    expect(changeOf(rate(before, after), lower)).toMatchObject(expected)
  })
})

describe('a mean', () => {
  test.each<[string, Pair<Part>[], Partial<Change>]>([
    ['dearer', steady(24, { sum: 2, count: 100 }, { sum: 2.76, count: 100 }), { significant: true, verdict: 'worse' }],
    ['the same', steady(24, { sum: 2, count: 100 }, { sum: 2, count: 100 }), { whyNot: 'noise', direction: 'same' }],
    ['2 % dearer', steady(24, { sum: 100, count: 9 }, { sum: 102, count: 9 }), { whyNot: 'small' }],
    ['few buckets', steady(4, { sum: 1, count: 100 }, { sum: 9, count: 100 }), { whyNot: 'few', chance: null }],
    ['few requests', steady(9, { sum: 1, count: 1 }, { sum: 9, count: 1 }), { whyNot: 'few' }],
    ['none before', steady(9, { sum: 0, count: 0 }, { sum: 9, count: 5 }), { whyNot: 'unknown', after: 1.8 }],
    ['free until now', steady(9, { sum: 0, count: 9 }, { sum: 9, count: 9 }), { significant: true, relative: null }],
  ])('%s', (_, pairs, expected) => expect(changeOf({ kind: 'mean', pairs }, lower)).toMatchObject(expected))

  test('a score names what is too small for it, and more is better', () => {
    const pairs = steady(24, { sum: 85, count: 100 }, { sum: 81, count: 100 })
    const about = { better: 'higher', least: { absolute: 0.05 } } as const
    expect(changeOf({ kind: 'mean', pairs }, about).whyNot).toBe('small')
    expect(changeOf({ kind: 'mean', pairs }, { ...about, least: { absolute: 0.02 } }).verdict).toBe('worse')
  })
})

test('traffic is neither good nor bad', () => {
  const pairs = Array.from({ length: 24 }, (_, hour) => ({ before: 100 + hour, after: 200 + hour }))
  expect(changeOf({ kind: 'count', pairs }, { better: null })).toMatchObject({ significant: true, verdict: 'neutral' })
})

test.each<[string, number, Partial<Change>]>([
  ['in all buckets', 24, { significant: true, verdict: 'worse' }],
  ['in half of those after', 12, { significant: true, verdict: 'worse' }],
  ['in fewer', 11, { significant: false, verdict: 'neutral', whyNot: 'few' }],
  ['in none', 0, { verdict: 'neutral', whyNot: 'few' }],
])('a cost 58 times that of a range before which has data %s', (_, filled, expected) => {
  const pairs = Array.from({ length: 24 }, (_, i) => ({
    before: i < 24 - filled ? 0 : 1 + (i % 3),
    after: 116 + (i % 5),
  }))
  expect(changeOf({ kind: 'count', pairs }, lower)).toMatchObject(expected)
})

test('what falls to nothing is a change', () => {
  const pairs = Array.from({ length: 24 }, (_, i) => ({ before: 10 + (i % 3), after: 0 }))
  expect(changeOf({ kind: 'count', pairs }, lower)).toMatchObject({ significant: true, verdict: 'better' })
})

test('a percentile is unknown where a range has none', () => {
  const pairs = steady(24, { sum: 0, count: 0 }, { sum: 5, count: 100 })
  expect(changeOf({ kind: 'percentile', before: null, after: 40, pairs }, lower).whyNot).toBe('unknown')
})

test('the ranges swapped give the opposite direction and the same chance', () => {
  const part = fc.record({ sum: fc.integer({ min: 0, max: 1000 }), count: fc.integer({ min: 0, max: 50 }) })
  const pairs = fc.array(fc.record({ before: part, after: part }), { maxLength: 30 })
  fc.assert(
    fc.property(pairs, list => {
      const swapped = list.map(({ before, after }) => ({ before: after, after: before }))
      const [one, other] = [
        changeOf({ kind: 'mean', pairs: list }, lower),
        changeOf({ kind: 'mean', pairs: swapped }, lower),
      ]
      expect(other.chance ?? -1).toBeCloseTo(one.chance ?? -1, 9)
      if (one.chance !== null) expect(one.chance >= 0 && one.chance <= 1).toBe(true)
      if (one.absolute !== null) expect(other.absolute).toBeCloseTo(-one.absolute, 9)
      if (one.verdict === 'worse') expect(one.direction).toBe('up')
    }),
  )
})

test.each([
  [[20, 2000], [140, 2000], '+600 %', '+6.0'],
  [[100, 1000], [138, 1000], '+38 %', '+3.8'],
  [[100, 1000], [92, 1000], '−8 %', '−0.8'],
  [[0, 100], [5, 100], 'new', '+5.0'],
  [[0, 100], [0, 100], '0 %', '0'],
  [[0, 0], [0, 100], '–', '–'],
] as const)('%j to %j in words', (before, after, relative, points) => {
  const change = changeOf(rate([...before], [...after]), lower)
  expect(deltaText(change, 'points')).toBe(points)
  expect(deltaPhrase(change, 'points')).toBe(points === '–' ? '–' : `${points} points`)
  expect(deltaText(change, 'relative')).toBe(relative === '+600 %' ? '×7.0' : relative)
})

test('a figure without a change says why, and has no colour', () => {
  expect(shownChange(changeOf(rate([1, 40], [2, 40]), lower), 'points')).toMatchObject({
    text: '+2.5',
    verdict: 'neutral',
  })
  expect(shownChange(changeOf(rate([1, 40], [2, 40]), lower), 'points').title).toMatch(/^Within noise/)
  expect(shownChange(changeOf(rate([1, 400], [40, 400]), lower), 'points')).toMatchObject({
    text: '+9.8',
    verdict: 'worse',
  })
})

describe('among many figures side by side', () => {
  const noise = (count: number) => Array.from({ length: count }, (_, i) => (i + 0.5) / count)
  test.each([
    ['one alone', [0.009], 0.009],
    ['one sure among much noise', [0.000_01, ...noise(1000)], 0.000_01],
    ['one of the chances that noise has anyway', noise(1000), 0],
    ['most of them sure', [0.001, 0.002, 0.004, 0.9], 0.004],
    ['never above the rate of a single figure', [0.05, 0.06], 0.01],
    ['nothing tested', [null, null], 0],
  ])('%s', (_, chances, limit) => expect(chanceLimit(chances)).toBe(limit))
})
