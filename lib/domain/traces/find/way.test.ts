import { expect, test } from 'vitest'
import { traceFilter } from '#lib/domain/traces/list-schemas.ts'
import { attributeWord, factWord, promptWord } from '#lib/domain/traces/marks/marks.ts'
import { common, leads, wayOf } from './way.ts'

const way = (filter: Record<string, string>) => wayOf('p', traceFilter.parse(filter))

test.each([
  ['nothing', {}],
  ['a session, which has an index in the order of time', { session: 's' }],
  ['a text', { text: 'x' }],
  ['an attribute whose value has no word', { attribute: 'a:one two three four five' }],
  ['a range', { from: '2026-11-01T00:00:00Z', to: '2026-11-02T00:00:00Z' }],
])('%s: traces are looked at in their order', (_, filter) => expect(way(filter)).toEqual({ by: 'order' }))

test('facts are searched together, and an attribute beside them', () => {
  expect(way({ tool: 'search', release: '1', status: 'error', attribute: 'a:b', text: 'x' })).toEqual({
    by: 'marks',
    facts: [factWord('p', 'release', '1'), factWord('p', 'tool', 'search'), factWord('p', 'status', 'error')],
    attribute: attributeWord('p', 'a:b'),
    slow: true,
  })
  expect(way({ tool: 'search', attribute: 'a:b' })).toMatchObject({ slow: false })
  expect(way({ tool: 'search', attribute: 'a:one two three four five' })).toMatchObject({ attribute: null, slow: true })
})

test('a prompt is searched by its own mark, and an attribute beside it is checked', () => {
  const facts = [factWord('p', 'agent', 'a')]
  expect(way({ prompt: 'triage', agent: 'a' })).toEqual({
    ...{ by: 'marks', facts, attribute: promptWord('p', 'triage'), slow: false },
  })
  expect(way({ prompt: 'triage', promptVersion: '3', attribute: 'a:b' })).toEqual({
    ...{ by: 'marks', facts: [], attribute: promptWord('p', 'triage', '3'), slow: true },
  })
  expect(traceFilter.safeParse({ promptVersion: '3' }).error?.issues[0]?.path).toEqual(['promptVersion'])
})

test('a run id and running traces have their own index, whatever other conditions there are', () => {
  expect(way({ run: 'r', tool: 'search' })).toEqual({ by: 'run', run: 'r' })
  expect(way({ status: 'running', tool: 'search' })).toEqual({ by: 'running' })
})

test('the search uses the rarer of two conditions', () => {
  expect(leads(3, common)).toBe('facts')
  expect(leads(common, 3)).toBe('attribute')
  expect(leads(common, common)).toBe('both')
  expect(leads(0, 0)).toBe('attribute')
})
