import fc from 'fast-check'
import { expect, test } from 'vitest'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { propertyRuns, timeLimit } from '#lib/platform/testing/soak.ts'
import { attributeWord, attributeWords, dayOf, markOf, shiftOf } from './marks.ts'

const database = givenDatabase()

const anyValue = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer(),
  fc.constantFrom(0.1, 5e-7, 1e21, -1.5e-9, 1e300, 123456789012345680000),
  fc.boolean(),
  fc.string({ unit: 'grapheme', maxLength: 250 }).map(text => text.replaceAll('\u0000', '')),
  fc.constantFrom('[1]', '{}', '[not json', 'a:b', 'x'.repeat(201)),
  fc.jsonValue({ maxDepth: 2 }).filter(value => !JSON.stringify(value).includes('\\u0000')),
)

test(
  'an attribute is found by the text that PostgreSQL compares it with, and by its key',
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyValue, { minLength: 1, maxLength: 20 }), async values => {
        const { rows } = await database.db.pool.query(
          `select value ->> 'key' as text from jsonb_array_elements($1::jsonb) with ordinality as v(value, n) order by n`,
          [JSON.stringify(values.map(value => ({ key: value })))],
        )
        for (const [i, value] of values.entries()) {
          const words = attributeWords('p', { key: value })
          expect(words).toContain(attributeWord('p', 'key'))
          const asked = rows[i].text === null ? null : attributeWord('p', `key:${rows[i].text}`)
          if (asked !== null) expect(words).toContain(asked)
        }
      }),
      propertyRuns(60),
    )
  },
  timeLimit(60_000),
)

test('each project, key and value has its own mark; numbers are found by their key alone', () => {
  const of = (projectId: string, key: string, value: unknown) => attributeWords(projectId, { [key]: value })
  const all = [...of('p', 'app.tenant', 'acme'), ...of('p', 'app.tenant', 'other'), ...of('q', 'app.tenant', 'acme')]
  expect(new Set(all).size).toBe(5)
  expect(of('p', 'gen_ai.usage.input_tokens', 12)).toEqual([attributeWord('p', 'gen_ai.usage.input_tokens')])
})

test.each([
  ['a label', 'app.tenant:acme', true],
  ['a few words', 'app.city:New York City', true],
  ['nothing', 'app.tenant:', false],
  ['a sentence', 'app.note:the customer asked for it again', false],
  ['a list', 'app.list:[1]', false],
  ['a figure', 'gen_ai.usage.input_tokens:12', false],
  ['a long text', `app.id:${'x'.repeat(101)}`, false],
])('%s as the value of an attribute', (_, attribute, hasWord) => {
  expect(attributeWord('p', attribute) !== null).toBe(hasWord)
  const [key = '', value = ''] = attribute.split(':')
  expect(attributeWords('p', { [key]: value })).toHaveLength(hasWord ? 2 : 1)
})

test('a mark is of one day, and moves with the start of its trace', () => {
  const before = Date.UTC(2026, 10, 1, 0, 0, 0) * 1000
  expect(markOf(dayOf(before), 7) + shiftOf(before, before - 1)).toBe(markOf(dayOf(before - 1), 7))
  expect(markOf(dayOf(before), 7)).not.toBe(markOf(dayOf(before - 1), 7))
  expect(Number.isSafeInteger(markOf(dayOf(Date.UTC(7000, 0, 1) * 1000), 2 ** 32 - 1))).toBe(true)
})
