import { expect, test } from 'vitest'
import { z } from 'zod'
import { optional } from './contracts.ts'
import { formFields } from './form-fields.ts'
import { bodyOf, faultsOf, valuesOf } from './form-values.ts'

const shape = {
  name: z.string().max(9).meta({ title: 'Name' }),
  note: optional(z.string().max(50).meta({ contentMediaType: 'text/markdown' })).meta({
    title: 'Note',
    description: 'What for',
  }),
  risk: optional(z.enum(['low', 'high'])).meta({ title: 'Risk' }),
  limit: z.int().default(3),
  days: z.literal([1, 7]).default(7),
  on: z.boolean().default(true),
  tags: z.array(z.string()).default([]),
  score: optional(z.strictObject({ name: z.string().meta({ title: 'Score' }), source: optional(z.string()) })),
  schema: optional(z.record(z.string(), z.unknown())),
}
const fields = formFields(shape)

test('each field has the input that its schema calls for', () => {
  expect(fields.map(({ name, input, optional: left }) => [name, input, left])).toEqual([
    ['name', 'text', false],
    ['note', 'markdown', true],
    ['risk', 'choice', true],
    ['limit', 'number', true],
    ['days', 'choice', true],
    ['on', 'switch', true],
    ['tags', 'list', true],
    ['score', 'group', true],
    ['schema', 'json', true],
  ])
  expect(fields[1]).toMatchObject({ label: 'Note', note: 'What for', maxLength: 50 })
  expect(fields[2]?.options).toEqual(['low', 'high'])
  expect(fields[7]?.fields.map(({ name, label }) => [name, label])).toEqual([
    ['name', 'Score'],
    ['source', 'source'],
  ])
})

test('what a form sends back unchanged parses to the object that it showed', () => {
  const objects = [
    z.object(shape).parse({ name: 'a' }),
    z.object(shape).parse({
      ...{ name: 'b', note: '# x', risk: 'high', limit: 9, days: 1, on: false, tags: ['x', 'y'] },
      ...{ score: { name: 'helpful', source: 'human' }, schema: { type: 'object', required: ['a'] } },
    }),
  ]
  for (const object of objects) expect(z.object(shape).parse(bodyOf(fields, valuesOf(fields, object)))).toEqual(object)
})

test('text that does not fit the field says so', () => {
  const values = { ...valuesOf(fields, { name: 'a' }), limit: 'three', schema: '{' }
  expect(faultsOf(fields, values)).toEqual({ limit: 'limit is a number.', schema: 'This is not JSON.' })
  expect(faultsOf(fields, valuesOf(fields, { name: 'a', schema: {} }))).toEqual({})
})
