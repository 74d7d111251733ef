import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { judgeConfig } from '#lib/domain/judges/contract.ts'
import { labelOutput, putJudge, reportJudge } from '#lib/domain/judges/index.ts'
import { standInModel } from '#lib/domain/judges/testing/stand-in.ts'
import type { Context } from '#lib/platform/context.ts'
import { freshProject } from '#lib/platform/testing/database.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { finishRun, getCase, getRun, getVerdict, putSuite, reportResults, startRun } from '../index.ts'
import { reportResultsContract } from '../runs/contract.ts'
import { suiteConfig } from '../suites/contract.ts'
import { scoreOutputs } from './score-outputs.ts'

const database = givenDatabase()
const closing: (() => void)[] = []
beforeEach(() => vi.stubEnv('HOLDPOINT_ALLOWED_NETWORKS', '127.0.0.1'))
afterEach(() => {
  vi.unstubAllEnvs()
  for (const close of closing.splice(0)) close()
})

type Answer = Parameters<typeof standInModel>[0]
async function judged(ctx: Context, answer: Answer, of: object = {}) {
  const model = await standInModel(answer)
  closing.push(model.close)
  const given = {
    url: model.url,
    model: 'small',
    key: 'sk-secret',
    inputUsdPerMillion: '0.5',
    outputUsdPerMillion: '2',
  }
  const body = judgeConfig.put.body?.parse({ ...given, ...of })
  if (body) await putJudge(ctx, { params: { slug: 'strict' }, body })
  return model
}

const scenarios = Array.from({ length: 20 }, (_, at) => ({
  id: `s${at}`,
  input: `What broke on node-${at}?`,
  expectedFindings: ['log rotation is off', `node-${at}`],
}))
const criteria = [
  { name: 'completeness', scorer: { kind: 'contains-findings' } },
  { name: 'accuracy', scorer: { kind: 'judge', judge: 'strict' } },
]
async function started(ctx: Context, of: object = {}): Promise<string> {
  const body = suiteConfig.put.body?.parse({ level: 'evaluation', scenarios, criteria, ...of })
  if (body) await putSuite(ctx, { params: { slug: 'a' }, body })
  return (await startRun(ctx, { body: { suite: 'a', mode: 'real' } })).id
}
const report = (ctx: Context, id: string, body: object) =>
  reportResults(ctx, { params: { id }, body: reportResultsContract.body?.parse(body) as never })
const outputs = (count = 20) =>
  scenarios.slice(0, count).map(({ id }, at) => ({ scenario: id, output: `Log rotation is off on node-${at}.` }))
const makeDue = ({ projectId }: Context) =>
  database.db.prisma.scoringTask.updateMany({ where: { projectId, state: 'waiting' }, data: { nextAt: new Date(0) } })
async function workOff(ctx: Context): Promise<void> {
  for (let round = 0; round < 20 && (await scoreOutputs(ctx)) > 0; round++) await makeDue(ctx)
}

// Each judges dozens of outputs, one call after another.
describe('a run whose suite has scorers', { timeout: 120_000 }, () => {
  test('is scored from its outputs and finishes by itself; the cost of the judge is shown separately', async () => {
    const ctx = freshProject(database.db)
    const { asked } = await judged(ctx, ({ prompt }) =>
      prompt.includes('node-3?') ? '{"reason": "vague", "score": 0.2}' : '{"reason": "right", "score": 0.9}',
    )
    const id = await started(ctx)
    expect(await report(ctx, id, { outputs: outputs() })).toEqual({ stored: 0, unchanged: 0, toScore: 40 })
    expect(await report(ctx, id, { outputs: outputs() })).toMatchObject({ toScore: 0 })
    const first = await finishRun(ctx, { params: { id } })
    expect(first).toMatchObject({
      verdict: 'inconclusive',
      scoring: 40,
      lacks: [/40 scores are still/, /20 of 20/].map(text => expect.stringMatching(text)),
    })
    expect(await getRun(ctx, { params: { id } })).toMatchObject({ state: 'scoring', verdict: null })
    await workOff(ctx)
    expect(await getRun(ctx, { params: { id } })).toMatchObject({ state: 'finished', verdict: 'pass', scored: 20 })
    // 20 × (200 × $0.5 + 20 × $2) / 1,000,000
    expect(await getVerdict(ctx, { params: { id } })).toMatchObject({
      ...{ scoring: 0, scoringCostUsd: '0.002800000', cost: { perScenarioUsd: null } },
      judges: [{ judge: 'strict', version: 1, pairs: 0, kappa: null }],
    })
    expect(asked).toHaveLength(20)
    expect(asked[0]).toMatchObject({ authorization: 'Bearer sk-secret', model: 'small' })
    const { repeats } = await getCase(ctx, { params: { id }, query: { scenario: 's3' } })
    expect(repeats[0]?.scores).toMatchObject([{ score: 1 }, { criterion: 'accuracy', score: 0.2, comment: 'vague' }])
  })

  test('people label whether the judge is right, also without a trace; a changed output has no label', async () => {
    const ctx = freshProject(database.db)
    await judged(ctx, ({ prompt }) =>
      prompt.includes('node-3?') ? '{"reason": "vague", "score": 0.2}' : '{"reason": "right", "score": 0.9}',
    )
    const id = await started(ctx)
    await report(ctx, id, { outputs: outputs() })
    await workOff(ctx)
    const person = (name: string): Context => ({
      ...ctx,
      actor: { kind: 'user', id: name, label: name, role: 'operator', sessionId: `ses_${name}` },
    })
    const label = (who: Context, scenario: string, agrees: boolean | null) =>
      labelOutput(who, {
        params: { slug: 'strict' },
        body: { evalRunId: id, scenario, repeat: 1, criterion: 'accuracy', agrees },
      })
    const scores = async (scenario: string) =>
      (await getCase(person('ann'), { params: { id }, query: { scenario } })).repeats[0]?.scores
    const agreement = async () => (await reportJudge(ctx, { params: { slug: 'strict' } })).versions[0]?.agreement
    await expect(label(ctx, 's3', true)).rejects.toMatchObject({ fields: { status: 403 } })
    await expect(label(person('ann'), 'none', true)).rejects.toMatchObject({ fields: { status: 404 } })
    await label(person('ann'), 's3', true)
    await label(person('ann'), 's4', false)
    await label(person('ben'), 's3', true)
    await label(person('ann'), 's5', true)
    expect(await scores('s3')).toMatchObject([{ judge: null }, { judge: { slug: 'strict', agree: 2, own: true } }])
    expect(await agreement()).toMatchObject({ pairs: 3, agreed: 2, bothPass: 1, bothFail: 1, onlyJudgePasses: 1 })
    const { disagreements } = await reportJudge(ctx, { params: { slug: 'strict' } })
    expect(disagreements).toMatchObject([{ traceId: null, evalRunId: id, scenario: 's4', judge: 0.9, people: 0 }])
    await label(person('ann'), 's5', null)
    await report(ctx, id, { outputs: [{ scenario: 's4', output: 'Another answer' }] })
    await workOff(ctx)
    expect(await agreement()).toMatchObject({ pairs: 1 })
    expect((await scores('s4'))?.[1]?.judge).toMatchObject({ agree: 0, disagree: 0, own: null })
  })

  test('asks again after 429, 503 and an answer without a score; after four attempts there is no score and no pass', async () => {
    const ctx = freshProject(database.db)
    const { asked } = await judged(ctx, ({ prompt }, nth) =>
      prompt.includes('node-7?') ? 'no idea' : nth % 3 === 0 ? 429 : nth % 3 === 1 ? 503 : '{"score": 1, "reason": ""}',
    )
    const id = await started(ctx, { scenarios: scenarios.slice(6, 8), level: 'unit' })
    await report(ctx, id, { outputs: outputs(8).slice(6) })
    await finishRun(ctx, { params: { id } })
    await workOff(ctx)
    const verdict = await getVerdict(ctx, { params: { id } })
    expect(verdict).toMatchObject({ verdict: 'inconclusive', scoring: 0 })
    expect(verdict.lacks.join()).toMatch(
      /1 could not be scored: It gave no score of 0 to 1: no idea.*1 of 2 scenarios lack/,
    )
    expect(asked.filter(({ prompt }) => prompt.includes('node-7?'))).toHaveLength(4)
  })

  test('stops asking when the budget of the day is spent', async () => {
    const ctx = freshProject(database.db)
    const { asked } = await judged(ctx, () => '{"score": 1, "reason": "yes"}', { dailyUsd: '0.002', maxTokens: 100 })
    const id = await started(ctx)
    await report(ctx, id, { outputs: outputs() })
    await finishRun(ctx, { params: { id } })
    await workOff(ctx)
    const spent = await database.db.prisma.judgeCall.aggregate({
      where: { projectId: ctx.projectId },
      _sum: { costNanos: true },
    })
    expect(Number(spent._sum.costNanos)).toBeLessThanOrEqual(2_000_000)
    expect(asked.length).toBeGreaterThan(3)
    expect(asked.length).toBeLessThan(20)
    const { lacks, verdict } = await getVerdict(ctx, { params: { id } })
    expect([verdict, lacks.join()]).toEqual([
      'inconclusive',
      expect.stringMatching(/budget of the judge for today, \$0.002/),
    ])
  })

  test('scores of its own criteria, scorers that cannot work and scenarios without what they compare with are invalid', async () => {
    const ctx = freshProject(database.db)
    await expect(started(ctx)).rejects.toMatchObject({ fields: { field: 'body.criteria.1.scorer.judge' } })
    await judged(ctx, () => '{"score": 1}')
    const id = await started(ctx)
    await expect(
      report(ctx, id, { results: [{ scenario: 's0', criterion: 'accuracy', score: 1 }] }),
    ).rejects.toMatchObject({
      fields: { field: 'body.results.0.criterion' },
    })
    await expect(report(ctx, id, { outputs: [{ scenario: 's99', output: '' }] })).rejects.toMatchObject({
      fields: { field: 'body.outputs.0.scenario' },
    })
    const invalid = (scorer: object, field: string) =>
      expect(started(ctx, { criteria: [{ name: 'c', scorer }] })).rejects.toMatchObject({ fields: { field } })
    await invalid({ kind: 'regex', pattern: '(' }, 'body.criteria.0.scorer')
    await invalid({ kind: 'exact' }, 'body.scenarios.0.expectedOutput')
  })

  test('with three workers and a finish at once each score is stored once, and the run finishes once', async () => {
    const ctx = freshProject(database.db)
    await judged(ctx, () => '{"score": 0.8, "reason": "fine"}')
    const id = await started(ctx)
    await report(ctx, id, { outputs: outputs() })
    await Promise.all([scoreOutputs(ctx), finishRun(ctx, { params: { id } }), scoreOutputs(ctx), scoreOutputs(ctx)])
    await workOff(ctx)
    expect(await getRun(ctx, { params: { id } })).toMatchObject({ state: 'finished', scored: 20, verdict: 'pass' })
    const ends = `select body::json #>> '{after,state}' as state from audit_event where project_id = $1 and action = 'eval-run.finished'`
    const { rows } = await database.db.pool.query(ends, [ctx.projectId])
    expect(rows.filter(({ state }) => state === 'finished')).toHaveLength(1)
  })
})

test('a key appears in no table and no answer, and is sent to no other address', async () => {
  const ctx = freshProject(database.db)
  await judged(ctx, () => '')
  const { projectId } = ctx
  const rows = await Promise.all([
    database.db.prisma.configObject.findMany({ where: { projectId } }),
    database.db.prisma.judgeVersion.findMany({ where: { projectId } }),
    database.db.prisma.auditEvent.findMany({ where: { projectId } }),
  ])
  const text = JSON.stringify(rows, (_, value) => (typeof value === 'bigint' ? String(value) : value))
  expect(text).toContain('sealed:')
  expect(text).not.toContain('sk-secret')
  const key = /sealed:[0-9a-f]{32}/.exec(text)?.[0]
  const body = judgeConfig.put.body?.parse({ url: 'https://elsewhere.example.com/v1', model: 'small', key })
  await expect(putJudge(ctx, { params: { slug: 'strict' }, body: body as never })).rejects.toMatchObject({
    fields: { field: 'body.key' },
  })
  expect(await reportJudge(ctx, { params: { slug: 'strict' } })).toMatchObject({
    version: 1,
    versions: [{ model: 'small', scored: 0 }],
  })
})
