import { expect, test } from 'vitest'
import { canonical } from '#lib/domain/traces/normalise/test-span.ts'
import type { Attributes, OtlpEvent, OtlpSpan } from '#lib/domain/traces/otlp/types.ts'

const llm = { 'openinference.span.kind': 'LLM' }
const flattened: Attributes = {
  ...llm,
  'input.value': '{"raw":true}',
  'llm.input_messages.1.message.content': 'Weather?',
  'llm.input_messages.0.message.role': 'system',
  'llm.input_messages.0.message.content': 'Be brief',
  'llm.input_messages.1.message.role': 'user',
  'llm.output_messages.0.message.role': 'assistant',
  'llm.output_messages.0.message.contents.0.message_content.text': 'Sunny',
  'llm.output_messages.0.message.tool_calls.0.tool_call.id': 'c1',
  'llm.output_messages.0.message.tool_calls.0.tool_call.function.name': 'weather',
}

const json = (text: string | null): unknown => (text === null ? null : JSON.parse(text))

test('flattened messages become a list again, in the order of their indices', () => {
  const span = canonical(flattened)
  expect(json(span.input)).toEqual([
    { role: 'system', content: 'Be brief' },
    { role: 'user', content: 'Weather?' },
  ])
  expect(json(span.output)).toEqual([
    { role: 'assistant', contents: [{ text: 'Sunny' }], tool_calls: [{ id: 'c1', function: { name: 'weather' } }] },
  ])
})

test('where the SDK has broken a list, the raw value is used', () => {
  expect(canonical(flattened, { droppedAttributesCount: 70 }).input).toBe('{"raw":true}')
})

test('an index beyond the limit is ignored, so that one attribute cannot make a list of a million', () => {
  const span = canonical({
    ...llm,
    'llm.input_messages.0.message.role': 'user',
    'llm.input_messages.999999.message.role': 'user',
  })
  expect(json(span.input)).toEqual([{ role: 'user' }])
})

test('system instructions come first, whether text or structure', () => {
  const messages = '[{"role":"user","parts":[]}]'
  const structured = canonical({
    'gen_ai.input.messages': messages,
    'gen_ai.system_instructions': '[{"type":"text","content":"s"}]',
  })
  expect(json(structured.input)).toEqual([
    { role: 'system', parts: [{ type: 'text', content: 's' }] },
    { role: 'user', parts: [] },
  ])
  const plain = canonical({ 'gen_ai.input.messages': [], 'gen_ai.system_instructions': 's' })
  expect(json(plain.input)).toEqual([{ role: 'system', parts: [{ type: 'text', content: 's' }] }])
})

test('system instructions are shown once, and read out of JSON text', () => {
  const both = '[{"role": "system", "parts": []}, {"role": "user", "parts": []}]'
  const twice = canonical({ 'gen_ai.input.messages': both, 'gen_ai.system_instructions': '[{"type":"text"}]' })
  expect(twice.input).toBe(both)
  const quoted = canonical({ 'gen_ai.input.messages': '[]', 'gen_ai.system_instructions': '"be \\"brief\\""' })
  expect(json(quoted.input)).toEqual([{ role: 'system', parts: [{ type: 'text', content: 'be "brief"' }] }])
})

const cases: [Partial<Record<'input' | 'output', string | null>>, Attributes, Partial<OtlpSpan>?][] = [
  [
    { input: 'q', output: 'a' },
    { 'langfuse.observation.input': 'q', 'langfuse.observation.output': 'a' },
  ],
  [
    { input: '{"city":"Paris"}', output: '18' },
    { 'gen_ai.tool.call.arguments': { city: 'Paris' }, 'gen_ai.tool.call.result': 18 },
  ],
  [
    { input: '{"q":1}' },
    { 'openinference.span.kind': 'TOOL', 'tool.parameters': '{"type":"object"}', 'input.value': '{"q":1}' },
  ],
  [{ input: '{"q":1}' }, { 'openinference.span.kind': 'TOOL', 'tool.parameters': '{"q":1}' }],
  [
    { input: 'p', output: 'Sunny' },
    { 'ai.prompt': 'p', 'ai.response.text': 'Sunny' },
  ],
  [
    { output: '[{"role":"assistant","content":null,"tool_calls":[{"toolName":"weather"}]}]' },
    { 'ai.response.text': '', 'ai.response.toolCalls': '[{"toolName":"weather"}]' },
  ],
  [{ input: '[{"content":"hi","role":"user"}]' }, { 'gen_ai.prompt.0.role': 'user', 'gen_ai.prompt.0.content': 'hi' }],
  [
    { input: 'x', output: 'y' },
    { 'mastra.span.type': 'agent_run', 'mastra.agent_run.input': 'x', 'mastra.agent_run.output': 'y' },
  ],
  [
    { input: 'in', output: 'out' },
    { 'traceloop.entity.input': 'in', 'traceloop.entity.output': 'out' },
  ],
  [{ input: 'Weather?' }, { user_prompt: 'Weather?', new_context: '[USER PROMPT]' }],
  [{ output: 'Sunny.' }, { 'response.model_output': 'Sunny.' }],
  [{ output: '[{"content":"Paris is mild"}]' }, { 'retrieval.documents.0.document.content': 'Paris is mild' }],
  [{ input: null, output: null }, { 'input.value': '' }],
]

test.each(cases)('%j from %j', (expected, attributes, rest) => {
  expect(canonical(attributes, rest)).toMatchObject(expected)
})

test('messages of 2024 come as span events', () => {
  const event = (name: string, attributes: Attributes) => ({ timeUnixNano: 1000n, name, attributes })
  const span = canonical(
    {},
    {
      events: [
        event('gen_ai.choice', { index: 0, finish_reason: 'stop', message: '{"content":"Sunny"}' }),
        event('gen_ai.user.message', { content: 'Weather?' }),
        event('gen_ai.system.message', { 'gen_ai.event.content': '{"content":"s"}' }),
      ],
    },
  )
  expect(json(span.input)).toEqual([
    { role: 'system', content: 's' },
    { role: 'user', content: 'Weather?' },
  ])
  expect(json(span.output)).toEqual([{ role: 'assistant', content: 'Sunny', finish_reason: 'stop' }])
})

test('a long text is cut to a mebibyte of UTF-8 and says so', () => {
  const input = canonical({ 'input.value': '€'.repeat(400_000) }).input ?? ''
  expect(input).toMatch(/€… \[truncated, 400000 characters\]$/)
  expect(Buffer.byteLength(input)).toBeLessThan(1024 * 1024 + 100)
})

test('scores are read from spans and from span events', () => {
  const flat = canonical({
    'evaluations.0.evaluation.name': 'accuracy',
    'evaluations.0.evaluation.score': 0.9,
    'evaluations.0.evaluation.label': 'good',
  })
  expect(flat.scores).toEqual([{ name: 'accuracy', value: 0.9, label: 'good', comment: null, source: 'judge' }])
  const attributes = {
    'gen_ai.evaluation.name': 'tone',
    'gen_ai.evaluation.score.value': 1,
    'gen_ai.evaluation.explanation': 'kind',
  }
  const event = canonical({}, { events: [{ timeUnixNano: 1n, name: 'gen_ai.evaluation.result', attributes }] })
  expect(event.scores).toEqual([{ name: 'tone', value: 1, label: null, comment: 'kind', source: 'judge' }])
})

const choice = (attributes: Attributes): Partial<OtlpSpan> => ({
  events: [
    { timeUnixNano: 1n, name: 'gen_ai.user.message', attributes: { content: '[{"text": "Weather?"}]' } },
    { timeUnixNano: 2n, name: 'gen_ai.choice', attributes },
  ],
})

test('blocks that Strands sends as JSON text inside events are parsed', () => {
  const span = canonical({}, choice({ finish_reason: 'end_turn', message: '[{"text": "Sunny."}]' }))
  expect(JSON.parse(span.input ?? '')).toEqual([{ role: 'user', content: [{ text: 'Weather?' }] }])
  expect(JSON.parse(span.output ?? '')).toEqual([
    { role: 'assistant', finish_reason: 'end_turn', content: [{ text: 'Sunny.' }] },
  ])
})

test('arguments and result of a tool come out of the message that carried them', () => {
  const events: OtlpEvent[] = [
    { timeUnixNano: 1n, name: 'gen_ai.tool.message', attributes: { role: 'tool', content: '{"city": "Paris"}' } },
    { timeUnixNano: 2n, name: 'gen_ai.choice', attributes: { message: '[{"text": "sunny"}]' } },
  ]
  const span = canonical({ 'gen_ai.operation.name': 'execute_tool' }, { events })
  expect(span).toMatchObject({ input: '{"city": "Paris"}', output: '[{"text":"sunny"}]' })
})

test('a conversation in one list of events is split where the answer begins', () => {
  const events = [
    { 'event.name': 'gen_ai.user.message', content: 'Weather?' },
    { 'event.name': 'gen_ai.assistant.message', tool_calls: [{ id: 'c1' }] },
    { 'event.name': 'gen_ai.tool.message', content: 'sunny' },
    { 'event.name': 'gen_ai.choice', message: { content: 'Sunny.' } },
  ]
  const span = canonical({ 'gen_ai.operation.name': 'chat', events: JSON.stringify(events) })
  expect(JSON.parse(span.input ?? '')).toEqual(events.slice(0, 3))
  expect(JSON.parse(span.output ?? '')).toEqual(events.slice(3))
})
