import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cleanName, limitText } from '#lib/domain/traces/normalise/clean.ts'
import { canonical } from '#lib/domain/traces/normalise/test-span.ts'
import type { AttributeValue } from '#lib/domain/traces/otlp/types.ts'
import { attributesLimit, shrink } from './attributes.ts'
import { jsonSafe } from './json-safe.ts'

const safe: [string, AttributeValue, unknown][] = [
  ['n', 9_007_199_254_740_993n, '9007199254740993'],
  ['n', Number.NaN, 'NaN'],
  ['b', new Uint8Array(7), { $bytes: 7 }],
  ['t', 'a\0b\ud800', 'ab\ufffd'],
  ['embedding.embeddings.0.embedding.vector', [0.1, 0.2, 0.3, 0.4], { $vector: 4 }],
  ['ai.embedding', `[${'0.125,'.repeat(20)}1]`, { $vector: 21 }],
  ['numbers', Array.from({ length: 300 }, (_, i) => i), { $vector: 300 }],
  ['scores', [1, 2, 3], [1, 2, 3]],
  ['http.request.header.authorization', ['Bearer x'], '[redacted]'],
  ['ai.request.headers.X-API-Key', 'x', '[redacted]'],
  ['headers', { 'Set-Cookie': 'x', accept: 'y' }, { 'Set-Cookie': '[redacted]', accept: 'y' }],
  ['gen_ai.headers', "{'Authorization': 'Bearer x', 'A': 'b'}", "{'Authorization': '[redacted]', 'A': 'b'}"],
  ['mastra.metadata.headers', '{"set-cookie":["a","b"],"date":"d"}', '{"set-cookie":"[redacted]","date":"d"}'],
  ['llm.invocation_parameters', '{"api_key": "sk-1", "model": "m"}', '{"api_key": "[redacted]", "model": "m"}'],
  [
    'request.body',
    '{"headers":"{\\"authorization\\":\\"Bearer x\\"}"}',
    '{"headers":"{\\"authorization\\":\\"[redacted]\\"}"}',
  ],
  ['headers', '{"cookie": "unfinished', '{"cookie": "[redacted]"'],
  ['gen_ai.usage.input_tokens', 3, 3],
]

test.each(safe)('attribute %s (row %#)', (key, value, expected) => {
  expect(jsonSafe(value, key)).toEqual(expected)
})

test('resource and scope attributes stand beside the span’s own, under their prefix', () => {
  const span = canonical(
    { a: 1 },
    {
      resource: { attributes: { 'service.name': 's', authorization: 'x' } },
      scope: { name: 'n', version: '', attributes: { b: 2 } },
    },
  )
  expect(span.attributes).toEqual({
    a: 1,
    'scope.b': 2,
    'resource.service.name': 's',
    'resource.authorization': '[redacted]',
  })
})

test('a key that names the prototype stays a key', () => {
  const attributes = Object.fromEntries([['__proto__', { polluted: true }]]) as Record<string, AttributeValue>
  const span = canonical(attributes)
  expect(Object.keys(span.attributes)).toEqual(['__proto__'])
  expect(Object.getPrototypeOf(span.attributes)).toBe(Object.prototype)
})

test('beyond the limit the largest attributes are removed first: small ones are kept, also when they come last', () => {
  const attributes = Object.fromEntries(Array.from({ length: 8 }, (_, i) => [`big${i}`, 'x'.repeat(60_000 + i)]))
  const span = canonical({ ...attributes, 'gen_ai.usage.input_tokens': 3 })
  expect(span.attributes['gen_ai.usage.input_tokens']).toBe(3)
  expect(span.attributes.big7).toEqual({ $omitted: 60_009 })
  expect(span.attributes.big0).toBe('x'.repeat(60_000))
})

test('any record is cut to its limit', () => {
  const value = fc.oneof(fc.string({ maxLength: 400 }), fc.integer(), fc.jsonValue())
  fc.assert(
    fc.property(
      fc.dictionary(fc.string({ maxLength: 40 }), value, { maxKeys: 60 }),
      fc.integer({ min: 200, max: 4000 }),
      (record, limit) => {
        const cut = JSON.stringify(shrink(record, limit))
        // Escapes in keys are not weighed: they are at most six characters for one.
        expect(cut.length).toBeLessThanOrEqual(Math.max(limit * 6, 0))
        if (JSON.stringify(record).length < limit / 2) expect(cut).toBe(JSON.stringify(record))
      },
    ),
  )
})

test('a hundred thousand small attributes do not grow a span beyond its limit', () => {
  const many = Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [`k${i}`, i]))
  const span = canonical(many)
  expect(JSON.stringify(span.attributes).length).toBeLessThan(attributesLimit + 1000)
  expect(span.attributes.$omittedKeys).toBeGreaterThan(50_000)
})

test('names are trimmed, collapsed and capped without breaking a character', () => {
  expect(cleanName(' a \n\t b ')).toBe('a b')
  expect(cleanName(' \n ')).toBeNull()
  expect(cleanName(`${'x'.repeat(199)}🧯`)).toBe('x'.repeat(199))
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), text => {
      const name = cleanName(text)
      expect(name === null || (name.length <= 200 && name === name.trim() && name.isWellFormed())).toBe(true)
      expect(cleanName(name ?? '')).toBe(name)
      expect(limitText(text, 64).isWellFormed()).toBe(true)
    }),
  )
})

// A search that went back for every character would take hours here, and this end by the time a test is given.
test('the search for secrets ends for any malicious text', () => {
  for (const piece of ['"cookie":[', '"cookie"    ', "'api_key':'\\\\", '\\\\\\"cookie', '\\', ' '])
    expect(typeof jsonSafe(piece.repeat(1_000_000), 'headers')).toBe('string')
}, 60_000)
