import { describe, expect, test } from 'vitest'
import { changeOf, falseAlarms } from './change.ts'
import { mulberry, normalOf, poissonOf } from './test-random.ts'
import type { Figure, Pair, Part } from './types.ts'

const about = { better: 'lower' } as const
const rounds = 1_500
/**
 * How many false alarms chance allows in these rounds at the stated rate: three standard deviations above its mean. A rule
 * that called three times as many would be found in 99 of 100 cases.
 */
const allowed = rounds * falseAlarms + 3 * Math.sqrt(rounds * falseAlarms * (1 - falseAlarms))

type Draw = ReturnType<typeof drawing>
function drawing(seed: number) {
  const next = mulberry(seed)
  const normal = normalOf(next)
  const poisson = poissonOf(next, normal)
  /** Requests of a bucket, each with a cost or duration as skewed as real ones. */
  const amounts = (mean: number, spread: number, factor = 1) =>
    Array.from({ length: poisson(mean) }, () => factor * Math.exp(spread * normal()))
  return { next, normal, poisson, amounts }
}

function alarms(seed: number, figure: (draw: Draw) => Figure): number {
  const draw = drawing(seed)
  let called = 0
  for (let round = 0; round < rounds; round++)
    if (changeOf(figure(draw), { ...about, least: { absolute: 0 } }).significant) called++
  return called
}

const partOf = (list: readonly number[]): Part => ({
  sum: list.reduce((all, each) => all + each, 0),
  count: list.length,
})
const hits = (draw: Draw, size: number, share: number): Part => {
  let sum = 0
  for (let i = 0; i < size; i++) sum += Number(draw.next() < share)
  return { sum, count: size }
}

describe('where nothing changed, no more than 1 % of figures are called a change', () => {
  test.each([
    [3, 3, 0.1],
    [10, 200, 0.05],
    [50, 50, 0.02],
    [1200, 1100, 0.3],
    [2, 1500, 0.5],
  ])('shares: %d and %d requests of which %d fail', (before, after, share) => {
    const called = alarms(1, draw => ({
      kind: 'rate',
      before: hits(draw, before, share),
      after: hits(draw, after, share),
    }))
    expect(called).toBeLessThanOrEqual(allowed)
  })

  test.each([
    [5, 3, 1, 1],
    [15, 1, 10, 1.5],
    [24, 0.5, 1, 1.5],
    [24, 3, 0.1, 1],
    [24, 20, 1, 0.5],
    [60, 0.3, 10, 1.5],
  ])(
    'costs: %d buckets of about %d requests, %d times as many afterwards, spread %d',
    (buckets, mean, growth, spread) => {
      const called = alarms(2, draw => ({ kind: 'mean', pairs: costPairs(draw, buckets, mean, mean * growth, spread) }))
      expect(called).toBeLessThanOrEqual(allowed)
    },
  )

  test.each([
    [7, 3, 1, 0.5],
    [24, 3, 10, 0.95],
    [24, 15, 1, 0.95],
  ])(
    'percentiles: %d buckets of about %d requests, %d times as many afterwards, quantile %d',
    (buckets, mean, growth, q) => {
      const called = alarms(3, draw => {
        const raw = Array.from({ length: buckets }, () => ({
          before: draw.amounts(mean, 0.8),
          after: draw.amounts(mean * growth, 0.8),
        }))
        const all = raw.flatMap(pair => [...pair.before, ...pair.after]).sort((a, b) => a - b)
        const cut = all[Math.ceil(q * all.length) - 1] ?? 0
        const slow = (list: number[]) => ({ sum: list.filter(each => each > cut).length, count: list.length })
        const pairs = raw.map(pair => ({ before: slow(pair.before), after: slow(pair.after) }))
        return { kind: 'percentile', before: 1, after: 2, pairs }
      })
      expect(called).toBeLessThanOrEqual(allowed)
    },
  )

  test.each([
    [7, 1],
    [15, 20],
    [24, 0.1],
    [24, 300],
  ])('traffic in waves: %d buckets of about %d requests', (buckets, mean) => {
    const called = alarms(4, draw => {
      const wave = (hour: number) => mean * (1 + 0.8 * Math.sin((hour / 24) * 2 * Math.PI))
      const count = (hour: number) => draw.poisson(wave(hour) * Math.exp(0.5 * draw.normal()))
      return {
        kind: 'count',
        pairs: Array.from({ length: buckets }, (_, i) => ({ before: count(i), after: count(i) })),
      }
    })
    expect(called).toBeLessThanOrEqual(allowed)
  })
})

function costPairs(
  draw: Draw,
  buckets: number,
  before: number,
  after: number,
  spread: number,
  factor = 1,
): Pair<Part>[] {
  return Array.from({ length: buckets }, () => ({
    before: partOf(draw.amounts(before, spread)),
    after: partOf(draw.amounts(after, spread, factor)),
  }))
}

describe('what is real is called', () => {
  test.each([
    [24, 1],
    [60, 1],
    [15, 0.5],
  ])('a cost per request 38 % higher, over 1,000 requests in %d buckets', (buckets, spread) => {
    const draw = drawing(5)
    let called = 0
    for (let round = 0; round < 200; round++) {
      const pairs = costPairs(draw, buckets, 1000 / buckets, 1000 / buckets, spread, 1.38)
      if (changeOf({ kind: 'mean', pairs }, about).verdict === 'worse') called++
    }
    expect(called).toBeGreaterThanOrEqual(190)
  })

  test('an error rate that rises from 1 % to 4 % of 1,000 requests', () => {
    const draw = drawing(6)
    let called = 0
    for (let round = 0; round < 200; round++) {
      const figure: Figure = { kind: 'rate', before: hits(draw, 1000, 0.01), after: hits(draw, 1000, 0.04) }
      if (changeOf(figure, about).verdict === 'worse') called++
    }
    expect(called).toBeGreaterThanOrEqual(180)
  })
})
