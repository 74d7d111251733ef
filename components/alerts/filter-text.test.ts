import { expect, test } from 'vitest'
import { filterText, parseFilter } from './filter-text.ts'

test.each([
  ['', {}],
  ['environment: production', { environment: 'production' }],
  ['agent: desk or triage, tool: (none)', { agent: ['desk', 'triage'], tool: null }],
])('%j reads %j and back', (text, filter) => {
  expect(parseFilter(text)).toEqual(filter)
  expect(filterText(JSON.stringify(filter))).toBe(text)
})

test.each(['production', 'agent:', 'agent: a, b'])('%j is not a filter', text => expect(parseFilter(text)).toBeNull())
