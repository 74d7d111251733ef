import { describe, expect, test } from 'vitest'
import type { CanonicalSpan, Usage } from '#lib/domain/traces/canonical.ts'
import { noUsage } from '#lib/domain/traces/normalise/usage/settle.ts'
import { attribute } from './attribute.ts'
import { repeatedCalls } from './model-calls.ts'
import { summarise } from './summarise.ts'
import { spanState } from './test-state.ts'

const usage = (input: number | null): Usage => ({
  ...noUsage,
  input,
})
const call = (id: string, parent: string | null, rest: Partial<CanonicalSpan> = {}) =>
  spanState(id, parent, { kind: 'llm', usage: usage(120), startUs: 10, endUs: 20, responseId: 'r-1', ...rest })
const root = spanState('root', null, { kind: 'agent', startUs: 0, endUs: 100 })

/** Tokens and model calls of a trace, and which spans count, whatever the order its spans are given in. */
function counted(...spans: ReturnType<typeof spanState>[]) {
  const [forth, back] = [spans, [...spans].reverse()].map(list => {
    const nodes = attribute(list)
    const { input, llmCalls, unmeteredCalls } = summarise(nodes)
    const ids = [...nodes].filter(([, node]) => node.attributed.counted).map(([id]) => id)
    return { input, llmCalls, unmeteredCalls, ids: ids.sort() }
  })
  expect(back).toEqual(forth)
  return forth
}

describe('two instrumentations beside each other', () => {
  test('one call of two spans counts once: the one that started later, inside the other', () => {
    const sdk = call('a', 'root', { scopeName: 'com.anthropic.sdk.python', startUs: 12, endUs: 19 })
    const other = call('b', 'root', { scopeName: 'opentelemetry.instrumentation.anthropic' })
    expect(counted(root, sdk, other)).toEqual({ input: 120, llmCalls: 1, unmeteredCalls: 0, ids: ['a'] })
  })

  test('the later span counts, and one with tokens before one without', () => {
    const deep = call('deep', 'mid', { scopeName: 'x', startUs: 16 })
    const flat = call('flat', 'root', { scopeName: 'y', startUs: 15 })
    const mid = spanState('mid', 'root', { kind: 'chain' })
    expect(counted(root, mid, deep, flat)?.ids).toEqual(['deep'])
    const silent = call('deep', 'mid', { scopeName: 'x', startUs: 16, usage: usage(null) })
    expect(counted(root, mid, silent, flat)).toEqual({ input: 120, llmCalls: 1, unmeteredCalls: 0, ids: ['flat'] })
  })

  test('where the inner span names the same answer and has no tokens, the outer span is the call', () => {
    const outer = call('outer', 'root', { scopeName: 'x' })
    const inner = call('inner', 'outer', { scopeName: 'y', usage: usage(null) })
    expect(counted(root, outer, inner)).toEqual({ input: 120, llmCalls: 1, unmeteredCalls: 0, ids: ['outer'] })
  })

  test('three of them, two nested', () => {
    const outer = call('a', 'root', { scopeName: 'x' })
    const inner = call('b', 'a', { scopeName: 'y' })
    const beside = call('c', 'root', { scopeName: 'z' })
    expect(counted(root, outer, inner, beside)).toMatchObject({ input: 120, llmCalls: 1, ids: ['b'] })
  })
})

describe('a wrapper that tells a cost and no tokens', () => {
  const silent = { usage: usage(null), reportedCostNanos: 5000n, responseId: null }
  const agent = spanState('agent', 'root', { kind: 'agent', ...silent })
  const cost = (...spans: ReturnType<typeof spanState>[]) => {
    const [forth, back] = [spans, [...spans].reverse()].map(list => summarise(attribute(list)))
    expect(back).toEqual(forth)
    return { cost: forth?.cost, input: forth?.input }
  }
  const unpriced = call('call', 'agent')
  const priced = call('call', 'agent', { computedCostNanos: 300n })

  test('counts where nobody below it knows what a call cost, beside the tokens of the call', () => {
    expect(cost(root, agent, unpriced)).toEqual({ cost: 5000n, input: 120 })
    expect(cost(root, call('agent', 'root', silent), unpriced)).toEqual({ cost: 5000n, input: 120 })
  })

  test('gives way to what is below it', () => {
    expect(cost(root, agent, priced)).toEqual({ cost: 300n, input: 120 })
    expect(cost(root, call('agent', 'root', silent), priced)).toEqual({ cost: 300n, input: 120 })
    expect(cost(spanState('root', null, { kind: 'chain', ...silent }), agent, unpriced)).toEqual({
      cost: 5000n,
      input: 120,
    })
  })

  test('of a call, not to what its tools and agents cost', () => {
    const tool = spanState('tool', 'outer', { kind: 'tool' })
    const spans = [call('outer', 'root', silent), tool, call('call', 'tool', { computedCostNanos: 300n })]
    expect(cost(root, ...spans)).toEqual({ cost: 5300n, input: 120 })
  })
})

describe('an agent that repeats the id of an answer with its own sum of tokens', () => {
  const agent = (parent: string) =>
    spanState('agent', parent, {
      kind: 'agent',
      usage: usage(1),
      responseId: 'r-1',
      scopeName: 'sdk',
      startUs: 0,
      endUs: 100,
    })

  test('the call without tokens beside it stays the call, and the wrapper around both is not one', () => {
    const outer = call('outer', 'root', { usage: usage(null), responseId: null })
    const silent = call('silent', 'outer', { usage: usage(null), scopeName: 'app' })
    expect(counted(root, outer, silent, agent('outer'))).toEqual({
      input: 1,
      llmCalls: 1,
      unmeteredCalls: 1,
      ids: ['agent'],
    })
  })

  test('counts nothing where the call beside it tells its tokens', () => {
    expect(counted(root, call('a', 'root', { scopeName: 'app' }), agent('root'))).toEqual({
      input: 120,
      llmCalls: 1,
      unmeteredCalls: 0,
      ids: ['a'],
    })
  })
})

describe('one answer reported again by the same instrumentation, under a unique id', () => {
  // DataDog/dd-trace-py 19234: Claude's agent SDK repeats id and usage with each part of an answer.
  const made = { responseId: 'msg_01Xq7dYJgAACzvnptvVoYE', scopeName: 'x' }
  const part = (id: string, startUs: number, rest: Partial<CanonicalSpan> = {}) =>
    call(id, 'root', { ...made, startUs, endUs: startUs + 5, ...rest })

  test('is one call, however far apart its parts are', () => {
    expect(counted(root, part('a', 10), part('b', 30), part('c', 50))).toEqual({
      input: 120,
      llmCalls: 1,
      unmeteredCalls: 0,
      ids: ['c'],
    })
  })

  test('a part that tells no tokens, and a UUID', () => {
    expect(counted(root, part('a', 10), part('b', 30, { usage: usage(null) }))?.ids).toEqual(['a'])
    const uuid = { responseId: 'chatcmpl-9695481f-06b3-42ef-b117-f4a7607c085a' }
    expect(counted(root, part('a', 10, uuid), part('b', 30, uuid))?.ids).toEqual(['b'])
  })

  test('another input is another call', () => {
    expect(counted(root, part('a', 10), part('b', 30, { usage: usage(7) }))).toMatchObject({ input: 127, llmCalls: 2 })
  })
})

describe('not a repeat', () => {
  test.each<[string, Partial<CanonicalSpan>]>([
    ['another call at another time, of a model whose ids are constant', { scopeName: 'y', startUs: 30, endUs: 40 }],
    ['another call of the same instrumentation', { scopeName: 'x' }],
    ['another answer', { scopeName: 'y', responseId: 'r-2' }],
    ['no id at all', { scopeName: 'y', responseId: null }],
  ])('%s', (_name, rest) => {
    const both = counted(root, call('a', 'root', { scopeName: 'x' }), call('b', 'root', rest))
    expect(both).toMatchObject({ input: 240, llmCalls: 2, ids: ['a', 'b'] })
  })

  test('an id that a hundred spans share', () => {
    const many = Array.from({ length: 100 }, (_, i) => call(`s${i}`, 'root', { scopeName: `scope ${i % 2}` }))
    expect(counted(root, ...many)).toMatchObject({ input: 12_000, llmCalls: 100 })
  })
})

describe('a call without tokens from any instrumentation', () => {
  const silent = (parent: string) => call('silent', parent, { usage: usage(null), responseId: null })

  test('is unmetered', () => {
    expect(counted(root, silent('root'))).toMatchObject({ input: null, llmCalls: 1, unmeteredCalls: 1 })
  })

  test('is metered by the call of another instrumentation around it', () => {
    const chain = spanState('chain', 'outer', { kind: 'chain' })
    expect(counted(root, call('outer', 'root'), chain, silent('chain'))).toMatchObject({
      input: 120,
      llmCalls: 1,
      unmeteredCalls: 0,
    })
  })

  test('is not metered by a call that ran a tool which called a model of its own', () => {
    const tool = spanState('tool', 'outer', { kind: 'tool' })
    expect(counted(root, call('outer', 'root'), tool, silent('tool'))?.unmeteredCalls).toBe(1)
  })
})

test('a repeated report names its call: beside it, around it, and around that one', () => {
  const tool = spanState('tool', 'root', { kind: 'tool' })
  const spans = [
    root,
    call('outer', 'root', { responseId: null }),
    spanState('chain', 'outer', { kind: 'chain' }),
    call('middle', 'chain', { responseId: null }),
    call('late', 'middle', { startUs: 15, responseId: null }),
    call('early', 'middle', { startUs: 11, responseId: 'r-2', scopeName: 'x' }),
    call('beside', 'root', { responseId: 'r-2', scopeName: 'y' }),
    tool,
    call('noise', 'tool', { noise: true }),
  ]
  const repeats = [
    { spanId: 'beside', callId: 'early' },
    { spanId: 'middle', callId: 'early' },
    { spanId: 'outer', callId: 'early' },
  ]
  expect(repeatedCalls(attribute(spans))).toEqual(repeats)
  expect(repeatedCalls(attribute([...spans].reverse()))).toEqual(repeats)
})

describe('a model call inside a model call', () => {
  const between = (kind: CanonicalSpan['kind'], parent = 'outer') => spanState('between', parent, { kind, startUs: 11 })
  const outer = call('outer', 'root', { responseId: null })
  const inner = (parent = 'between', rest: Partial<CanonicalSpan> = {}) =>
    call('inner', parent, { usage: usage(30), responseId: null, ...rest })

  test.each(['tool', 'agent', 'retriever', 'guardrail', 'evaluator', 'embedding'] as const)(
    'through a %s is a call of its own: both count',
    kind => {
      expect(counted(root, outer, between(kind), inner())).toEqual({
        input: 150,
        llmCalls: 2,
        unmeteredCalls: 0,
        ids: ['inner', 'outer'],
      })
    },
  )

  test.each(['chain', 'other', 'llm'] as const)('through a %s is the same call told again: the inner counts', kind => {
    expect(counted(root, outer, between(kind), inner())).toEqual({
      input: 30,
      llmCalls: 1,
      unmeteredCalls: 0,
      ids: ['inner'],
    })
  })

  test('through chatter is the same call, and chatter between a tool and its call changes nothing', () => {
    const noise = (parent: string) => spanState('noise', parent, { kind: 'chain', noise: true })
    expect(counted(root, outer, noise('outer'), inner('noise'))?.ids).toEqual(['inner'])
    expect(counted(root, outer, between('tool'), noise('between'), inner('noise'))?.ids).toEqual(['inner', 'outer'])
  })

  test('with the same constant id, through a tool, is still a separate call', () => {
    const constant = { responseId: 'stand-in' }
    const around = call('outer', 'root', { ...constant, scopeName: 'x' })
    expect(counted(root, around, between('tool'), inner('between', { ...constant, scopeName: 'y' }))?.ids).toEqual([
      'inner',
      'outer',
    ])
  })

  test('the steps count instead of a wrapper call around them, beside a tool that calls a model', () => {
    const steps = ['step 1', 'step 2'].map(id => call(id, 'outer', { usage: usage(60), responseId: null }))
    expect(counted(root, outer, ...steps, between('tool'), inner())).toEqual({
      input: 150,
      llmCalls: 3,
      unmeteredCalls: 0,
      ids: ['inner', 'step 1', 'step 2'],
    })
  })

  test('where agents, tools and chains have usage, only what is below them counts', () => {
    const sum = (id: string, parent: string, kind: CanonicalSpan['kind']) =>
      spanState(id, parent, { kind, usage: usage(150) })
    const spans = [sum('agent', 'root', 'agent'), sum('chain', 'agent', 'chain'), sum('tool', 'chain', 'tool')]
    expect(counted(root, ...spans, inner('tool'))?.ids).toEqual(['inner'])
  })

  test('a chain in it that sums up a call of its tool takes nothing from it', () => {
    const chain = spanState('chain', 'outer', { kind: 'chain', usage: usage(150) })
    expect(counted(root, outer, chain, between('tool', 'chain'), inner())?.ids).toEqual(['inner', 'outer'])
  })

  test('an embedding in it is a call of its own, and two nested embeddings are one', () => {
    const embedding = (id: string, parent: string) =>
      spanState(id, parent, { kind: 'embedding', usage: usage(7), startUs: 11 })
    expect(counted(root, outer, embedding('e', 'outer'))?.ids).toEqual(['e', 'outer'])
    expect(counted(root, embedding('e', 'root'), embedding('f', 'e'))?.ids).toEqual(['f'])
  })
})

test('a chain of 20,000 calls, each in the one before, is one call', () => {
  const spans = Array.from({ length: 20_000 }, (_, n) => call(String(n), n === 0 ? null : String(n - 1)))
  const repeated = repeatedCalls(attribute(spans))
  expect(repeated).toHaveLength(19_999)
  expect(new Set(repeated.map(each => each.callId))).toEqual(new Set(['19999']))
})
