import { expect, test } from 'vitest'
import { createScore } from '#lib/domain/traces/create-score.ts'
import { findTraces } from '#lib/domain/traces/find/find-traces.ts'
import { ingestTraces } from '#lib/domain/traces/ingest-otlp.ts'
import { traceFilter } from '#lib/domain/traces/list-schemas.ts'
import { markOldTraces } from '#lib/domain/traces/marks/mark-old-traces.ts'
import { otlpSpan } from '#lib/domain/traces/normalise/test-span.ts'
import type { OtlpSpan } from '#lib/domain/traces/otlp/types.ts'
import { scoreBody } from '#lib/domain/traces/score-schemas.ts'
import type { Context } from '#lib/platform/context.ts'
import { freshProject } from '#lib/platform/testing/database.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { createVersion, promptRequests, promptUsage } from './index.ts'
import { versionBody } from './schemas.ts'

const database = givenDatabase()
const name = 'diagnose'
const traceId = (n: number) => `${n}`.padStart(32, '0')
const began = 1_795_412_203_000_000_000n

function call(n: number, version: number, of: Partial<OtlpSpan> & { failed?: boolean } = {}): OtlpSpan {
  const { failed, ...rest } = of
  return otlpSpan(
    {
      ...{
        'gen_ai.operation.name': 'chat',
        'gen_ai.request.model': 'gpt-4o-mini',
        'gen_ai.response.model': 'gpt-4o-mini',
      },
      ...{ 'gen_ai.usage.input_tokens': 1_000, 'gen_ai.usage.output_tokens': 100 },
      ...{ 'langfuse.observation.prompt.name': name, 'langfuse.observation.prompt.version': version },
    },
    {
      ...{ traceId: traceId(n), spanId: `${n}${version}`.padStart(16, 'a'), parentSpanId: 'f'.repeat(16) },
      ...{ startTimeUnixNano: began, endTimeUnixNano: began + 2_000_000_000n, ...rest },
      ...(failed ? { status: { code: 2, message: 'no' } } : {}),
    },
  )
}
const root = (n: number) =>
  otlpSpan(
    { 'deployment.environment.name': 'production' },
    { traceId: traceId(n), spanId: 'f'.repeat(16), startTimeUnixNano: began },
  )
const range = { from: '2026-11-22T00:00:00Z', to: '2026-11-25T00:00:00Z' }
const usage = (ctx: Context, environment?: string) =>
  promptUsage(ctx, { params: { name }, query: { ...range, environment } })
const spans = [call(1, 1), call(2, 1, { failed: true }), call(3, 2), call(3, 1), root(1), root(2), root(3)]

async function given(batches: OtlpSpan[][]): Promise<Context> {
  const ctx = freshProject(database.db)
  await createVersion(ctx, {
    params: { name },
    body: versionBody.parse({ template: 'You are an engineer. Diagnose it.' }),
  })
  for (const batch of batches) await ingestTraces(ctx, { spans: batch, rejected: [] })
  return ctx
}

test('the figures of each version are the same in any order of spans, and when they are sent twice', async () => {
  const ctx = await given([spans])
  const whole = await usage(ctx, 'production')
  expect(whole.versions).toMatchObject([
    {
      version: '2',
      traces: 1,
      calls: 1,
      errors: 0,
      inputTokens: 1_000,
      meanMs: 2_000,
      p95Ms: expect.closeTo(2_053, 0),
    },
    { version: '1', traces: 3, calls: 3, errors: 1, outputTokens: 300 },
  ])
  expect(Number(whole.versions[1]?.costUsd)).toBeGreaterThan(0)
  expect(whole).toMatchObject({
    bucket: 'hour',
    series: [
      { version: '1', calls: 3 },
      { version: '2', p95Ms: whole.versions[0]?.p95Ms },
    ],
  })
  // Children that arrive before their root have no environment yet. What was counted for them there must go away.
  const parts = await given([...spans.map(span => [span]), spans])
  expect(await usage(parts, 'production')).toEqual(whole)
  expect(await usage(parts)).toEqual(whole)
})

test('a call is no longer counted when a later version of its span names no prompt', async () => {
  const ctx = await given([spans])
  const { traceId: of, spanId, parentSpanId, startTimeUnixNano, endTimeUnixNano } = call(3, 2)
  const later = { traceId: of, spanId, parentSpanId, startTimeUnixNano, endTimeUnixNano: endTimeUnixNano + 1_000_000n }
  await ingestTraces(ctx, { spans: [otlpSpan({ 'gen_ai.operation.name': 'chat' }, later)], rejected: [] })
  expect((await usage(ctx)).versions).toMatchObject([{ version: '1', traces: 3, calls: 3 }])
})

test('the traces that used a version are found, also through the index, and also old ones', async () => {
  const ctx = await given([spans])
  const found = async (filter: Record<string, string>) => {
    const { rows } = await findTraces(ctx, traceFilter.parse(filter), { attribute: 1, text: 1, other: 1 })
    return rows.map(row => row.trace_id).sort()
  }
  const each = async () => [
    await found({ prompt: name }),
    await found({ prompt: name, promptVersion: '2' }),
    await found({ prompt: name, promptVersion: '2', status: 'error' }),
    await found({ prompt: 'another' }),
  ]
  const expected = [[1, 2, 3].map(traceId), [traceId(3)], [], []]
  expect(await each()).toEqual(expected)
  await database.db.pool.query('update trace set marked = false where project_id = $1', [ctx.projectId])
  await database.db.pool.query("update trace_marks set marks = '{}', revision = 0 where project_id = $1", [
    ctx.projectId,
  ])
  expect(await each()).toEqual(expected)
  await markOldTraces(ctx)
  expect(await each()).toEqual(expected)
})

test('the quality of a version is the mean score of its traces', async () => {
  const ctx = await given([spans])
  const give = (n: number, value: number) =>
    createScore(ctx, { body: scoreBody.parse({ name: 'helpful', dataType: 'numeric', traceId: traceId(n), value }) })
  await give(1, 0.5)
  await give(3, 1)
  const { versions } = await usage(ctx)
  expect(versions.map(({ scores }) => scores)).toEqual([
    [{ name: 'helpful', mean: 1, count: 1 }],
    [{ name: 'helpful', mean: 0.75, count: 2 }],
  ])
})

test('requests by time count only traces that used a single version of the prompt', async () => {
  const ctx = await given([spans, [call(4, 2), root(4)], [call(5, 1)]])
  const day = { from: '2026-11-23T00:00:30Z', to: '2026-11-24T00:00:00Z' }
  const requests = (bucket: 'minute' | 'hour', environment?: string) =>
    promptRequests(ctx, { params: { name }, query: { ...day, bucket, environment } })
  const of = (version: string, count: number, errors: number, at: string) => ({
    ...{ at: `2026-11-23T${at}:00.000000Z`, version, requests: count, errors, meanCostUsd: '0.000210000' },
  })
  const { items, ...whole } = await requests('hour')
  expect(items).toEqual([of('1', 3, 0, '05:00'), of('2', 1, 0, '05:00')])
  expect(whole).toEqual({ from: '2026-11-23T00:00:00.000000Z', to: '2026-11-24T00:00:00.000000Z', complete: true })
  expect((await requests('minute', 'production')).items).toEqual([of('1', 2, 0, '05:36'), of('2', 1, 0, '05:36')])
  expect((await requests('minute', 'staging')).items).toEqual([])
  await expect(
    promptRequests(ctx, { params: { name }, query: { from: range.to, to: range.from, bucket: 'hour' } }),
  ).rejects.toMatchObject({ fields: { field: 'query.to' } })
})
