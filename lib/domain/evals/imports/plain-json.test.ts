import { expect, test } from 'vitest'
import { readPlainJson } from './plain-json.ts'

const row = (more = '') => `{"scenario": "a", "criterion": "c", "score": 1${more}}`

test.each([
  ['NUL', `{"results": [${row(', "output": "\\u0000"')}]}`, 'body.results.0.output'],
  ['half a surrogate pair', `{"results": [${row(', "comment": "\\ud800"')}]}`, 'body.results.0.comment'],
  ['a name that stands twice', `{"results": [${row(', "score": 0')}]}`, 'body.results.0.score'],
  ['a score above all numbers', '{"results": [{"scenario": "a", "criterion": "c", "score": 1e999}]}', '0.score'],
  ['a score below 0', '{"results": [{"scenario": "a", "criterion": "c", "score": -0.1}]}', '0.score'],
  ['NaN', '{"results": [{"scenario": "a", "criterion": "c", "score": NaN}]}', 'body'],
  ['depth', `{"results": ${'['.repeat(300)}${']'.repeat(300)}}`, 'body'],
])('%s is invalid, and its place is named', (_, text, field) => {
  expect(() => readPlainJson(text)).toThrow(
    expect.objectContaining({
      fields: expect.objectContaining({ status: 422, field: expect.stringContaining(field) }),
    }),
  )
})
