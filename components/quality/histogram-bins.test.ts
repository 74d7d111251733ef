import fc from 'fast-check'
import { expect, test } from 'vitest'
import { binLabel, binTest, histogramBins } from './histogram-bins.ts'

const fine = fc.array(
  fc.record({ value: fc.double({ min: -1e4, max: 1e4, noNaN: true }), count: fc.integer({ min: 1, max: 99 }) }),
  { minLength: 1, maxLength: 60 },
)

test('every number is in one bin, bins join, and there are few', () => {
  fc.assert(
    fc.property(fine, values => {
      const bins = histogramBins(values)
      const total = (list: readonly { count: number }[]) => list.reduce((sum, { count }) => sum + count, 0)
      expect(total(bins)).toBe(total(values))
      expect(bins.length).toBeLessThanOrEqual(21)
      for (const [i, bin] of bins.entries()) if (i > 0) expect(bin.from).toBe(bins[i - 1]?.to)
    }),
  )
})

test('scores between 0 and 1 in steps of a round width; what is exactly an edge belongs above it', () => {
  const bins = histogramBins([0, 0.3, 0.35, 0.69, 0.7, 1].map(value => ({ value, count: 1 })))
  expect(bins[0]).toEqual({ from: 0, to: 0.1, count: 1 })
  expect(bins.find(({ from }) => from === 0.3)).toEqual({ from: 0.3, to: 0.4, count: 2 })
  expect(bins.find(({ from }) => from === 0.6)?.count).toBe(1)
  expect(bins.find(({ from }) => from === 0.7)?.count).toBe(1)
  expect(bins.at(-1)).toEqual({ from: 1, to: null, count: 1 })
  expect(bins.map(binLabel).slice(-2)).toEqual(['0.9 to 1', '1 or more'])
  expect(bins.map(binTest).slice(-2)).toEqual(['>=0.9<1', '>=1'])
})

test('one number alone, and none', () => {
  expect(histogramBins([{ value: 4, count: 7 }])).toEqual([{ from: 4, to: null, count: 7 }])
  expect(histogramBins([])).toEqual([])
})
