import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { assignRuns } from './assign.ts'
import { type RunPart, sumParts } from './parts.ts'

const part = (traceId: string, name = '', startUs = 0): RunPart => ({
  traceId,
  part: name,
  agent: null,
  framework: null,
  release: null,
  environment: null,
  executes: true,
  startUs,
  endUs: startUs + 10,
  llmCalls: 1,
  toolCalls: 0,
  unmeteredCalls: 0,
  unpricedSpans: 0,
  input: null,
  output: null,
  cost: null,
})
const link = (...ids: string[]) => ids.map(id => `t:${id}`)

function runsOf(parts: RunPart[], edges: Record<string, string[]>): Record<string, string[]> {
  const runs = assignRuns(parts, new Map(Object.entries(edges)))
  return Object.fromEntries([...runs].map(([key, members]) => [key, members.map(member => member.traceId).sort()]))
}

describe('runs', () => {
  test.each<[string, RunPart[], Record<string, string[]>, Record<string, string[]>]>([
    ['a trace alone', [part('a')], {}, { 't:a': ['a'] }],
    ['a link joins, whichever end has it', [part('a'), part('b')], { b: link('a') }, { 't:a': ['a', 'b'] }],
    ['the earliest trace gives the key', [part('a', '', 9), part('b', '', 3)], { b: link('a') }, { 't:b': ['a', 'b'] }],
    [
      'a chain is one run',
      [part('a'), part('b'), part('c')],
      { a: link('b'), b: link('c') },
      { 't:a': ['a', 'b', 'c'] },
    ],
    [
      'two that link to a trace not seen yet',
      [part('a'), part('b')],
      { a: link('x'), b: link('x') },
      { 't:a': ['a', 'b'] },
    ],
    ['one name is one run', [part('a', 'n'), part('b', 'n')], {}, { 'r:n': ['a', 'b'] }],
    [
      'a link never joins two names',
      [part('a', 'm'), part('b', 'n')],
      { a: link('b') },
      { 'r:m': ['a'], 'r:n': ['b'] },
    ],
    ['what links to a named run is of it', [part('a', 'n'), part('b')], { b: link('a') }, { 'r:n': ['a', 'b'] }],
    ['what a named run links to is of it', [part('a', 'n'), part('b')], { a: link('b') }, { 'r:n': ['a', 'b'] }],
    [
      'between two names: the first',
      [part('a', 'n'), part('b'), part('c', 'm')],
      { b: link('a', 'c') },
      { 'r:n': ['a'], 'r:m': ['b', 'c'] },
    ],
    [
      'a trace of two names is in both, its rest by itself',
      [part('a', 'm'), part('a', 'n'), part('a'), part('b', 'n'), part('c')],
      { c: link('a') },
      { 'r:m': ['a'], 'r:n': ['a', 'b'], 't:a': ['a'], 't:c': ['c'] },
    ],
  ])('%s', (_, parts, edges, expected) => expect(runsOf(parts, edges)).toEqual(expected))

  const ids = ['a', 'b', 'c', 'd', 'e', 'f']
  const graph = fc.record({
    names: fc.array(fc.constantFrom('', '', 'm', 'n'), { minLength: 6, maxLength: 6 }),
    starts: fc.array(fc.nat(5), { minLength: 6, maxLength: 6 }),
    links: fc.array(fc.tuple(fc.constantFrom(...ids), fc.constantFrom(...ids, 'x', 'y')), { maxLength: 8 }),
  })
  const build = ({ names, starts, links }: { names: string[]; starts: number[]; links: [string, string][] }) => ({
    parts: ids.map((id, i) => part(id, names[i], starts[i])),
    edges: Object.fromEntries(ids.map(id => [id, link(...links.filter(([from]) => from === id).map(([, to]) => to))])),
  })

  test('every part is in exactly one run, whatever the order', () => {
    fc.assert(
      fc.property(graph, fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 6 }), (drawn, order) => {
        const { parts, edges } = build(drawn)
        const runs = runsOf(parts, edges)
        expect(Object.values(runs).flat().sort()).toEqual(ids)
        const shuffled = order.map(i => parts[i] as RunPart)
        const turned = Object.fromEntries(Object.entries(edges).reverse())
        expect(runsOf(shuffled, turned)).toEqual(runs)
      }),
    )
  })

  test('a total never depends on the order of the parts', () => {
    fc.assert(
      fc.property(graph, fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 6 }), (drawn, order) => {
        const parts = build(drawn).parts.map((p, i) => ({ ...p, agent: i % 2 ? `agent ${i}` : null }))
        expect(sumParts(order.map(i => parts[i] as RunPart))).toEqual(sumParts(parts))
      }),
    )
  })
})
