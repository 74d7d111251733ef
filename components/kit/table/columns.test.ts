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

test('texts sort from A, figures from the largest, and the third click removes the order', () => {
  const clicks = (column: Column<string>) => {
    const first = nextSorting(null, column)
    const second = nextSorting(first, column)
    return [first, second, nextSorting(second, column)].map(sortingText)
  }
  expect(clicks(name)).toEqual(['name', '-name', null])
  expect(clicks(cost)).toEqual(['-cost', 'cost', null])
  expect(sortingText(nextSorting({ id: 'name', desc: true }, cost))).toBe('-cost')
})

test('a column that only sorts by the largest is on or off, and the URL can set nothing else', () => {
  const tokens: Column<string> = { id: 'tokens', header: 'tokens', cell, sort: 'server', number: true, descOnly: true }
  const first = nextSorting(null, tokens)
  expect([first, nextSorting(first, tokens)].map(sortingText)).toEqual(['-tokens', null])
  expect([parseSorting('-tokens', [tokens]), parseSorting('tokens', [tokens])]).toEqual([first, null])
})
