import fc from 'fast-check'
import { expect, test } from 'vitest'
import { binMiddle } from './statistics.ts'

const binOf = (value: number) => (value < 1 ? -1 : Math.floor(Math.log(value) / Math.log(1.1)))

test('the middle of a bucket is within 4.9 % of every value in it', () => {
  fc.assert(
    fc.property(fc.double({ min: 1, max: 1e15, noNaN: true }), value => {
      expect(Math.abs(binMiddle(binOf(value)) / value - 1)).toBeLessThan(0.0489)
    }),
  )
})

test('whole figures up to ten are exact, and none leaves its bucket', () => {
  for (let value = 0; value <= 10; value++) expect(binMiddle(binOf(value), true)).toBe(value)
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2 ** 40 }), value => {
      const read = binMiddle(binOf(value), true)
      expect(Number.isInteger(read)).toBe(true)
      expect(Math.abs(read / value - 1)).toBeLessThan(0.11)
      expect(binOf(read)).toBe(binOf(value))
    }),
  )
})
