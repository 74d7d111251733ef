import { expect, test } from 'vitest'
import type { Context } from '#lib/platform/context.ts'
import { freshProject } from '#lib/platform/testing/database.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { createScore } from './create-score.ts'
import { ingestTraces } from './ingest-otlp.ts'
import { traceFilter } from './list-schemas.ts'
import { listTraces } from './list-traces.ts'
import { otlpSpan } from './normalise/test-span.ts'
import { scoreBody } from './score-schemas.ts'

const database = givenDatabase()
const idOf = (n: number) => `${n}`.padStart(32, '0')

async function given(): Promise<Context> {
  const ctx = freshProject(database.db)
  const spans = [1, 2, 3, 4].map(n => otlpSpan({ 'gen_ai.operation.name': 'chat' }, { traceId: idOf(n) }))
  await ingestTraces(ctx, { spans, rejected: [] })
  const give = (n: number, more: object) =>
    createScore(ctx, { body: scoreBody.parse({ name: 'quality', traceId: idOf(n), ...more }) })
  await give(1, { dataType: 'numeric', value: 0.2 })
  await give(2, { dataType: 'numeric', value: 0.5, source: 'judge' })
  await give(3, { dataType: 'categorical', value: 'rude', name: 'tone' })
  return ctx
}

test.each([
  ['quality', [1, 2]],
  ['quality<0.5', [1]],
  ['quality>=0.5', [2]],
  ['quality>=0.1<0.6', [1, 2]],
  ['quality@judge', [2]],
  ['quality@code<0.5', [1]],
  ['tone=rude', [3]],
  ['tone=kind', []],
  ['nothing', []],
])('%s', async (score, expected) => {
  const ctx = await given()
  const { items } = await listTraces(ctx, { query: traceFilter.parse({ score }) })
  expect(items.map(item => Number(item.traceId)).sort()).toEqual(expected)
})

test.each(['', '<0.5', 'quality<much', 'quality<0.5>=0.1', 'tone='])('%j is no test of a score', score => {
  expect(traceFilter.safeParse({ score }).success).toBe(false)
})
