import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { graphOf } from './graph.ts'
import type { AgentGraph, GraphSpan } from './graph-types.ts'

const at = (ms: number) => new Date(ms).toISOString().replace('Z', '000Z')

type Some = Partial<GraphSpan> & { at?: number }

function span(kind: GraphSpan['kind'], spanId: string, parentSpanId: string | null, rest: Some = {}): GraphSpan {
  const usage = rest.inputTokens !== undefined
  return {
    spanId,
    parentSpanId,
    kind,
    name: spanId,
    noise: false,
    status: 'ok',
    startedAt: at(rest.at ?? 0),
    durationMs: 10,
    agent: null,
    model: null,
    tool: null,
    inputTokens: null,
    outputTokens: null,
    cost: null,
    counted: usage,
    request: false,
    ...rest,
  }
}

/** A request to an agent. */
const agent = (name: string, spanId: string, parent: string | null, rest: Some = {}) =>
  span('agent', spanId, parent, { agent: name, request: true, ...rest })
const llm = (model: string, spanId: string, parent: string | null, rest: Some = {}) =>
  span('llm', spanId, parent, { model, inputTokens: 100, outputTokens: 20, cost: '0.000100000', ...rest })
const tool = (name: string, spanId: string, parent: string | null, rest: Some = {}) =>
  span('tool', spanId, parent, { tool: name, ...rest })

const graph = (spans: readonly GraphSpan[], repeated: Record<string, string | null> = {}) =>
  graphOf({ spans, repeatedCalls: Object.entries(repeated).map(([spanId, callId]) => ({ spanId, callId })) })

/** `a → b 3 (1 failed)`, a line for each arrow. */
const arrows = ({ edges }: AgentGraph) =>
  edges.map(({ from, to, calls, failed }) => `${from ?? '·'} → ${to} ${calls}${failed ? ` (${failed} failed)` : ''}`)
const node = ({ nodes }: AgentGraph, key: string) => nodes.find(each => each.key === key)

const lead = { agent: 'lead' }
const writer = { agent: 'writer' }

describe('who called what', () => {
  const cases: Record<string, [spans: GraphSpan[], arrows: string[]]> = {
    'an agent that calls a model twice and a tool that fails': [
      [
        agent('lead', 'a', null),
        llm('gpt', 'm1', 'a', { ...lead, at: 1 }),
        tool('find', 't', 'a', { ...lead, at: 2, status: 'error' }),
        llm('gpt', 'm2', 'a', { ...lead, at: 3 }),
      ],
      ['· → agent:lead 1', 'agent:lead → llm:gpt 2', 'agent:lead → tool:find 1 (1 failed)'],
    ],
    'steps and chatter between a call and its caller are passed through': [
      [
        agent('lead', 'a', null),
        span('chain', 'c', 'a', lead),
        span('other', 'n', 'c', { ...lead, noise: true }),
        tool('find', 't', 'n', lead),
      ],
      ['· → agent:lead 1', 'agent:lead → tool:find 1'],
    ],
    'work handed on through a tool': [
      [agent('lead', 'a', null), tool('delegate', 't', 'a', lead), llm('gpt', 'm', 't', { ...writer, request: true })],
      [
        '· → agent:lead 1',
        'agent:lead → tool:delegate 1',
        'tool:delegate → agent:writer 1',
        'agent:writer → llm:gpt 1',
      ],
    ],
    'an agent span inside the same agent goes on, one inside another hands on': [
      [
        agent('lead', 'a', null),
        span('agent', 'again', 'a', lead),
        agent('writer', 'w', 'again'),
        llm('gpt', 'm', 'w', writer),
        agent('lead', 'back', 'w'),
      ],
      ['· → agent:lead 1', 'agent:lead → agent:writer 1', 'agent:writer → agent:lead 1', 'agent:writer → llm:gpt 1'],
    ],
    'what stands inside a model call was called by who called the model': [
      [agent('lead', 'a', null), llm('gpt', 'm', 'a', lead), tool('find', 't', 'm', lead)],
      ['· → agent:lead 1', 'agent:lead → llm:gpt 1', 'agent:lead → tool:find 1'],
    ],
    'a guardrail and a retriever call too; an embedding in an embedding is one': [
      [
        span('guardrail', 'pii', null),
        llm('judge', 'j', 'pii'),
        span('retriever', 'kb', null, { at: 1 }),
        span('embedding', 'e1', 'kb', { model: 'ada', at: 1 }),
        span('embedding', 'e2', 'e1', { model: 'ada', at: 1 }),
      ],
      ['· → guardrail:pii 1', 'guardrail:pii → llm:judge 1', '· → retriever:kb 1', 'retriever:kb → embedding:ada 1'],
    ],
    'a tool inside itself counts each time, as in the head': [
      [tool('walk', 'a', null), tool('walk', 'b', 'a')],
      ['· → tool:walk 1', 'tool:walk → tool:walk 1'],
    ],
    'no agent anywhere': [[llm('gpt', 'm', null)], ['· → llm:gpt 1']],
    'a model that is not named yet': [[span('llm', 'chat', null, { status: 'running' })], ['· → llm:chat 1']],
    'an orphan has no caller': [[tool('find', 't', 'never-came', lead)], ['· → tool:find 1']],
    'its own parent': [[tool('find', 't', 't')], ['· → tool:find 1']],
    'only steps': [[span('chain', 'c', null), span('other', 'o', 'c')], []],
  }
  test.each(Object.entries(cases))('%s', (_name, [spans, expected]) => {
    expect(arrows(graph(spans)).sort()).toEqual(expected.sort())
  })
})

test('a call that two instrumentations report is one call, with the tokens of the span that counts', () => {
  const spans = [
    agent('lead', 'a', null),
    llm('gpt', 'outer', 'a', { ...lead, inputTokens: 100 }),
    llm('gpt-2026', 'inner', 'outer', { ...lead, inputTokens: null, outputTokens: null, cost: null, counted: false }),
  ]
  const read = graph(spans, { outer: 'inner' })
  expect(arrows(read)).toEqual(['· → agent:lead 1', 'agent:lead → llm:gpt-2026 1'])
  expect(node(read, 'llm:gpt-2026')).toMatchObject({ calls: 1, tokens: 120, cost: '0.000100000', unmeteredCalls: 0 })
  expect(read.nodeOf.get('outer')).toBe('llm:gpt-2026')
})

test('an agent shows what was done in its name, and says what is missing', () => {
  const spans = [
    agent('lead', 'a', null, { durationMs: 50 }),
    llm('gpt', 'm1', 'a', lead),
    llm('gpt', 'm2', 'a', { ...lead, cost: null }),
    llm('gpt', 'm3', 'a', { ...lead, inputTokens: null, outputTokens: null, cost: null, counted: false }),
    llm('gpt', 'm4', 'a', { ...writer, request: true }),
  ]
  const read = graph(spans)
  const missing = { unpricedSpans: 1, unmeteredCalls: 1 }
  expect(node(read, 'agent:lead')).toMatchObject({
    calls: 1,
    durationMs: 50,
    tokens: 240,
    cost: '0.000100000',
    ...missing,
  })
  expect(node(read, 'agent:writer')).toMatchObject({ calls: 1, tokens: 120, cost: '0.000100000', unpricedSpans: 0 })
  expect(node(read, 'llm:gpt')).toMatchObject({
    calls: 4,
    durationMs: 40,
    tokens: 360,
    cost: '0.000200000',
    ...missing,
  })
})

test('without reported figures the value is unknown, not 0', () => {
  expect(node(graph([tool('find', 't', null, { durationMs: null })]), 'tool:find')).toMatchObject({
    durationMs: null,
    tokens: null,
    cost: null,
  })
})

test('a step that alone reports a cost is a node, and a counted framework message keeps its cost without being a call', () => {
  const step = span('chain', 'generate', null, { inputTokens: 7, cost: '0.000007000' })
  const chatter = llm('gpt', 'm', null, { noise: true })
  const read = graph([step, chatter])
  expect(node(read, 'chain:generate')).toMatchObject({ calls: 1, cost: '0.000007000' })
  expect(node(read, 'llm:gpt')).toMatchObject({ calls: 0, cost: '0.000100000' })
})

const kinds = ['agent', 'llm', 'tool', 'retriever', 'embedding', 'guardrail', 'chain', 'other'] as const
const anyId = fc.integer({ min: 0, max: 14 }).map(String)
const anySpan = fc
  .record({
    id: anyId,
    parent: fc.option(anyId),
    kind: fc.constantFrom(...kinds),
    name: fc.constantFrom('x', 'y'),
    agent: fc.option(fc.constantFrom('lead', 'writer')),
    request: fc.boolean(),
    noise: fc.boolean(),
    failed: fc.boolean(),
    ms: fc.nat(5),
    tokens: fc.option(fc.nat(1000)),
    counted: fc.boolean(),
  })
  .map(({ id, parent, kind, name, failed, ms, tokens, counted, request, ...rest }) =>
    span(kind, id, parent, {
      ...rest,
      model: name,
      tool: name,
      request: request && rest.agent !== null && !rest.noise,
      status: failed ? 'error' : 'ok',
      at: ms,
      durationMs: ms / 3,
      inputTokens: tokens,
      cost: tokens === null ? null : `0.${String(tokens).padStart(9, '0')}`,
      counted: counted && tokens !== null,
    }),
  )
/** Any spans, also with loops and orphans, with any of their model calls marked as repeating another. */
const anyTrace = fc
  .record({
    spans: fc.uniqueArray(anySpan, { selector: each => each.spanId, maxLength: 15 }),
    order: fc.infiniteStream(fc.nat()),
    repeats: fc.array(fc.boolean(), { minLength: 15, maxLength: 15 }),
  })
  .map(({ spans, order, repeats }) => {
    const calls = spans.filter(each => each.kind === 'llm' && !each.noise)
    const [call, ...others] = calls
    const repeated = others.filter((_, n) => repeats[n]).map(({ spanId }) => [spanId, call?.spanId ?? null])
    const ranks = new Map(spans.map(each => [each.spanId, order.next().value ?? 0]))
    const shuffled = [...spans].sort((a, b) => (ranks.get(a.spanId) ?? 0) - (ranks.get(b.spanId) ?? 0))
    return { spans, shuffled, repeated: Object.fromEntries(repeated) as Record<string, string | null> }
  })

const total = (values: readonly (number | null)[]) => values.reduce<number>((sum, value) => sum + (value ?? 0), 0)

test('the graph is the same in any order of spans', () => {
  fc.assert(
    fc.property(anyTrace, ({ spans, shuffled, repeated }) => {
      const [a, b] = [graph(spans, repeated), graph(shuffled, repeated)]
      expect(b).toEqual({ ...a, nodeOf: b.nodeOf })
      expect(new Map([...b.nodeOf].sort())).toEqual(new Map([...a.nodeOf].sort()))
    }),
  )
})

test('every call is counted once: at its node, by one arrow, and as often as the head counts it', () => {
  fc.assert(
    fc.property(anyTrace, ({ spans, repeated }) => {
      const read = graph(spans, repeated)
      for (const each of read.nodes) {
        const into = read.edges.filter(edge => edge.to === each.key)
        for (const figure of ['calls', 'failed', 'running'] as const)
          expect(total(into.map(edge => edge[figure]))).toBe(each[figure])
        expect(each.spans).toHaveLength(each.calls)
        expect(new Set(each.spans).size).toBe(each.calls)
      }
      const calls = (kind: string) => total(read.nodes.filter(each => each.kind === kind).map(each => each.calls))
      const shown = spans.filter(each => !each.noise)
      expect(calls('llm')).toBe(shown.filter(each => each.kind === 'llm' && !(each.spanId in repeated)).length)
      expect(calls('tool')).toBe(shown.filter(each => each.kind === 'tool').length)
      const keys = new Set(read.nodes.map(each => each.key))
      for (const [spanId, key] of read.nodeOf) expect([spanId, keys.has(key)]).toEqual([spanId, true])
      const callSpans = read.nodes.flatMap(each => each.spans.map(({ spanId }) => spanId))
      expect(new Set(callSpans).size + read.steps).toBe(shown.length)
    }),
  )
})

test('tokens and cost of all nodes add up to those of the trace, counted by agents and counted by other nodes', () => {
  fc.assert(
    fc.property(anyTrace, ({ spans, repeated }) => {
      const read = graph(spans, repeated)
      const counted = spans.filter(each => each.counted)
      const tokens = (list: readonly { tokens: number | null }[]) => total(list.map(each => each.tokens))
      const of = (list: readonly GraphSpan[]) => total(list.map(each => each.inputTokens))
      const named = read.nodes.filter(each => each.key === 'agent:lead' || each.key === 'agent:writer')
      const rest = read.nodes.filter(each => !named.includes(each))
      expect(tokens(named)).toBe(of(counted.filter(each => each.agent !== null)))
      expect(tokens(rest)).toBe(of(counted.filter(each => each.kind !== 'agent' || each.agent === null)))
      const into = (list: readonly { key: string }[]) =>
        read.edges.filter(edge => list.some(each => each.key === edge.to))
      expect(tokens(into(rest))).toBe(tokens(rest))
    }),
  )
})

test('own is what was done in its name, total includes what it called; a node that calls itself counts a call once', () => {
  const read = graph([
    agent('lead', 'a', null),
    agent('writer', 'b', 'a', { at: 1 }),
    llm('gpt', 'm1', 'b', { ...writer, at: 2 }),
    tool('ask', 't', 'b', { ...writer, at: 3 }),
    llm('gpt', 'm2', 't', { ...writer, at: 4 }),
    agent('lead', 'c', 'b', { at: 5 }),
    llm('gpt', 'm3', 'c', { ...lead, at: 6, cost: null }),
  ])
  const both = (key: string) => {
    const { tokens, cost, total } = node(read, key) ?? {}
    return [tokens, cost, total?.tokens, total?.cost, total?.unpricedSpans]
  }
  expect(both('agent:lead')).toEqual([120, null, 360, '0.000200000', 1])
  expect(both('agent:writer')).toEqual([240, '0.000200000', 360, '0.000200000', 1])
  expect(both('tool:ask')).toEqual([null, null, 120, '0.000100000', 0])
  expect(both('llm:gpt')).toEqual([360, '0.000200000', 360, '0.000200000', 1])
  const calls = read.edges.find(edge => edge.from === 'agent:lead' && edge.to === 'agent:writer')
  expect([calls?.tokens, calls?.total.tokens]).toEqual([240, 360])
})

test('under one agent its total is that of the trace', () => {
  fc.assert(
    fc.property(anyTrace, ({ spans, repeated }) => {
      const root = agent('root of all', 'root', null)
      const read = graph(
        [root, ...spans.map(each => ({ ...each, parentSpanId: each.parentSpanId ?? 'root' }))],
        repeated,
      )
      const known = new Set([...spans.map(each => each.spanId)])
      fc.pre(spans.every(each => each.parentSpanId === null || known.has(each.parentSpanId)))
      const counted = spans.filter(each => each.counted && reaches(spans, each))
      const all = total(counted.map(each => (each.inputTokens ?? 0) + (each.outputTokens ?? 0)))
      expect(node(read, 'agent:root of all')?.total.tokens ?? 0).toBe(all)
    }),
  )
})

/** Its parents lead to a root and do not form a loop. */
function reaches(spans: readonly GraphSpan[], from: GraphSpan): boolean {
  const seen = new Set<string>()
  let at: GraphSpan | undefined = from
  while (at && !seen.has(at.spanId)) {
    seen.add(at.spanId)
    const parent: string | null = at.parentSpanId
    if (parent === null) return true
    at = spans.find(each => each.spanId === parent)
  }
  return false
}

test('20,000 spans in one chain, in one ring and under one parent are read without recursion', () => {
  const spans = (parent: (n: number) => string | null) =>
    Array.from({ length: 20_000 }, (_, n) =>
      span(kinds[n % kinds.length] ?? 'tool', String(n), parent(n), { model: `m${n % 50}`, tool: `t${n % 50}` }),
    )
  for (const parent of [
    (n: number) => (n === 0 ? null : String(n - 1)),
    (n: number) => String((n + 1) % 20_000),
    (n: number) => (n === 0 ? null : '0'),
  ]) {
    const { nodes } = graph(spans(parent))
    expect(total(nodes.filter(each => each.kind === 'tool').map(each => each.calls))).toBe(2_500)
  }
})
