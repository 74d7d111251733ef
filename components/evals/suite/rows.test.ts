import { expect, test } from 'vitest'
import { criterionRows, scenarioRows } from './rows.ts'

test('a scenario comes back unchanged from its form, with the parts that have no field', () => {
  const stored = [
    { id: 'disk', input: 'Disk full', expectedFindings: ['rotation is off', 'disk at 100 %'], tags: ['storage'] },
    { id: 'json', input: { alert: 'CPU' }, expectedOutput: 'yes', trajectory: { tools: ['logs'] } },
    { id: 'bare', input: '' },
  ]
  const rows = scenarioRows.read(stored)
  expect(rows.map(({ isJson, findings }) => [isJson, findings])).toEqual([
    [false, 'rotation is off\ndisk at 100 %'],
    [true, ''],
    [false, ''],
  ])
  expect(scenarioRows.write(rows)).toEqual(stored)
  const changed = { ...scenarioRows.fresh, id: ' new ', input: '42', findings: ' one \n\n two', tags: ['a'] }
  expect(scenarioRows.write([changed])).toEqual([
    { id: 'new', input: '42', expectedFindings: ['one', 'two'], tags: ['a'] },
  ])
  expect(rows.map(scenarioRows.textOf)[0]).toContain('storage')
})

test('a criterion keeps its scorer, and a weight that is not a number is sent unchanged', () => {
  const stored = [{ name: 'accuracy', weight: 2, threshold: 0.8, scorer: { kind: 'exact' } }, { name: 'tone' }]
  const rows = criterionRows.read(stored)
  expect(rows.map(({ scorer }) => scorer)).toEqual(['exact', ''])
  expect(criterionRows.write(rows)).toEqual(stored)
  const [row = criterionRows.fresh] = rows
  expect(criterionRows.write([{ ...row, weight: 'much', threshold: '0,5' }])).toEqual([
    { name: 'accuracy', weight: 'much', threshold: 0.5, scorer: { kind: 'exact' } },
  ])
})
