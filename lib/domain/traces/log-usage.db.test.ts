import { expect, test } from 'vitest'
import type { Context } from '#lib/platform/context.ts'
import { sqlTransaction } from '#lib/platform/db/transaction.ts'
import { freshProject } from '#lib/platform/testing/database.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { getTrace } from './get-trace.ts'
import { ingestLogRecords, ingestTraces } from './ingest-otlp.ts'
import { otlpSpan } from './normalise/test-span.ts'
import type { Attributes, OtlpLogRecord } from './otlp/types.ts'
import { recomputeTraces } from './recompute/recompute-traces.ts'
import { lockNodes } from './store/tables/load.ts'
import { expectExact } from './testing/totals.ts'

const database = givenDatabase()

const traceId = 'a'.repeat(32)
const spanId = 'b'.repeat(16)
const start = 1_760_000_000_000_000_000n

const span = (more: Attributes = {}) =>
  otlpSpan(
    { 'gen_ai.operation.name': 'chat', 'gen_ai.provider.name': 'openai', 'gen_ai.request.model': 'gpt-4o', ...more },
    { traceId, spanId, startTimeUnixNano: start, endTimeUnixNano: start + 1_000_000_000n },
  )

const event = (attributes: Attributes, at = 1n, rest: Partial<OtlpLogRecord> = {}): OtlpLogRecord => ({
  resource: { attributes: {} },
  scope: { name: 'test', version: '', attributes: {} },
  traceId,
  spanId,
  timeUnixNano: start + at,
  eventName: 'gen_ai.client.inference.operation.details',
  severityNumber: 9,
  body: null,
  attributes: { 'gen_ai.operation.name': 'chat', 'gen_ai.provider.name': 'openai', ...attributes },
  ...rest,
})
const usage = (input: number, output: number): Attributes => ({
  'gen_ai.usage.input_tokens': input,
  'gen_ai.usage.output_tokens': output,
})

const send = (ctx: Context, more: Attributes = {}) => ingestTraces(ctx, { spans: [span(more)], rejected: [] })
const log = (ctx: Context, ...records: OtlpLogRecord[]) => ingestLogRecords(ctx, { records, rejected: [] })

/** The figures of the trace, of its one span, and of the rollups, which equal what is counted again. */
async function figures(ctx: Context) {
  const { spans, ...trace } = await getTrace(ctx, { params: { traceId } })
  const { input, output, cost } = await expectExact(ctx)
  return {
    trace: [trace.inputTokens, trace.outputTokens, trace.cost, trace.unmeteredCalls],
    span: spans.map(({ inputTokens, outputTokens, cost }) => [inputTokens, outputTokens, cost]),
    rolled: [input, output, cost],
  }
}
// 100 × 2.50 + 20 × 10 dollars per million
const whole = {
  trace: [100, 20, '0.000450000', 0],
  span: [[100, 20, '0.000450000']],
  rolled: ['100', '20', '450000'],
}
const none = { trace: [null, null, null, 1], span: [[null, null, null]] }

const first = (ctx: Context) => log(ctx, event(usage(100, 20)))

test.each([
  ['the event first', [first, send]],
  ['the span first', [send, first]],
  ['each of them twice', [send, first, send, first, send]],
  ['the last of several events', [(ctx: Context) => log(ctx, event(usage(100, 3), 0n)), send, first]],
  [
    'several at once, in the wrong order',
    [send, (ctx: Context) => log(ctx, event(usage(100, 20)), event(usage(9, 9), 0n))],
  ],
])('tokens that only an event tells count once: %s', async (_name, steps) => {
  const ctx = freshProject(database.db)
  for (const step of steps) await step(ctx)
  expect(await figures(ctx)).toMatchObject(whole)
})

test('a span’s own tokens stay, whatever its event tells', async () => {
  const ctx = freshProject(database.db)
  await log(ctx, event(usage(7, 7)))
  await send(ctx, usage(100, 20))
  await log(ctx, event(usage(8, 8), 2n))
  expect(await figures(ctx)).toMatchObject(whole)
})

test('an event without tokens, and one of another span, change nothing', async () => {
  const ctx = freshProject(database.db)
  await send(ctx)
  await log(ctx, event({ 'gen_ai.usage.input_tokens': 'many' }))
  await log(ctx, event(usage(100, 20), 1n, { spanId: 'c'.repeat(16) }))
  await log(ctx, event(usage(100, 20), 1n, { traceId: null }))
  expect(await figures(ctx)).toMatchObject(none)
})

test('a recompute keeps them', async () => {
  const ctx = freshProject(database.db)
  await first(ctx)
  await send(ctx)
  await sqlTransaction(ctx.db.pool, async client => {
    await lockNodes(client, ctx.projectId, [`t:${traceId}`])
    const { changed } = await recomputeTraces(client, ctx.projectId, [traceId], null)
    expect(changed).toEqual([])
  })
  expect(await figures(ctx)).toMatchObject(whole)
})
