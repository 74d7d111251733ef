import { expect, test } from 'vitest'
import { measureRows } from './framework-rows.ts'

const answers = {
  whole: {
    rows: [
      ['autogen', 10, 0.1, 100, 900, '1.000000000', '0.100000000'],
      ['crewai', 40, 0, 50, 70, null, null],
      ['langgraph', 2, null, null, null, null, null],
      [null, 99, 0, 1, 1, '9.000000000', '9.000000000'],
    ],
  },
  runs: { rows: [['crewai', 5, 3, 9, 100, 200, '0.010000000', '0.020000000']] },
  tools: {
    rows: [
      ['crewai', 8, 2],
      ['autogen', 0, 0],
    ],
  },
  scores: {
    rows: [
      ['crewai', 'helpful', 'boolean', 8, 0.75],
      ['crewai', 'helpful', 'numeric', 2, 0.5],
      ['autogen', 'helpful', 'boolean', 4, 0.5],
      ['autogen', 'mood', 'categorical', 50, null],
    ],
  },
}
const { names, left, measures } = measureRows(answers, 2)
const textsOf = (id: string) => measures.find(measure => measure.id === id)?.values.map(({ text }) => text)

test('the frameworks with most requests come first; spans without a framework are left out', () => {
  expect([names, left]).toEqual([['crewai', 'autogen'], 1])
})

test('each has the same measures, and an unknown one has no figure', () => {
  expect(textsOf('requests')).toEqual(['40', '10'])
  expect(textsOf('errors')).toEqual(['0.0 %', '10.0 %'])
  expect(textsOf('costPerRequest')?.[0]).toBe('–')
  expect(textsOf('runs')).toEqual(['5', null])
  expect(textsOf('success')).toEqual(['75.0 %', '–'])
})

test('a score is compared with the score of the same name and type', () => {
  expect(textsOf('score boolean helpful')).toEqual(['75.0 %', '50.0 %'])
  expect(textsOf('score numeric helpful')).toEqual(['0.5', null])
  expect(measures.some(({ label }) => label.startsWith('mood'))).toBe(false)
})
