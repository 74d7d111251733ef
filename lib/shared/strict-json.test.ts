import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cleaned, findFault, nestedDeeperThan } from './strict-json.ts'

test.each([
  ['{"a":1,"a":2}', 'a', /twice/],
  ['{"arguments":{"path":"/a","pa\\u0074h":"/b"}}', 'arguments.path', /twice/],
  ['{"a":[1,{"b":2,"b":3}]}', 'a.1.b', /twice/],
  ['{"a":{"__proto__":1}}', 'a.__proto__', /not allowed/],
  ['{"a":["x","\\u0000"]}', 'a.1', /NUL/],
  ['{"a":"\\ud800"}', 'a', /surrogate/],
  ['"\\u0000"', '', /NUL/],
])('%s', (text, path, message) => {
  expect(findFault(text)).toEqual({ path, message: expect.stringMatching(message) })
})

test.each([
  '{"a":{"x":1},"b":{"x":1}}',
  '[{"a":1},{"a":2}]',
  '{"a":"\\"b\\":1,\\"b\\":2"}',
  '{"a":"{","b":"}"}',
  '{}',
  '1',
  '"\\ud83d\\ude00"',
])('%s is fine', text => {
  expect(findFault(text)).toBeNull()
})

test('what JSON.stringify writes of clean values has no fault, and cleaning changes nothing else', () => {
  const value = fc.jsonValue({ stringUnit: 'grapheme' }).filter(v => !/\\u0000|__proto__/.test(JSON.stringify(v)))
  fc.assert(
    fc.property(value, json => {
      const text = JSON.stringify(json)
      expect(findFault(text)).toBeNull()
      expect(JSON.stringify(cleaned(json))).toBe(text)
    }),
  )
})

test('cleaning keeps what can be kept', () => {
  expect(cleaned({ 'a\0': ['x\0y', '\ud800', 1] })).toEqual({ 'a\u2400': ['x\u2400y', '\ufffd', 1] })
})

test('depth is counted outside texts, without a stack', () => {
  expect(nestedDeeperThan('[[["[[[{\\"{{"]]]', 3)).toBe(false)
  expect(nestedDeeperThan('{"a":[{"b":1}],"c":[[1],[2]]}', 2)).toBe(true)
  expect(nestedDeeperThan(`${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}`, 200)).toBe(true)
})
