import { expect, test } from 'vitest'
import { frozenRows } from './frozen.ts'

const rows = (text: string) => [...text]
const hold = (text: string, scope = 's') => ({ scope, ids: new Set(text) })
const shown = (text: string, frozen: ReturnType<typeof hold> | null, scope = 's') => {
  const { shown, waiting } = frozenRows(rows(text), frozen, scope, row => row)
  return `${shown.join('')} ${waiting}`
}

test('new rows wait while somebody uses the table, older rows do not', () => {
  expect(shown('cba', null)).toBe('cba 0')
  expect(shown('dcba', hold('cba'))).toBe('cba 1')
  expect(shown('dcxbay', hold('cba'))).toBe('cbay 2')
})

test('a row that no longer matches goes, and rows of another filter are another list', () => {
  expect(shown('ca', hold('cba'))).toBe('ca 0')
  expect(shown('xy', hold('cba'), 'other')).toBe('xy 0')
  expect(shown('xy', hold('cba'))).toBe('xy 0')
})
