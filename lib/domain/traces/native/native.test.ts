import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { spanKinds } from '#lib/domain/traces/canonical.ts'
import { normalise } from '#lib/domain/traces/normalise/normalise.ts'
import { nativeBatch, nativeSpan } from './schemas.ts'
import { toOtlp } from './to-otlp.ts'

const least = {
  traceId: '1'.padStart(32, '0'),
  spanId: '2'.padStart(16, '0'),
  name: 'step',
  startedAt: '2026-11-28T12:00:00Z',
}
const read = (fields: object) => normalise(toOtlp(nativeSpan.parse({ ...least, ...fields })))

const count = fc.integer({ min: 0, max: 100_000 })
/** A part of a whole: unknown, or at most as great. */
const partOf = (whole: number) => fc.option(fc.integer({ min: 0, max: whole }))

const usage = fc
  .record({ inputTokens: count.map(n => n + 1), outputTokens: count.map(n => n + 1), cacheWriteTokens: count })
  .chain(({ inputTokens, outputTokens, cacheWriteTokens }) => {
    const written = Math.min(cacheWriteTokens, inputTokens)
    return fc.record({
      inputTokens: fc.constant(inputTokens),
      outputTokens: fc.constant(outputTokens),
      cacheWriteTokens: fc.constant(written),
      cacheWrite1hTokens: partOf(written),
      cachedInputTokens: partOf(inputTokens - written),
      reasoningTokens: partOf(outputTokens),
      audioInputTokens: partOf(Math.floor(inputTokens / 2)),
      audioOutputTokens: partOf(Math.floor(outputTokens / 2)),
      imageInputTokens: partOf(Math.floor(inputTokens / 2)),
      imageOutputTokens: partOf(Math.floor(outputTokens / 2)),
    })
  })

test('tokens are taken as they are sent, whoever the provider is and whatever the attributes say', () => {
  fc.assert(
    fc.property(
      usage,
      fc.constantFrom('openai', 'anthropic', 'x_ai', 'gcp.gemini', 'aws.bedrock', null),
      fc.constantFrom('gpt-5-mini', 'grok-4', 'gemini-2.5-flash', 'claude-sonnet-5'),
      (tokens, provider, model) => {
        const found = read({ ...tokens, kind: 'llm', provider, model, attributes: { 'llm.token_count.prompt': 7 } })
        expect(found?.usage).toEqual({
          input: tokens.inputTokens,
          output: tokens.outputTokens,
          cacheRead: tokens.cachedInputTokens,
          cacheWrite: tokens.cacheWriteTokens,
          cacheWrite1h: tokens.cacheWrite1hTokens,
          reasoning: tokens.reasoningTokens,
          audioInput: tokens.audioInputTokens,
          audioOutput: tokens.audioOutputTokens,
          imageInput: tokens.imageInputTokens,
          imageOutput: tokens.imageOutputTokens,
        })
      },
    ),
  )
})

test.each(spanKinds)('kind %s', kind => {
  expect(read({ kind })?.kind).toBe(kind)
  expect(read({ kind, attributes: { 'gen_ai.operation.name': 'chat' } })?.kind).toBe(kind)
})

test('every other field', () => {
  const found = read({
    kind: 'tool',
    parentSpanId: '3'.padStart(16, '0'),
    status: 'error',
    statusMessage: 'no such order',
    startedAt: '2026-11-28T12:00:00.123456+01:00',
    endedAt: '2026-11-28T11:00:01Z',
    ...{ agent: 'support', framework: 'home-made', release: '7', environment: 'production' },
    ...{ runId: 'run-1', sessionId: 's-1', userId: 'u-1', traceName: 'refund', tags: ['vip'] },
    ...{ tool: 'find_order', toolCallId: 'call-1', prompt: { name: 'triage', version: '3' } },
    ...{ cost: '0.000000001', timeToFirstTokenMs: 12.5, input: { order: 7 }, output: 'nothing' },
    attributes: { shop: 'north' },
    events: [{ name: 'retry', at: '2026-11-28T11:00:00.5Z', attributes: { attempt: 2 } }],
    links: [{ traceId: '4'.padStart(32, '0'), spanId: '5'.padStart(16, '0') }],
  })
  expect(found).toMatchObject({
    parentSpanId: '3'.padStart(16, '0'),
    status: 'error',
    statusMessage: 'no such order',
    startUs: Date.parse('2026-11-28T11:00:00Z') * 1000 + 123_456,
    endUs: Date.parse('2026-11-28T11:00:01Z') * 1000,
    ...{ agent: 'support', framework: 'home-made', release: '7', environment: 'production' },
    ...{ runId: 'run-1', sessionId: 's-1', userId: 'u-1', traceName: 'refund', tags: ['vip'] },
    ...{ tool: 'find_order', toolCallId: 'call-1', promptName: 'triage', promptVersion: '3' },
    ...{ reportedCostNanos: 1n, ttftUs: 12_500, input: '{"order":7}', output: 'nothing' },
    attributes: { shop: 'north' },
    events: [{ name: 'retry', atUs: Date.parse('2026-11-28T11:00:00.5Z') * 1000, attributes: { attempt: 2 } }],
    links: [{ traceId: '4'.padStart(32, '0'), spanId: '5'.padStart(16, '0') }],
  })
})

test('what is left out is unknown', () => {
  expect(read({})).toMatchObject({ kind: 'other', status: 'ok', endUs: null, agent: null, model: null, input: null })
  expect(read({ kind: 'llm', inputTokens: 5, serviceTier: 'flex' })?.serviceTier).toBe('flex')
  expect(Object.values(read({ kind: 'llm' })?.usage ?? {})).toEqual(Array(10).fill(null))
})

const wrong: [field: string, fields: Record<string, unknown>][] = [
  ['traceId', { traceId: '0'.repeat(32) }],
  ['spanId', { spanId: 'ABCDEF0123456789' }],
  ['parentSpanId', { parentSpanId: least.spanId }],
  ['startedAt', { startedAt: 'yesterday' }],
  ['startedAt', { startedAt: '1970-01-21T00:00:00Z' }],
  ['endedAt', { endedAt: '2026-11-28T11:59:59Z' }],
  ['kind', { kind: 'model' }],
  ['cachedInputTokens', { inputTokens: 10, cachedInputTokens: 11 }],
  ['cacheWriteTokens', { inputTokens: 10, cachedInputTokens: 6, cacheWriteTokens: 5 }],
  ['reasoningTokens', { reasoningTokens: 1 }],
  ['inputTokens', { inputTokens: -1 }],
  ['outputTokens', { outputTokens: 1.5 }],
  ['cost', { cost: -1 }],
  ['cost', { cost: '1e3' }],
  ['prompt.name', { prompt: { version: '1' } }],
  ['tokens', { tokens: 3 }],
]
describe('invalid fields are named', () => {
  test.each(wrong)('%s: %j', (field, fields) => {
    const issues = nativeBatch.safeParse({ spans: [least, { ...least, ...fields }] }).error?.issues ?? []
    const named = issues.flatMap(issue =>
      issue.code === 'unrecognized_keys' ? issue.keys : [issue.path.slice(2).join('.')],
    )
    expect(issues[0]?.path.slice(0, 2)).toEqual(['spans', 1])
    expect(named).toEqual([field])
  })
})
