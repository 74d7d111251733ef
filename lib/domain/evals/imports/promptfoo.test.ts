import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { readPromptfoo } from './promptfoo.ts'

const written = readFileSync(path.join(import.meta.dirname, 'testing/promptfoo.json'), 'utf8')

test('the file that promptfoo eval --output wrote (0.121.20): descriptions, weighted assertions, cost and reason', () => {
  const { scenarios, results } = readPromptfoo(written)
  expect(scenarios).toEqual([
    { id: 'names the cause of a full disk', input: '{"incident":"disk full on node-3"}' },
    { id: 'incident: dns flaps', input: '{"incident":"dns flaps"}' },
  ])
  expect(results).toMatchObject([
    { score: 1, passed: true, output: 'Log rotation is off on node-3.', costUsd: '0.001200000' },
    { score: 0.75, passed: false, output: 'No idea.', comment: expect.stringContaining('to contain "resolver"') },
  ])
  expect(results.every(({ durationMs }) => durationMs !== undefined)).toBe(true)
})

const withRow = (more: string) =>
  `{"results": {"results": [{"success": true, "score": 1, "description": "a", ${more}}]}}`

test('what a model wrote is kept, with characters that no table can store made visible', () => {
  const { results } = readPromptfoo(withRow('"response": {"output": "a\\u0000b\\ud800"}'))
  expect(results).toMatchObject([{ output: 'a␀b\ufffd' }])
})

test.each([
  ['no JSON', '{"results":', 'body'],
  ['no results', '{"results": {"results": []}}', 'body.results'],
  ['a duration beyond all measure', withRow('"latencyMs": 1e300'), 'body.results'],
  ['a cost beyond all measure', withRow('"cost": 1e30'), 'body.results'],
  ['a score that is none', '{"results": {"results": [{"success": true, "score": "high"}]}}', 'body.results'],
])('%s is invalid, and its place is named', (_, text, field) => {
  expect(() => readPromptfoo(text)).toThrow(
    expect.objectContaining({ fields: expect.objectContaining({ field: expect.stringContaining(field) }) }),
  )
})
