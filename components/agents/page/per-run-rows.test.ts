import { expect, test } from 'vitest'
import { perRunRows } from './per-run-rows.ts'

test('the spread is the 95th percentile divided by the median', () => {
  expect(perRunRows([12, 4, 18, 1000, 2500, '0.010000000', '0.045000000']).map(row => [row.id, row.spread])).toEqual([
    ['steps', 4.5],
    ['tokens', 2.5],
    ['cost', 4.5],
  ])
})

test('what is unknown, and a median of nothing, has no spread', () => {
  expect(perRunRows([3, 0, 18, null, null, '0.000000000', null]).map(row => row.spread)).toEqual([null, null, null])
})

test('without runs there are no rows', () => {
  expect(perRunRows(undefined)).toEqual([])
  expect(perRunRows([0, null, null, null, null, null, null])).toEqual([])
})
