import { expect, test } from 'vitest'
import { createScore } from '#lib/domain/traces/create-score.ts'
import { ingestTraces } from '#lib/domain/traces/ingest-otlp.ts'
import { otlpSpan } from '#lib/domain/traces/normalise/test-span.ts'
import { recomputeAll } from '#lib/domain/traces/recompute/test-old-rules.ts'
import { scoreBody } from '#lib/domain/traces/score-schemas.ts'
import { rollupsOf } from '#lib/domain/traces/testing/rollups-of.ts'
import { verifyRollups } from '#lib/domain/traces/verify/verify-rollups.ts'
import type { Context } from '#lib/platform/context.ts'
import { freshProject } from '#lib/platform/testing/database.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'

const database = givenDatabase()
const traceId = '7'.repeat(32)
const call = (n: number, version: string | null) =>
  otlpSpan(
    {
      ...{ 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': 'gpt-4o-mini' },
      ...{ 'gen_ai.usage.input_tokens': 1_000, 'gen_ai.usage.output_tokens': 100 },
      ...(version === null ? {} : { 'gen_ai.prompt.name': 'triage', 'gen_ai.prompt.version': version }),
    },
    { traceId, spanId: `${n}`.repeat(16), startTimeUnixNano: 1_795_412_203_000_000_000n },
  )
const send = (ctx: Context, ...spans: ReturnType<typeof call>[]) => ingestTraces(ctx, { spans, rejected: [] })
const score = (ctx: Context, value: number) =>
  createScore(ctx, { body: scoreBody.parse({ id: 's', name: 'helpful', dataType: 'numeric', traceId, value }) })

/** Each version with its traces and what they were scored together. */
async function held(ctx: Context): Promise<Record<string, [traces: number, score: number]>> {
  expect((await verifyRollups(ctx)).difference).toBeNull()
  const { rows } = await ctx.db.pool.query(
    'select version, sum(sum)::float8 as sum from rollup_prompt_score where project_id = $1 group by version',
    [ctx.projectId],
  )
  const scores = new Map<string, number>(rows.map(({ version, sum }) => [version, sum]))
  return Object.fromEntries(
    Object.entries((await rollupsOf(ctx)).prompts).map(([key, { traces }]) => {
      const version = key.split('|').at(-1) ?? ''
      return [version, [traces, scores.get(version) ?? 0]]
    }),
  )
}

test('a trace and its scores count for the one version that it used, until it uses another', async () => {
  const ctx = freshProject(database.db)
  await send(ctx, call(1, null))
  await score(ctx, 0.5)
  expect(await held(ctx)).toEqual({})
  await send(ctx, call(2, '1'))
  expect(await held(ctx)).toEqual({ 1: [1, 0.5] })
  await score(ctx, 0.75)
  expect(await held(ctx)).toEqual({ 1: [1, 0.75] })
  await send(ctx, call(3, 'v1'), call(4, 'latest'))
  expect(await held(ctx)).toEqual({ 1: [1, 0.75] })
  await send(ctx, call(5, '2'))
  expect(await held(ctx)).toEqual({})
})

test.each<[string, (ctx: Context) => Promise<unknown>]>([
  ['a recompute', recomputeAll],
  ['its next span', ctx => send(ctx, call(2, '1'))],
])('a trace that was stored before there were versions is counted by %s', async (_, count) => {
  const ctx = freshProject(database.db)
  await send(ctx, call(1, '1'))
  await score(ctx, 0.5)
  const run = (sql: string) => ctx.db.pool.query(sql, [ctx.projectId])
  for (const table of ['rollup_prompt', 'rollup_prompt_score']) await run(`delete from ${table} where project_id = $1`)
  await run(`update trace set prompts = '{}', measures = replace(measures, ' prompts', '') where project_id = $1`)
  await run('update score set rolled = rolled - 10 where project_id = $1')
  await count(ctx)
  expect(await held(ctx)).toEqual({ 1: [1, 0.5] })
})
