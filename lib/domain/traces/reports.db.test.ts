import { expect, test } from 'vitest'
import { freshProject } from '#lib/platform/testing/database.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { getTrace } from './get-trace.ts'
import { ingestTraces } from './ingest-otlp.ts'
import { reportSpans, reportTruths } from './testing/reports.ts'

const database = givenDatabase()

const cases = Object.entries(reportTruths()).flatMap(([name, traces]) =>
  Object.entries(traces).map(([traceId, truth]) => [name, traceId, truth] as const),
)

test.each(cases)('%s, trace %s: the figures are those that the provider bills', async (name, traceId, truth) => {
  const ctx = freshProject(database.db)
  await ingestTraces(ctx, { spans: reportSpans(name), rejected: [] })
  const trace = await getTrace(ctx, { params: { traceId } })
  const spans = trace.spans.filter(span => span.counted)
  const figures = {
    inputTokens: trace.inputTokens,
    outputTokens: trace.outputTokens,
    cachedInputTokens: trace.cachedInputTokens,
    cacheWriteTokens: spans.reduce((sum, span) => sum + (span.cacheWriteTokens ?? 0), 0),
    reasoningTokens: trace.reasoningTokens,
    llmCalls: trace.llmCalls,
    cost: Number(trace.cost),
  }
  expect(figures).toMatchObject({ ...truth, ...(truth.cost === undefined ? {} : { cost: Number(truth.cost) }) })
})
