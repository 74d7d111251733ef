import { expect, test } from 'vitest'
import { previewText, readMessages } from './messages.ts'

const message = (role: string, text: string) => ({ role, text, toolCalls: [] })

test.each([
  ['OpenAI', [{ role: 'user', content: 'hi' }], [message('user', 'hi')]],
  ['under messages', { messages: [{ role: 'user', content: 'hi' }] }, [message('user', 'hi')]],
  ['one alone', { role: 'assistant', content: 'hi' }, [message('assistant', 'hi')]],
  [
    'OpenTelemetry parts',
    [
      {
        role: 'assistant',
        parts: [
          { type: 'text', content: 'a' },
          { type: 'tool_call', name: 'f', arguments: { x: 1 } },
        ],
      },
    ],
    [{ role: 'assistant', text: 'a', toolCalls: [{ name: 'f', arguments: '{\n  "x": 1\n}' }] }],
  ],
  [
    'OpenAI tool calls',
    [{ role: 'assistant', content: null, tool_calls: [{ id: '1', function: { name: 'f', arguments: '{}' } }] }],
    [{ role: 'assistant', text: '', toolCalls: [{ name: 'f', arguments: '{}' }] }],
  ],
  [
    'Anthropic',
    [{ role: 'assistant', content: [{ type: 'tool_use', name: 'f', input: 'x' }] }],
    [{ role: 'assistant', text: '', toolCalls: [{ name: 'f', arguments: 'x' }] }],
  ],
  ['wrapped', [{ message: { role: 'user', content: 'hi' } }], [message('user', 'hi')]],
  [
    'OpenInference, several parts',
    [{ role: 'user', contents: [{ type: 'text', text: 'hi' }] }],
    [message('user', 'hi')],
  ],
  [
    'Gemini',
    { contents: [{ role: 'model', parts: [{ text: 'a' }, { functionCall: { name: 'f', args: 'x' } }] }] },
    [{ role: 'model', text: 'a', toolCalls: [{ name: 'f', arguments: 'x' }] }],
  ],
  [
    'Genkit',
    {
      finishReason: 'stop',
      message: { role: 'model', content: [{ toolRequest: { name: 'f', ref: '1', input: 'x' } }] },
    },
    [{ role: 'model', text: '', toolCalls: [{ name: 'f', arguments: 'x' }] }],
  ],
  [
    'Gemini’s answer',
    { candidates: [{ content: { role: 'model', parts: [{ text: 'a' }] } }] },
    [message('model', 'a')],
  ],
  [
    'OpenAI’s answer',
    { id: '1', choices: [{ index: 0, message: { role: 'assistant', content: 'a' } }] },
    [message('assistant', 'a')],
  ],
  [
    'OpenAI’s other answer',
    {
      output: [
        { type: 'function_call', name: 'f', arguments: '{}' },
        { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'a' }] },
      ],
    },
    [{ role: 'assistant', text: '', toolCalls: [{ name: 'f', arguments: '{}' }] }, message('assistant', 'a')],
  ],
  [
    'LangChain’s constructors',
    {
      messages: [
        [{ lc: 1, type: 'constructor', id: ['langchain_core', 'messages', 'HumanMessage'], kwargs: { content: 'hi' } }],
        [
          {
            lc: 1,
            type: 'constructor',
            id: ['langchain_core', 'messages', 'AIMessageChunk'],
            kwargs: { content: '', tool_calls: [{ name: 'f', args: 'x', id: '1' }] },
          },
        ],
      ],
    },
    [message('user', 'hi'), { role: 'assistant', text: '', toolCalls: [{ name: 'f', arguments: 'x' }] }],
  ],
  ['blocks as text', [{ role: 'user', content: '[{"type": "text", "text": "hi"}]' }], [message('user', 'hi')]],
  ['what only looks like blocks', [{ role: 'user', content: '[{"type": …' }], [message('user', '[{"type": …')]],
  ['LangChain’s types', [{ type: 'tool', content: 'sunny', tool_call_id: '1' }], [message('tool', 'sunny')]],
  [
    'reasoning, an address and a tool’s answer',
    [
      {
        role: 'tool',
        parts: [
          { type: 'reasoning', content: 'why' },
          { type: 'uri', uri: 'u' },
          { type: 'tool_call_response', id: '1', response: 'sunny' },
        ],
      },
    ],
    [message('tool', 'why\n{\n  "type": "uri",\n  "uri": "u"\n}\nsunny')],
  ],
  [
    'unknown part stays',
    [{ role: 'user', content: [{ type: 'image', url: 'u' }] }],
    [message('user', '{\n  "type": "image",\n  "url": "u"\n}')],
  ],
])('%s', (_, payload, expected) => expect(readMessages(JSON.stringify(payload))).toEqual(expected))

test.each([
  null,
  '',
  'plain text',
  '{"x":1}',
  '{"output":"a"}',
  '{"output":[1]}',
  '{"output":{"content":"a"}}',
  '[]',
  '[1,2]',
  '[{"role":"user","content":"a"},{"x":1}]',
])('%j is no conversation', payload => expect(readMessages(payload)).toBeNull())

test.each([
  ['plain', 'plain'],
  ['[{"role":"user","parts":[{"type":"text","content":"Hello\\nyou"}]}]', 'Hello\nyou'],
  ['[{"role":"system","content":"be kind"},{"role":"user","content":"cut he', 'cut he'],
  ['{"service": "search"}', '{"service": "search"}'],
  ['[{"content":"ends in a backslash\\', 'ends in a backslash'],
])('preview %j reads %j', (preview, text) => expect(previewText(preview)).toBe(text))
