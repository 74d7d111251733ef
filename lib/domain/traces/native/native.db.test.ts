import { expect, test } from 'vitest'
import { getTrace } from '#lib/domain/traces/get-trace.ts'
import { recomputeAll } from '#lib/domain/traces/recompute/test-old-rules.ts'
import { verifyRollups } from '#lib/domain/traces/verify/verify-rollups.ts'
import type { Context } from '#lib/platform/context.ts'
import { freshProject } from '#lib/platform/testing/database.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { nativeBatch } from './schemas.ts'
import { sendTraces } from './send-traces.ts'

const database = givenDatabase()

const traceId = 'a'.repeat(32)
const root = {
  traceId,
  spanId: '1'.repeat(16),
  name: 'answer',
  kind: 'agent',
  agent: 'support',
  environment: 'production',
}
const call = {
  ...{ traceId, spanId: '2'.repeat(16), parentSpanId: root.spanId, name: 'chat', kind: 'llm' },
  ...{ model: 'gpt-5-mini', provider: 'openai', inputTokens: 1_000_000, cachedInputTokens: 0, outputTokens: 1_000 },
}
const at = { startedAt: '2026-11-28T12:00:00.000Z', endedAt: '2026-11-28T12:00:01.250001Z' }

const send = (ctx: Context, ...spans: object[]) =>
  sendTraces(ctx, { body: nativeBatch.parse({ spans: spans.map(span => ({ ...at, ...span })) }) })
const read = (ctx: Context) => getTrace(ctx, { params: { traceId } })

test('sent spans read back with their figures, also when some come twice or late, and a recompute changes nothing', async () => {
  const ctx = await freshProject(database.db)
  expect(await send(ctx, call)).toEqual({ stored: 1 })
  await send(ctx, root, call)
  await send(ctx, { ...root, endedAt: null })
  const trace = await read(ctx)
  expect(trace).toMatchObject({
    ...{ agent: 'support', environment: 'production', status: 'ok', spanCount: 2, llmCalls: 1 },
    ...{ inputTokens: 1_000_000, outputTokens: 1_000, durationMs: 1250.001 },
  })
  // 0.25 and 2 dollars for a million tokens in and out.
  expect(trace.cost).toBe('0.252000000')
  expect(trace.spans.find(span => span.spanId === call.spanId)).toMatchObject({
    agent: 'support',
    costSource: 'computed',
  })
  expect(await recomputeAll(ctx)).toBeDefined()
  expect(await read(ctx)).toEqual(trace)
  expect((await verifyRollups(ctx)).difference).toBeNull()
})

test('a span that is more than a day ahead is named, and none of its request is stored', async () => {
  const ctx = await freshProject(database.db)
  const ahead = { startedAt: new Date(Date.now() + 25 * 3600_000).toISOString(), endedAt: null }
  await expect(send(ctx, root, { ...call, ...ahead })).rejects.toMatchObject({
    fields: { status: 422, field: 'body.spans[1].startedAt' },
  })
  await expect(read(ctx)).rejects.toMatchObject({ fields: { status: 404 } })
})
