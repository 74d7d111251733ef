import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type MessagePart, mergeParts, renderParts } from '#lib/domain/traces/normalise/text/parts.ts'
import type { OtlpLogRecord } from '#lib/domain/traces/otlp/types.ts'
import { normaliseLog } from './log.ts'

function record(rest: Partial<OtlpLogRecord>): OtlpLogRecord {
  return {
    resource: { attributes: {} },
    scope: { name: '', version: '', attributes: {} },
    traceId: '0af7651916cd43dd8448eb211c80319c',
    spanId: 'b7ad6b7169203331',
    timeUnixNano: 5_000n,
    eventName: '',
    severityNumber: 9,
    body: null,
    attributes: {},
    ...rest,
  }
}

const conversation = [
  record({ eventName: 'gen_ai.system.message', body: { content: 'Be brief' } }),
  record({ attributes: { 'event.name': 'gen_ai.user.message' }, body: { content: 'Weather?' } }),
  record({
    timeUnixNano: 9_000n,
    eventName: 'gen_ai.choice',
    body: { index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'Sunny' } },
  }),
]

test('old events become the messages of the call, in any order and however often they come', () => {
  const parts = conversation.flatMap(item => normaliseLog(item)?.parts ?? [])
  const doubled = mergeParts([...parts].reverse(), parts)
  expect(JSON.parse(renderParts(doubled, 'input') ?? '')).toEqual([
    { role: 'system', content: 'Be brief' },
    { role: 'user', content: 'Weather?' },
  ])
  expect(JSON.parse(renderParts(doubled, 'output') ?? '')).toEqual([
    { role: 'assistant', finish_reason: 'stop', content: 'Sunny' },
  ])
})

test('a message logged as JSON text is the message', () => {
  const body = JSON.stringify({ role: 'user', content: 'Weather?', name: 'WeatherAgent' })
  const log = normaliseLog(record({ attributes: { 'event.name': 'gen_ai.user.message' }, body }))
  expect(JSON.parse(renderParts(log?.parts ?? [], 'input') ?? '')).toEqual([
    { role: 'user', content: 'Weather?', name: 'WeatherAgent' },
  ])
})

test('the new event carries all messages of a call at once', () => {
  const attributes = {
    'gen_ai.system_instructions': [{ type: 'text', content: 's' }],
    'gen_ai.input.messages': [{ role: 'user', parts: [] }],
    'gen_ai.output.messages': '[{"role":"assistant","parts":[]}]',
  }
  const parts =
    normaliseLog(record({ eventName: 'gen_ai.client.inference.operation.details', attributes }))?.parts ?? []
  expect(JSON.parse(renderParts(parts, 'input') ?? '')).toEqual([
    { role: 'system', parts: [{ type: 'text', content: 's' }] },
    { role: 'user', parts: [] },
  ])
  expect(JSON.parse(renderParts(parts, 'output') ?? '')).toEqual([{ role: 'assistant', parts: [] }])
})

test('an evaluation finds its span by span id or by the answer’s id', () => {
  const attributes = {
    'gen_ai.evaluation.name': 'tone',
    'gen_ai.evaluation.score.label': 'kind',
    'gen_ai.response.id': 'chatcmpl-1',
  }
  const evaluation = normaliseLog(record({ spanId: null, eventName: 'gen_ai.evaluation.result', attributes }))
  expect(evaluation).toMatchObject({
    spanId: null,
    responseId: 'chatcmpl-1',
    scores: [{ name: 'tone', label: 'kind', value: null }],
  })
})

test('other records add nothing', () => {
  expect(normaliseLog(record({ body: 'server started' }))).toBeNull()
  expect(normaliseLog(record({ ...conversation[0], traceId: null }))).toBeNull()
  expect(normaliseLog(record({ ...conversation[0], spanId: null }))).toBeNull()
  expect(normaliseLog(record({ eventName: 'gen_ai.user.message' }))).toBeNull()
})

const part: fc.Arbitrary<MessagePart> = fc.record({
  direction: fc.constantFrom('input' as const, 'output' as const),
  atUs: fc.integer({ min: 0, max: 3 }),
  index: fc.integer({ min: 0, max: 3 }),
  json: fc.constantFrom('{"a":1}', '{"b":2}', '[{"c":3}]'),
})

test('parts that are split, shuffled or doubled merge to the same list', () => {
  fc.assert(
    fc.property(fc.array(part), fc.array(part), fc.array(part), (a, b, c) => {
      const left = mergeParts(mergeParts(a, b), c)
      expect(mergeParts(a, mergeParts(c, b))).toEqual(left)
      expect(mergeParts(left, left)).toEqual(left)
    }),
  )
})
