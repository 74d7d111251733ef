import { expect, test } from 'vitest'
import { isProblem } from '#lib/shared/problem.ts'
import { checkArguments, checkSchema } from './argument-schema.ts'

function problemOf(work: () => unknown) {
  try {
    work()
    return null
  } catch (error) {
    if (!isProblem(error)) throw error
    return [error.fields.status, error.fields.field]
  }
}

const schema = {
  type: 'object',
  properties: {
    resource: { type: 'string', pattern: '^node-' },
    replicas: { type: 'integer', maximum: 10 },
    mode: { enum: ['fast', 'safe'] },
    labels: { type: 'array', items: { type: 'object', required: ['key'], properties: { 'a/b': { type: 'number' } } } },
  },
  required: ['resource'],
  additionalProperties: false,
}

test.each([
  [{ resource: 'node-3' }, null],
  [{}, 'body.arguments.resource'],
  [{ resource: 'disk-3' }, 'body.arguments.resource'],
  [{ resource: 'node-3', replicas: 11 }, 'body.arguments.replicas'],
  [{ resource: 'node-3', mode: 'now' }, 'body.arguments.mode'],
  [{ resource: 'node-3', force: true }, 'body.arguments.force'],
  [{ resource: 'node-3', labels: [{ key: 1 }, {}] }, 'body.arguments.labels.1.key'],
  [{ resource: 'node-3', labels: [{ key: 1, 'a/b': 'x' }] }, 'body.arguments.labels.0.a/b'],
])('%j: the fault is at %s', (args, path) => {
  expect(problemOf(() => checkArguments('t', schema, args))).toEqual(path && [422, path])
})

test.each([
  { type: 'strange' },
  { properties: 7 },
  { required: 'resource' },
  { $ref: '#/$defs/none' },
  { $ref: 'https://example.com/schema' },
  { pattern: '(' },
])('%j is no schema', broken => {
  expect(problemOf(() => checkSchema(broken))).toEqual([422, 'body.schema'])
})

test('keywords of later drafts and of tools are ignored, and the name of a draft does not matter', () => {
  expect(problemOf(() => checkSchema({ type: 'object', 'x-order': 1, format: 'odd' }))).toBeNull()
  const draft7 = {
    $schema: 'http://json-schema.org/draft-07/schema#',
    $id: 'one',
    definitions: { a: { type: 'string' } },
  }
  expect(problemOf(() => checkSchema({ ...draft7, $ref: '#/definitions/a' }))).toBeNull()
  expect(problemOf(() => checkSchema({ ...draft7, type: 'object' }))).toBeNull()
})

test('a schema that is too large is invalid before it is compiled', () => {
  const enumeration = Array.from({ length: 20_000 }, (_, n) => `value ${n}`)
  expect(problemOf(() => checkSchema({ enum: enumeration }))).toEqual([422, 'body.schema'])
})
