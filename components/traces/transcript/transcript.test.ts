import { expect, test } from 'vitest'
import type { SpanItem } from '#lib/domain/traces/schemas.ts'
import { transcriptOf as read, type Turn } from './transcript.ts'

let n = 0
const span = (kind: SpanItem['kind'], more: Partial<SpanItem>) =>
  ({
    spanId: `s${n++}`,
    parentSpanId: null,
    kind,
    noise: false,
    status: 'ok',
    agent: 'support',
    input: null,
    output: null,
    ...more,
  }) as SpanItem
const transcriptOf = (spans: SpanItem[], repeatedCalls: Parameters<typeof read>[0]['repeatedCalls'] = []) =>
  read({ spans, repeatedCalls })
const json = (value: unknown) => JSON.stringify(value)
const says = (turns: Turn[]) =>
  turns.map(turn => {
    if (turn.kind === 'message') {
      const calls = turn.message.toolCalls.map(call => `→${call.name}`).join('')
      return `${turn.agent} ${turn.message.role}: ${turn.message.text}${calls}`
    }
    return turn.kind === 'text' ? `${turn.direction}: ${turn.text}` : `${turn.kind} ${turn.span.tool ?? ''}`.trim()
  })

const user = { role: 'user', content: 'where is order 7?' }
const call = {
  role: 'assistant',
  content: null,
  tool_calls: [{ function: { name: 'find', arguments: '{"order": 7}' } }],
}

test('repeated history is shown once, and a tool answers once', () => {
  const turns = transcriptOf([
    span('agent', {}),
    span('llm', { input: json([user]), output: json([call]) }),
    span('tool', { tool: 'find', input: '{"order":7}', output: '{"at":"Graz"}' }),
    span('llm', {
      input: json([
        user,
        // The same call as the other convention writes it.
        { role: 'assistant', parts: [{ type: 'tool_call', name: 'find', arguments: { order: 7 } }] },
        { role: 'tool', content: '{ "at": "Graz" }' },
      ]),
      output: json([{ role: 'assistant', content: 'It is in Graz.' }]),
    }),
  ])
  expect(says(turns)).toEqual([
    'support user: where is order 7?',
    'support assistant: →find',
    'tool find',
    'support assistant: It is in Graz.',
  ])
})

test('a tool result without a span is kept', () => {
  const turns = transcriptOf([span('llm', { input: json([user, { role: 'tool', content: 'Graz' }]) })])
  expect(says(turns)).toEqual(['support user: where is order 7?', 'support tool: Graz'])
})

test('each agent has its own conversation; a call inside a call is shown once; plain text is the answer', () => {
  const outer = span('llm', { spanId: 'outer', input: json([user]), output: 'It is in Graz.' })
  const inner = span('llm', { parentSpanId: 'outer', input: json([user]), output: 'It is in Graz!' })
  const turns = transcriptOf(
    [outer, inner, span('llm', { agent: 'billing', input: json([user]), status: 'error' })],
    [{ spanId: 'outer', callId: inner.spanId }],
  )
  expect(says(turns)).toEqual([
    'support user: where is order 7?',
    'support assistant: It is in Graz!',
    'billing user: where is order 7?',
    'failure',
  ])
})

test('a call with two spans keeps its messages where only one of them has them', () => {
  const outer = span('llm', { spanId: 'outer', input: json([user]), output: 'It is in Graz.' })
  const inner = span('llm', { parentSpanId: 'outer' })
  expect(says(transcriptOf([outer, inner], [{ spanId: 'outer', callId: inner.spanId }]))).toEqual([
    'support user: where is order 7?',
    'support assistant: It is in Graz.',
  ])
})

test('framework messages are left out, and a loop of parents ends', () => {
  const a = span('llm', { spanId: 'a', parentSpanId: 'b', input: json([user]) })
  const b = span('chain', { spanId: 'b', parentSpanId: 'a' })
  expect(says(transcriptOf([a, b, span('llm', { noise: true, input: json([user]) })]))).toEqual([
    'support user: where is order 7?',
  ])
})

test('content that is not a message is shown unchanged', () => {
  expect(says(transcriptOf([span('llm', { input: '{"prompt":"hi"}', output: '{"score":1}' })]))).toEqual([
    'to: {"prompt":"hi"}',
    'by: {"score":1}',
  ])
})
