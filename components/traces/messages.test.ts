import { expect, test } from 'vitest'
import { previewText, readMessages } from './messages.ts'

const said = (role: string, text: string) => ({ role, text, toolCalls: [] })

test.each([
  ['OpenAI', [{ role: 'user', content: 'hi' }], [said('user', 'hi')]],
  ['under messages', { messages: [{ role: 'user', content: 'hi' }] }, [said('user', 'hi')]],
  ['one alone', { role: 'assistant', content: 'hi' }, [said('assistant', 'hi')]],
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
  ['wrapped', [{ message: { role: 'user', content: 'hi' } }], [said('user', 'hi')]],
  [
    'unknown part stays',
    [{ role: 'user', content: [{ type: 'image', url: 'u' }] }],
    [said('user', '{\n  "type": "image",\n  "url": "u"\n}')],
  ],
])('%s', (_, payload, expected) => expect(readMessages(JSON.stringify(payload))).toEqual(expected))

test.each([null, '', 'plain text', '{"x":1}', '[]', '[1,2]', '[{"role":"user","content":"a"},{"x":1}]'])(
  '%j is no conversation',
  payload => expect(readMessages(payload)).toBeNull(),
)

test.each([
  ['plain', 'plain'],
  ['[{"role":"user","parts":[{"type":"text","content":"Hello\\nyou"}]}]', 'Hello\nyou'],
  ['[{"role":"system","content":"be kind"},{"role":"user","content":"cut he', 'cut he'],
  ['{"service": "search"}', '{"service": "search"}'],
  ['[{"content":"ends in a backslash\\', 'ends in a backslash'],
])('preview %j reads %j', (preview, text) => expect(previewText(preview)).toBe(text))
