import { expect, test } from 'vitest'
import { queryMetrics } from '#lib/domain/metrics/query-metrics.ts'
import { metricsQuery } from '#lib/domain/metrics/schemas.ts'
import { truths } from '#lib/domain/traces/normalise/recordings/recordings.truth.ts'
import type { Context } from '#lib/platform/context.ts'
import { testContext } from '#lib/platform/testing/database.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { nanosToUsd } from '#lib/shared/money.ts'
import { getTrace } from './get-trace.ts'
import { ingestLogRecords, ingestTraces } from './ingest-otlp.ts'
import { traceFilter, tracePage } from './list-schemas.ts'
import { listTraces } from './list-traces.ts'
import { type SpanItem, traceDetail } from './schemas.ts'
import { allRecordings, decodeRecording } from './testing/recordings.ts'

const database = givenDatabase()

const nanos = (cost: string | null) => BigInt((cost ?? '0').replace('.', ''))
const sum = (values: (number | null)[]) => values.reduce<number>((total, value) => total + (value ?? 0), 0)
/** Adds as a reader would: unknown only when nothing is known. */
const known = (values: (number | null)[]) => (values.some(value => value !== null) ? sum(values) : null)

async function load(name: string): Promise<Context> {
  const ctx: Context = { ...testContext(database.db), projectId: name }
  const { spans, records } = decodeRecording(name)
  await ingestTraces(ctx, { spans, rejected: [] })
  if (records.length > 0) await ingestLogRecords(ctx, { records, rejected: [] })
  return ctx
}

function recounted(spans: SpanItem[], repeated: ReadonlySet<string>) {
  const counted = spans.filter(span => span.counted)
  const costs = counted.flatMap(span => (span.cost === null ? [] : [nanos(span.cost)]))
  return {
    spanCount: spans.length,
    noiseCount: spans.filter(span => span.noise).length,
    errorCount: spans.filter(span => span.status === 'error' && !span.noise).length,
    llmCalls: spans.filter(span => span.kind === 'llm' && !span.noise && !repeated.has(span.spanId)).length,
    toolCalls: spans.filter(span => span.kind === 'tool' && !span.noise).length,
    inputTokens: known(counted.map(span => span.inputTokens)),
    outputTokens: known(counted.map(span => span.outputTokens)),
    cost: costs.length > 0 ? nanosToUsd(costs.reduce((total, cost) => total + cost, 0n)) : null,
    unpricedSpans: counted.filter(span => span.cost === null).length,
  }
}

test.each(allRecordings())('%s: list, trace and charts say what a recount and the README say', async name => {
  const truth = truths[name]
  if (!truth) throw new Error(`no truth of ${name}`)
  const ctx = await load(name)
  const { items } = tracePage.parse(await listTraces(ctx, { query: traceFilter.parse({ limit: '200' }) }))
  expect(items).toHaveLength(truth.traces)
  expect(sum(items.map(item => item.spanCount))).toBe(truth.spans)
  expect(sum(items.map(item => item.inputTokens))).toBe(truth.input)
  expect(sum(items.map(item => item.outputTokens))).toBe(truth.output)
  // Of its run a list tells how many traces it has; the page of a trace lists the run's traces instead.
  for (const { run: _run, ...item } of items) {
    const {
      spans,
      payloadsOmitted: _,
      linkedFrom: __,
      runs: ___,
      scores: ____,
      repeatedCalls,
      ...head
    } = traceDetail.parse(await getTrace(ctx, { params: { traceId: item.traceId } }))
    expect({ ...head, inputPreview: null, outputPreview: null }).toEqual({
      ...item,
      inputPreview: null,
      outputPreview: null,
    })
    const repeated = new Set(repeatedCalls.map(each => each.spanId))
    expect(head).toMatchObject(recounted(spans, repeated))
    const calls = repeatedCalls.map(each => spans.find(({ spanId }) => spanId === each.callId))
    expect(calls.map(call => call?.kind === 'llm' && !repeated.has(call.spanId))).not.toContain(false)
  }
  const answer = await queryMetrics(ctx, {
    body: metricsQuery.parse({
      measures: ['inputTokens', 'outputTokens', 'cost', 'unpricedSpans', 'unmeteredCalls'],
      from: '2026-11-01T00:00:00Z',
      to: '2026-12-01T00:00:00Z',
    }),
  })
  const [input, output, cost, unpriced, unmetered] = answer.rows[0] ?? []
  const total = items.reduce((all, item) => all + nanos(item.cost), 0n)
  expect([input ?? 0, output ?? 0, unpriced, unmetered]).toEqual([
    truth.input,
    truth.output,
    sum(items.map(item => item.unpricedSpans)),
    sum(items.map(item => item.unmeteredCalls)),
  ])
  expect(nanos((cost as string | null) ?? null)).toBe(total)
})
