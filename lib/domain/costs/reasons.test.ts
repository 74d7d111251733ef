import { expect, test } from 'vitest'
import { type DearFacts, reasonsOf } from './reasons.ts'

const plain: DearFacts = {
  cost: 1e9,
  llmCalls: 2,
  toolCalls: 1,
  input: 3_000,
  output: 900,
  cachedInput: 0,
  reasoning: 0,
  mostTool: { name: 'search_kb', calls: 1 },
  dearestCall: { model: 'gpt-4o', cost: 0.6e9, input: 2_000, output: 500 },
  parts: { fresh: 0.6e9, cached: 0, written: 0, output: 0.4e9, reasoning: 0 },
}
const kinds = (facts: Partial<DearFacts>) => reasonsOf({ ...plain, ...facts }).map(({ kind }) => kind)

test('nothing stands out', () => expect(kinds({})).toEqual([]))

test.each([
  [
    'the same tool, again and again',
    { llmCalls: 47, toolCalls: 48, mostTool: { name: 'search_kb', calls: 46 }, input: 60_000 },
    'loop',
  ],
  [
    'one call that carries a book',
    { dearestCall: { model: 'gpt-4o', cost: 0.9e9, input: 212_000, output: 300 }, input: 213_000 },
    'large_call',
  ],
  [
    'much thought',
    {
      reasoning: 31_000,
      output: 33_000,
      parts: { fresh: 0.1e9, cached: 0, written: 0, output: 0.1e9, reasoning: 0.8e9 },
    },
    'reasoning',
  ],
  [
    'the same prompt sent anew',
    {
      llmCalls: 12,
      toolCalls: 4,
      input: 96_000,
      parts: { fresh: 0.95e9, cached: 0, written: 0, output: 0.05e9, reasoning: 0 },
    },
    'cache_missed',
  ],
  ['many steps of many kinds', { llmCalls: 18, toolCalls: 9, mostTool: { name: 'a', calls: 3 } }, 'steps'],
  [
    'a long answer',
    { output: 24_000, parts: { fresh: 0.1e9, cached: 0, written: 0, output: 0.9e9, reasoning: 0 } },
    'long_output',
  ],
] as const)('%s', (_, facts, first) => expect(kinds(facts)[0]).toBe(first))

test('a call that read the cache is not reported as uncached', () => {
  const parts = { fresh: 0.9e9, cached: 0.05e9, written: 0, output: 0.05e9, reasoning: 0 }
  expect(kinds({ llmCalls: 12, input: 96_000, cachedInput: 60_000, parts })).not.toContain('cache_missed')
})

test('a loop of cheap calls does not hide the call that cost most', () => {
  const facts = { llmCalls: 10, toolCalls: 9, mostTool: { name: 'a', calls: 9 } }
  const dearestCall = { model: 'gpt-4o', cost: 0.97e9, input: 300_000, output: 0 }
  expect(kinds({ ...facts, dearestCall })).toEqual(['large_call', 'loop'])
  expect(kinds({ ...facts, dearestCall: { ...dearestCall, cost: 0.5e9 } })).toEqual(['loop', 'large_call'])
})

test('without a cost nothing is divided by it', () => {
  const facts = { cost: 0, reasoning: 90_000, output: 90_000, input: 500_000, llmCalls: 30 }
  expect(kinds(facts)).toEqual(['steps'])
})
