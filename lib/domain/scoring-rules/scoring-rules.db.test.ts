import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { judgeConfig } from '#lib/domain/judges/contract.ts'
import { putJudge, reportJudge } from '#lib/domain/judges/index.ts'
import { standInModel } from '#lib/domain/judges/testing/stand-in.ts'
import { createScore } from '#lib/domain/traces/create-score.ts'
import { ingestTraces } from '#lib/domain/traces/ingest-otlp.ts'
import { otlpSpan } from '#lib/domain/traces/normalise/test-span.ts'
import { scoreBody } from '#lib/domain/traces/score-schemas.ts'
import { rowsOf } from '#lib/domain/traces/testing/rows.ts'
import type { Context } from '#lib/platform/context.ts'
import { freshProject } from '#lib/platform/testing/database.ts'
import { fakeClock } from '#lib/platform/testing/fake-clock.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { scoringRuleConfig } from './contract.ts'
import { putScoringRule } from './index.ts'
import { pickTraces } from './pick-traces.ts'
import { scoreTraces } from './score-traces.ts'

const database = givenDatabase()
const closing: (() => void)[] = []
beforeEach(() => vi.stubEnv('HOLDPOINT_ALLOWED_NETWORKS', '127.0.0.1'))
afterEach(() => {
  vi.unstubAllEnvs()
  for (const close of closing.splice(0)) close()
})

const idOf = (n: number) => `${n}`.padStart(32, '0')
async function rule(ctx: Context, slug: string, fields: object): Promise<void> {
  const body = scoringRuleConfig.put.body?.parse({
    score: 'polite',
    percent: 100,
    by: 'regex',
    pattern: 'please',
    ...fields,
  })
  if (body) await putScoringRule(ctx, { params: { slug }, body })
}

/** A project whose clock is a minute ahead, so that traces sent now have ended. */
function given(): Context & { clock: ReturnType<typeof fakeClock> } {
  return { ...freshProject(database.db), clock: fakeClock(new Date()) }
}

async function send(ctx: Context, count: number, answer: (n: number) => string): Promise<void> {
  const start = BigInt(Date.now() + 1_000) * 1_000_000n
  const message = (role: string, content: string) => JSON.stringify([{ role, parts: [{ type: 'text', content }] }])
  const spans = Array.from({ length: count }, (_, n) =>
    otlpSpan(
      {
        ...{ 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.agent.name': 'writer' },
        ...{
          'gen_ai.input.messages': message('user', `Q${n}`),
          'gen_ai.output.messages': message('assistant', answer(n)),
        },
      },
      { traceId: idOf(n), startTimeUnixNano: start, endTimeUnixNano: start + 5_000_000n },
    ),
  )
  await ingestTraces(ctx, { spans, rejected: [] })
}
const scores = (ctx: Context) =>
  rowsOf(ctx, 'select trace_id, name, value, source from score where project_id = $1 order by trace_id, name')

test('a rule scores its share of the traces that ended, once; the score counts in the rollups', async () => {
  const ctx = given()
  await rule(ctx, 'all', {})
  await rule(ctx, 'few', { score: 'few', percent: 20 })
  await rule(ctx, 'others', { score: 'none', agent: 'editor' })
  await send(ctx, 40, n => (n % 2 === 0 ? 'Yes, please.' : 'No.'))
  expect(await pickTraces(ctx)).toBe(0)
  ctx.clock.advance(60)
  await Promise.all([pickTraces(ctx), pickTraces(ctx)])
  await Promise.all([scoreTraces(ctx), scoreTraces(ctx)])
  const found = await scores(ctx)
  expect(found.filter(({ name }) => name === 'polite')).toEqual(
    Array.from({ length: 40 }, (_, n) => ({
      trace_id: idOf(n),
      name: 'polite',
      value: n % 2 === 0 ? 1 : 0,
      source: 'code',
    })),
  )
  const few = found.filter(({ name }) => name === 'few').length
  expect([few > 0, few < 25]).toEqual([true, true])
  expect(found.some(({ name }) => name === 'none')).toBe(false)
  const sums = `select sum(count)::int as count, sum(sum)::int as sum from rollup_score where project_id = $1 and grain = 60 and name = 'polite'`
  expect(await rowsOf(ctx, sums)).toEqual([{ count: 40, sum: 20 }])
})

test('a rule with an unknown judge is invalid; the report of a judge says why scores failed', async () => {
  const ctx = given()
  await expect(rule(ctx, 'judged', { by: 'judge', judge: 'strict', pattern: null })).rejects.toMatchObject({
    fields: { status: 422, field: 'body.judge', detail: 'There is no judge strict.' },
  })
  const model = await standInModel(() => 401)
  closing.push(model.close)
  const body = judgeConfig.put.body?.parse({ url: model.url, model: 'small' })
  if (body) await putJudge(ctx, { params: { slug: 'strict' }, body })
  await rule(ctx, 'judged', { by: 'judge', judge: 'strict', pattern: null })
  await send(ctx, 3, () => 'Done.')
  ctx.clock.advance(60)
  await pickTraces(ctx)
  await scoreTraces(ctx)
  expect(await scores(ctx)).toEqual([])
  expect((await reportJudge(ctx, { params: { slug: 'strict' } })).failures).toMatchObject([
    { reason: 'It answered 401: try again', count: 3 },
  ])
})

test('a judge scores live traces, and its report counts how often it agrees with people', async () => {
  const ctx = given()
  const model = await standInModel(({ prompt }) => {
    const good = /Q[0-9]\b/.test(prompt)
    return JSON.stringify({ reason: good ? 'kind' : 'curt', score: good ? 0.9 : 0.1 })
  })
  closing.push(model.close)
  const body = judgeConfig.put.body?.parse({ url: model.url, model: 'small' })
  if (body) await putJudge(ctx, { params: { slug: 'strict' }, body })
  await rule(ctx, 'judged', { by: 'judge', judge: 'strict', pattern: null })
  await send(ctx, 20, () => 'Done.')
  ctx.clock.advance(60)
  await pickTraces(ctx)
  await scoreTraces(ctx)
  expect((await scores(ctx)).map(({ value, source }) => [value, source])).toEqual(
    Array.from({ length: 20 }, (_, n) => [n < 10 ? 0.9 : 0.1, 'judge']),
  )
  // People say yes to 0 … 6 and 10 … 12, so they and the judge agree on seven and seven of twenty.
  for (let n = 0; n < 20; n++) {
    const given = {
      name: 'polite',
      dataType: 'boolean',
      value: n % 10 < (n < 10 ? 7 : 3),
      source: 'human',
      traceId: idOf(n),
    }
    await createScore(ctx, { body: scoreBody.parse(given) })
  }
  const { versions, disagreements } = await reportJudge(ctx, { params: { slug: 'strict' } })
  expect(versions[0]).toMatchObject({
    ...{ version: 1, scored: 20, failed: 0, costUsd: null },
    agreement: { pairs: 20, agreed: 14, bothPass: 7, bothFail: 7, onlyJudgePasses: 3, onlyPeoplePass: 3 },
  })
  expect(versions[0]?.agreement.kappa).toBeCloseTo(0.4, 10)
  expect(disagreements).toHaveLength(6)
})

test.each([
  [{ pattern: null }, 'body.pattern'],
  [{ pattern: '(' }, 'body.pattern'],
  [{ by: 'judge' }, 'body.judge'],
  [{ by: 'json-schema', schema: { type: 'nothing' } }, 'body.schema'],
])('%j is no rule', async (fields, field) => {
  await expect(rule(freshProject(database.db), 'x', fields)).rejects.toMatchObject({ fields: { field } })
})
