import { expect, test } from 'vitest'
import { spanSums, traceSums } from '#lib/domain/traces/measures.ts'
import type { Contribution, SpanSums, TraceSums } from './contribution.ts'
import { pack, unpack } from './stored-contribution.ts'

const zeros = (names: readonly string[]) => Object.fromEntries(names.map(name => [name, 0]))
const spans = {
  ...zeros(spanSums),
  spans: 1,
  errors: 0,
  requests: 2,
  requestErrors: 3,
  inputTokens: 4,
  outputTokens: 5,
  cachedInputTokens: 6,
  reasoningTokens: 7,
  cost: 8,
  unpricedSpans: 9,
  unmeteredCalls: 10,
} as SpanSums
const traces = {
  ...zeros(traceSums),
  traces: 11,
  errors: 12,
  inputTokens: 13,
  outputTokens: 0,
  cost: 15,
  unpricedSpans: 16,
  unmeteredCalls: 17,
} as TraceSums
const place = [60, 'production', 'agent', 'crewai', 'v1', 'llm', 'gpt-4o', '']
const sumKey = JSON.stringify([...place, 'openai'])
const sumKeyWithoutProvider = JSON.stringify(place)
const contribution: Contribution = {
  sums: new Map([[sumKey, spans]]),
  bins: new Map([[JSON.stringify([...place, 'openai', 'latency_us', 7]), 3]]),
  tops: new Map([['["t"]', traces]]),
  prompts: new Map(),
  traces: new Map(),
}

test('a stored contribution reads as it was written, without its zeros', () => {
  const stored = JSON.parse(JSON.stringify(pack(contribution)))
  expect(stored.sums[0][1]).not.toHaveProperty('errors')
  expect(unpack(stored)).toEqual(contribution)
})

test('rows written before sums had names, and before there were providers, read as named and as of no provider', () => {
  const stored = {
    sums: [[sumKeyWithoutProvider, [1, 0, 2, 3, 4, 5, 6, 7, 8, 9, 10]]],
    bins: [[JSON.stringify([...place, 'latency_us', 7]), 3]],
    tops: [['["t"]', [11, 12, 13, 0, 15, 16, 17]]],
  } as Parameters<typeof unpack>[0]
  expect(unpack(stored)).toEqual({
    ...contribution,
    sums: new Map([[JSON.stringify([...place, '']), spans]]),
    bins: new Map([[JSON.stringify([...place, '', 'latency_us', 7]), 3]]),
  })
})

test('a measure that a row does not name has added nothing', () => {
  expect(unpack({ sums: [[sumKey, { spans: 1 }]] }).sums.get(sumKey)).toMatchObject({ spans: 1, cost: 0 })
})
