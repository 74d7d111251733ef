import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sparkPath } from './spark-path.ts'

test('the largest figure is at the top and 0 at the bottom', () => {
  expect(sparkPath([0, 5, 10], 84, 22)).toEqual({ path: 'M3 19L42 11L81 3', last: { x: 81, y: 3 } })
})

test('a gap ends the line, and a figure between two gaps is a dot', () => {
  expect(sparkPath([1, null, 1, null], 84, 22).path).toBe('M3 3h0M55 3h0')
})

test('without figures nothing is drawn', () => {
  expect(sparkPath([null, null], 84, 22)).toEqual({ path: '', last: null })
  expect(sparkPath([], 84, 22)).toEqual({ path: '', last: null })
})

test('every point lies inside the picture', () => {
  const values = fc.array(fc.option(fc.double({ min: -1e9, max: 1e9, noNaN: true })))
  fc.assert(
    fc.property(values, figures => {
      const numbers = sparkPath(figures, 84, 22).path.match(/-?\d+(\.\d+)? -?\d+(\.\d+)?/g) ?? []
      for (const pair of numbers) {
        const [x = 0, y = 0] = pair.split(' ').map(Number)
        expect(x).toBeGreaterThanOrEqual(0)
        expect(x).toBeLessThanOrEqual(84)
        expect(y).toBeGreaterThanOrEqual(0)
        expect(y).toBeLessThanOrEqual(22)
      }
    }),
  )
})
