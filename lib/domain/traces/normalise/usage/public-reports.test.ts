import { expect, test } from 'vitest'
import { canonical } from '#lib/domain/traces/normalise/test-span.ts'
import type { Attributes } from '#lib/domain/traces/otlp/types.ts'
import { billed, langfuse } from './test-calls.ts'
import { publicReports } from './test-public-reports.ts'
import { counts, gpt, plain } from './test-report-calls.ts'

test.each(publicReports)('%s', (_name, attributes, expected, scope = '') => {
  expect(billed(attributes, scope)).toMatchObject(expected)
})

test('a judge and a guardrail that call a model themselves cost what the model costs', () => {
  const judge = (type: string) => ({
    ...langfuse('gpt-4o', { input: 100, output: 20 }),
    'langfuse.observation.type': type,
  })
  expect(billed(judge('evaluator'))).toEqual(plain)
  expect(billed(judge('guardrail'))).toEqual(plain)
  expect(billed(judge('agent')).usd).toBeNull()
})

test('a stream’s usage in events of its span: the last has all of it', () => {
  const event = (name: string, attributes: Attributes) => ({ timeUnixNano: 1n, name, attributes })
  const events = [
    event('gen_ai.choice', { 'gen_ai.usage.output_tokens': 3 }),
    event('gen_ai.client.inference.operation.details', counts(100, 20, { 'gen_ai.usage.cache_read.input_tokens': 60 })),
    event('exception', {}),
  ]
  expect(canonical(gpt({}), { events }).usage).toMatchObject({ input: 100, output: 20, cacheRead: 60 })
  expect(canonical(gpt(counts(7, 1)), { events }).usage).toMatchObject({ input: 7, output: 1 })
})
