import { expect, test } from 'vitest'
import { compileSchema } from './json-schema.ts'

function check(schema: Record<string, unknown> | boolean, value: unknown) {
  const validate = compileSchema(schema)
  if ('wrong' in validate) throw new Error(validate.wrong)
  return validate(value)
}

const schema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  type: 'object',
  properties: { resource: { type: 'string', pattern: '^node-' }, replicas: { type: 'integer', minimum: 1 } },
  required: ['resource'],
  additionalProperties: false,
}

test('an error names the place', () => {
  expect(check(schema, { resource: 'node-3', replicas: 2 })).toEqual([])
  expect(check(schema, { resource: 'node-3', replicas: 0 })).toEqual([{ path: '/replicas', message: 'must be >= 1' }])
  expect(check(schema, { resource: 'pod-3' })).toEqual([{ path: '/resource', message: 'must match pattern "^node-"' }])
  expect(check(schema, { resource: 'node-3', force: true })).toEqual([
    { path: '', message: 'must NOT have additional properties: force', property: 'force' },
  ])
  expect(check(false, {})).toHaveLength(1)
})

test.each([
  [{ type: 'objekt' }, /type/],
  [{ $ref: 'https://example.com/other.json' }, /example\.com/],
  [{ properties: { a: { pattern: '(?=x)' } } }, /pattern/],
  [{ description: 'x'.repeat(100_001) }, /longer/],
])('a schema that cannot be used says why: %j', (wrong, says) => {
  expect(compileSchema(wrong)).toEqual({ wrong: expect.stringMatching(says) })
})

test('a pattern that makes other engines hang is answered', () => {
  expect(check({ type: 'string', pattern: '^(a+)+$' }, `${'a'.repeat(20_000)}!`)).toHaveLength(1)
})

test('two schemas may carry the same name', () => {
  expect(check({ $id: 'https://x.example/s', type: 'string' }, 1)).toHaveLength(1)
  expect(check({ $id: 'https://x.example/s', type: 'number' }, 1)).toEqual([])
})
