import { expect, test } from 'vitest'
import { csvText } from './csv.ts'

test('figures stay whole, unknown is empty, and commas, quotes and line ends are kept', () => {
  const rows = [
    ['support, triage', '0.001230000', 3],
    ['say "hi"\nthere', null, -1],
  ]
  expect(csvText(['agent', 'cost'], rows)).toBe(
    'agent,cost\r\n"support, triage",0.001230000,3\r\n"say ""hi""\nthere",,-1\r\n',
  )
})

test('a name cannot become a formula, and a negative amount stays a number', () => {
  expect(csvText(['a'], [['=1+1'], ['@x'], ['-x'], ['-0.500000000']])).toBe(
    "a\r\n'=1+1\r\n'@x\r\n'-x\r\n-0.500000000\r\n",
  )
})
