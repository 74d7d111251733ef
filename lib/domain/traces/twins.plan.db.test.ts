import pg from 'pg'
import { expect, test, vi } from 'vitest'
import { freshProject } from '#lib/platform/testing/database.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { ingestTraces } from './ingest-otlp.ts'
import { otlpSpan } from './normalise/test-span.ts'

const database = givenDatabase()

const call = (n: number) =>
  otlpSpan(
    {
      'gen_ai.operation.name': 'chat',
      'gen_ai.request.model': 'gpt-4o',
      'gen_ai.usage.input_tokens': n,
      'gen_ai.usage.output_tokens': 5,
    },
    { traceId: 'a'.repeat(32), spanId: n.toString(16).padStart(16, '0'), parentSpanId: 'b'.repeat(16) },
  )

test('in a table that was never analysed, spans that may tell of a call are found by their own index', async () => {
  const ctx = freshProject(database.db)
  const spans = Array.from({ length: 400 }, (_, n) => call(n + 1))
  await ingestTraces(ctx, { spans: spans.slice(1), rejected: [] })
  const statements: { text: string; values: unknown[] }[] = []
  const query = pg.Client.prototype.query as (...args: unknown[]) => unknown
  vi.spyOn(pg.Client.prototype, 'query').mockImplementation(function (this: pg.Client, ...args: unknown[]) {
    const statement = args[0] as { name?: string; text: string; values: unknown[] }
    if (statement.name === 'load-wanted') statements.push(statement)
    return query.apply(this, args)
  } as never)
  await ingestTraces(ctx, { spans: spans.slice(0, 1), rejected: [] })
  vi.restoreAllMocks()
  const client = await database.db.pool.connect()
  await client.query('set enable_seqscan = off')
  const plans = await Promise.all(
    statements.map(({ text, values }) => client.query<{ 'QUERY PLAN': string }>(`explain analyze ${text}`, values)),
  )
  await client.query('reset enable_seqscan')
  client.release()
  const removed = plans.flatMap(({ rows }) =>
    rows.map(row => Number(/Rows Removed by Filter: (\d+)/.exec(row['QUERY PLAN'])?.[1] ?? 0)),
  )
  expect(removed.length).toBeGreaterThan(0)
  expect(Math.max(...removed)).toBeLessThan(100)
})
