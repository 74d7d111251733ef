import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Fields, merge, type Stamp } from './merge.ts'

/** Updates of one program: each time belongs to one event, and an event has one value of a field. */
const fields: fc.Arbitrary<Fields> = fc
  .array(fc.record({ name: fc.constantFrom('a', 'b', 'c'), rank: fc.nat(1), at: fc.nat(3), event: fc.nat(6) }), {
    maxLength: 5,
  })
  .map(drawn =>
    drawn
      .map(({ name, rank, at, event }): Fields => {
        const stamp: Stamp = [rank, at, event % 3, `e${event}`]
        return { [name]: { value: JSON.stringify([name, stamp]), stamp } }
      })
      .reduce(merge, {}),
  )

test('the result is the same in any order, grouping and repetition', () => {
  fc.assert(
    fc.property(fields, fields, fields, (a, b, c) => {
      expect(merge(a, b)).toEqual(merge(b, a))
      expect(merge(merge(a, b), c)).toEqual(merge(a, merge(b, c)))
      expect(merge(a, a)).toBe(a)
      expect(merge(merge(a, b), b)).toEqual(merge(a, b))
    }),
    { numRuns: 2_000 },
  )
})

const stamped = (value: string, stamp: Stamp): Fields => ({ output: { value, stamp } })

test.each([
  ['the later of two updates', stamped('first', [1, 10, 0, 'x']), stamped('last', [1, 11, 0, 'a'])],
  // JavaScript's SDK stamps a creation with a large input later than the update that follows it.
  [
    'an update before its creation, whatever the clock says',
    stamped('made', [0, 12, 0, 'x']),
    stamped('last', [1, 11, 0, 'a']),
  ],
  [
    'of one millisecond, the one further down in its request',
    stamped('up', [1, 10, 3, 'x']),
    stamped('last', [1, 10, 4, 'a']),
  ],
])('%s', (_, other, winner) => {
  expect(merge(other, winner).output?.value).toBe('last')
  expect(merge(winner, other).output?.value).toBe('last')
})
