import { expect, test } from 'vitest'
import { type Column, nextSorting, parseSorting, sortingText } from './columns.ts'

const cell = () => null
const name: Column<string> = { id: 'name', header: 'name', cell, sort: row => row }
const cost: Column<string> = { id: 'cost', header: 'cost', cell, sort: () => 0, number: true }
const columns = [name, cost, { id: 'note', header: 'note', cell }]

test.each([
  ['name', { id: 'name', desc: false }],
  ['-cost', { id: 'cost', desc: true }],
  ['note', null],
  ['-', null],
  ['nothing', null],
  [null, null],
])('%j in the URL', (text, sorting) => {
  expect(parseSorting(text, columns)).toEqual(sorting)
  if (sorting) expect(sortingText(sorting)).toBe(text)
})

test('texts begin with the first, figures with the largest, and the third click undoes', () => {
  const clicks = (column: Column<string>) => {
    const first = nextSorting(null, column)
    const second = nextSorting(first, column)
    return [first, second, nextSorting(second, column)].map(sortingText)
  }
  expect(clicks(name)).toEqual(['name', '-name', null])
  expect(clicks(cost)).toEqual(['-cost', 'cost', null])
  expect(sortingText(nextSorting({ id: 'name', desc: true }, cost))).toBe('-cost')
})
