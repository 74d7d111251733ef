import { expect, test } from 'vitest'
import { claimApproval, decideApproval, getApproval } from '#lib/domain/approvals/index.ts'
import { channelConfig } from '#lib/domain/channels/contract.ts'
import { putChannel } from '#lib/domain/channels/index.ts'
import { policyConfig } from '#lib/domain/policies/contract.ts'
import { putPolicy } from '#lib/domain/policies/index.ts'
import { registerRelease } from '#lib/domain/releases/index.ts'
import { registerBody } from '#lib/domain/releases/schemas.ts'
import { createRollout } from '#lib/domain/rollouts/index.ts'
import { reconcileRollouts } from '#lib/domain/rollouts/reconcile.ts'
import { createBody } from '#lib/domain/rollouts/schemas.ts'
import { reportPairs } from '#lib/domain/shadow/index.ts'
import { reportBody as pairsBody } from '#lib/domain/shadow/schemas.ts'
import type { Context } from '#lib/platform/context.ts'
import { freshProject } from '#lib/platform/testing/database.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { getPipelineRun, listPipelineRuns, putPipeline, reportStage, startPipelineRun } from './index.ts'
import { type StageName, stageNames } from './rules.ts'
import { reportBody, startBody } from './schemas.ts'
import { settleStages } from './settle-approvals.ts'

const database = givenDatabase()
const secret = `whsec_${Buffer.from('a secret of the deployer').toString('base64')}`

async function configured(): Promise<Context> {
  const ctx = freshProject(database.db)
  const model = { provider: 'openai', id: 'gpt-5' }
  for (const [slug, code] of Object.entries({ 'triage-1': 'git:1', again: 'git:1', other: 'git:2' })) {
    const body = registerBody.parse({ agent: 'triage', code, model })
    await registerRelease(ctx, { params: { slug }, body })
  }
  const channel = channelConfig.put.body?.parse({ kind: 'webhook', url: 'https://deploy.example.com', secret }) as never
  await putChannel(ctx, { params: { slug: 'deployer' }, body: channel })
  const body = { agent: 'triage', deployChannel: 'deployer', description: null }
  await putPipeline(ctx, { params: { slug: 'triage' }, body })
  return ctx
}
const start = (ctx: Context, of: object = {}) =>
  startPipelineRun(ctx, {
    body: startBody.parse({ pipeline: 'triage', commit: '4f1c2ab', release: 'triage-1', ...of }),
  })
const report = (ctx: Context, id: string, stage: StageName, status: string, of: object = {}) =>
  reportStage(ctx, { params: { id, stage }, body: reportBody.parse({ status, ...of }) })
const shown = ({ state, stages }: Awaited<ReturnType<typeof report>>) =>
  `${state}: ${stages.map(({ status, attempt }) => `${status}${attempt > 1 ? ` ${attempt}` : ''}`).join(' ')}`

async function evalRun(ctx: Context, id: string, verdict: string, release = 'triage-1'): Promise<string> {
  await ctx.db.prisma.evalRun.create({
    data: {
      ...{ projectId: ctx.projectId, id, suite: 's', suiteVersion: 1, level: 'evaluation', mode: 'real', release },
      ...{ state: 'finished', revision: 1, scenarios: 20, scored: 20, startedAt: new Date(), startedBy: 'ci', verdict },
    },
  })
  return id
}

async function untilProduction(ctx: Context, id: string, until: StageName = 'production'): Promise<void> {
  for (const stage of stageNames.slice(0, stageNames.indexOf(until))) {
    await report(ctx, id, stage, 'running')
    if (stage === 'evaluation') await evalRun(ctx, `evr_${id}`, 'pass')
    const isProven = stage === 'evaluation' || stage === 'shadow'
    await report(ctx, id, stage, 'passed', isProven ? { evidence: { evalRunId: `evr_${id}` } } : {})
  }
}
const person = (id: string) => ({ kind: 'user', id, label: id, role: 'admin', sessionId: 's' }) as const
const decide = async (ctx: Context, id: string | null | undefined, kind: 'approve' | 'reject', by = 'Ada') => {
  const where = { projectId: ctx.projectId, id: id ?? '' }
  const { revision } = await ctx.db.prisma.approval.findFirstOrThrow({ where })
  const body = { kind, expectedRevision: revision, comment: 'As agreed' }
  await decideApproval({ ...ctx, actor: person(by) }, { params: { id: id ?? '' }, body })
}

test('a push goes through all stages in order, waits for a person, and notifies the deployer', async () => {
  const ctx = await configured()
  const { id } = await start(ctx)
  await expect(report(ctx, id, 'integration', 'running')).rejects.toMatchObject({ fields: { type: 'stage-order' } })
  await report(ctx, id, 'unit', 'running')
  await report(ctx, id, 'unit', 'failed', { note: '2 of 80 failed' })
  expect(shown(await report(ctx, id, 'unit', 'running'))).toBe('running: running 2 queued queued queued queued')
  await report(ctx, id, 'unit', 'passed')
  await report(ctx, id, 'integration', 'running')
  await report(ctx, id, 'integration', 'passed')
  await report(ctx, id, 'evaluation', 'running')
  const fails = async (evidence: object) =>
    expect(report(ctx, id, 'evaluation', 'passed', { evidence })).rejects.toMatchObject({ fields: { status: 422 } })
  await fails({ url: 'https://ci.example/1' })
  await fails({ evalRunId: 'evr_none' })
  await fails({ evalRunId: await evalRun(ctx, 'evr_bad', 'fail') })
  await fails({ evalRunId: await evalRun(ctx, 'evr_foreign', 'pass', 'other') })
  await report(ctx, id, 'evaluation', 'passed', { evidence: { evalRunId: await evalRun(ctx, 'evr_1', 'pass') } })
  await report(ctx, id, 'shadow', 'running')
  await report(ctx, id, 'shadow', 'passed', { evidence: { evalRunId: 'evr_1' } })
  const waits = await report(ctx, id, 'production', 'running')
  expect(shown(waits)).toBe('waiting: passed 2 passed passed passed waiting')
  const repeated = await report(ctx, id, 'production', 'running')
  expect([shown(repeated), repeated.stages.at(-1)]).toEqual([shown(waits), waits.stages.at(-1)])
  expect(await ctx.db.prisma.approval.count({ where: { projectId: ctx.projectId } })).toBe(1)
  await expect(report(ctx, id, 'production', 'passed')).rejects.toMatchObject({ fields: { type: 'stage-waiting' } })
  await settleStages(ctx)
  await decide(ctx, waits.stages.at(-1)?.approvalId, 'approve')
  await Promise.all([settleStages(ctx), settleStages(ctx), settleStages(ctx)])
  const ended = await report(ctx, id, 'production', 'passed')
  expect(shown(ended)).toBe('passed: passed 2 passed passed passed passed')
  expect(ended.endedAt).not.toBeNull()
  const where = { projectId: ctx.projectId }
  const told = await ctx.db.prisma.delivery.findMany({ where, orderBy: { createdAt: 'asc' } })
  expect(told.map(({ message }) => message)).toMatchObject([
    { type: 'deploy.requested', deploy: { stage: 'shadow', release: 'triage-1' } },
    { type: 'deploy.requested', deploy: { stage: 'production', runId: id, commit: '4f1c2ab' } },
  ])
  const transitions = { ...where, machine: 'pipeline-stage', objectId: `${id} production` }
  const rows = await ctx.db.prisma.stateTransition.findMany({ where: transitions, orderBy: { revision: 'asc' } })
  expect(rows.map(({ toState }) => toState)).toEqual(['waiting', 'running', 'passed'])
})

test('a stage that a person rejects fails and can be requested again', async () => {
  const ctx = await configured()
  const { id } = await start(ctx)
  await untilProduction(ctx, id)
  const first = await report(ctx, id, 'production', 'running')
  await decide(ctx, first.stages.at(-1)?.approvalId, 'reject')
  await settleStages(ctx)
  const { approvalId = null } = first.stages.at(-1) ?? {}
  const [rejected] = (await listPipelineRuns(ctx, { query: { limit: 10 } })).items
  expect(rejected?.stages.at(-1)).toMatchObject({ status: 'failed', approvalId, evidence: null })
  const transitions = { projectId: ctx.projectId, objectId: `${id} production`, toState: 'failed' }
  const told = await ctx.db.prisma.stateTransition.findFirstOrThrow({ where: transitions })
  expect(told.evidence).toMatchObject({ approvalId })
  const again = await report(ctx, id, 'production', 'running')
  expect(shown(again)).toBe('waiting: passed passed passed passed waiting 2')
  expect(again.stages.at(-1)?.approvalId).not.toBe(first.stages.at(-1)?.approvalId)
})

test('a stage whose approval another worker has claimed goes on waiting', async () => {
  const ctx = await configured()
  const { id } = await start(ctx)
  await untilProduction(ctx, id)
  const asked = (await report(ctx, id, 'production', 'running')).stages.at(-1)?.approvalId ?? ''
  await decide(ctx, asked, 'approve')
  const { digest } = await getApproval(ctx, { params: { id: asked }, query: { wait: 0 } })
  await claimApproval(ctx, { params: { id: asked }, body: { digest } })
  await settleStages(ctx)
  expect((await getPipelineRun(ctx, { params: { id } })).stages.at(-1)?.status).toBe('waiting')
})

test('production needs as many approvals as the policy says, none by the person who began the run', async () => {
  const ctx = await configured()
  const policy = { outcome: 'require_approval', tools: ['deploy_to_production'], quorum: 2, noSelfApproval: true }
  await putPolicy(ctx, { params: { slug: 'deploys' }, body: policyConfig.put.body?.parse(policy) as never })
  const { id } = await start({ ...ctx, actor: person('mira') })
  await untilProduction(ctx, id)
  const asked = (await report(ctx, id, 'production', 'running')).stages.at(-1)?.approvalId
  const status = async () => (await getPipelineRun(ctx, { params: { id } })).stages.at(-1)?.status
  await expect(decide(ctx, asked, 'approve', 'mira')).rejects.toMatchObject({ fields: { type: 'not-eligible' } })
  await decide(ctx, asked, 'approve', 'tomas')
  await settleStages(ctx)
  expect(await status()).toBe('waiting')
  await decide(ctx, asked, 'approve', 'jon')
  await settleStages(ctx)
  expect(await status()).toBe('running')
})

test('the shadow stage passes only when a rollout of this release has passed its shadow', async () => {
  const ctx = await configured()
  const { id } = await start(ctx)
  await untilProduction(ctx, id, 'shadow')
  await report(ctx, id, 'shadow', 'running')
  const fails = async (evidence: object, detail: RegExp) =>
    expect(report(ctx, id, 'shadow', 'passed', { evidence })).rejects.toMatchObject({
      fields: { status: 422, field: 'body.evidence.rolloutId', detail: expect.stringMatching(detail) },
    })
  await fails({ url: 'https://ci.example/1' }, /with a rollout/)
  await fails({ rolloutId: 'rol_none' }, /no rollout/)
  const gates = { qualityMargin: null }
  const strategy = { phases: [{ weightBps: 10_000, seconds: 60 }], gates, shadow: { minimumPairs: 20 } }
  const begin = async (environment: string, candidate: string, baseline: string) => {
    const asked = { agent: 'triage', environment, candidate, baseline, strategy }
    const rollout = await createRollout(ctx, { body: createBody.parse(asked) })
    await reconcileRollouts(ctx)
    return rollout.id
  }
  await fails({ rolloutId: await begin('elsewhere', 'other', 'again') }, /of the release other/)
  const rolloutId = await begin('shadow', 'triage-1', 'other')
  await fails({ rolloutId }, /0 scored pairs/)
  const arm = (score: number) => ({ output: 'an answer', score })
  const pairs = Array.from({ length: 80 }, (_, at) => ({
    ...{ requestId: `r${at}`, input: 'a question', production: arm(0.8), shadow: arm(0.8) },
  }))
  await reportPairs(ctx, { body: pairsBody.parse({ rollout: rolloutId, pairs }) })
  await reconcileRollouts(ctx)
  const { stages } = await report(ctx, id, 'shadow', 'passed', { evidence: { rolloutId } })
  expect(stages[3]).toMatchObject({ name: 'shadow', status: 'passed', evidence: { rolloutId } })
})

test('evaluation and shadow count for a release with the same contents, and for no other', async () => {
  const ctx = await configured()
  const { id } = await start(ctx)
  await untilProduction(ctx, id)
  const same = await start(ctx, { release: 'again', commit: 'abcdef0' })
  expect(same.stages.map(({ status, reusedFrom }) => [status, reusedFrom])).toEqual([
    ['queued', null],
    ['queued', null],
    ['passed', id],
    ['passed', id],
    ['queued', null],
  ])
  expect((await start(ctx, { release: 'other' })).stages.every(({ status }) => status === 'queued')).toBe(true)
  const pull = await start(ctx, { event: 'pull_request', release: undefined })
  expect(pull.stages.map(({ name }) => name)).toEqual(['unit', 'integration'])
  for (const [of, field] of [
    [{ release: undefined }, 'body.release'],
    [{ release: 'none' }, 'body.release'],
    [{ pipeline: 'none' }, 'body.pipeline'],
  ] as const)
    await expect(start(ctx, of)).rejects.toMatchObject({ fields: { status: 422, field } })
})

test('an earlier failure of the same contents is named until the stage begins, and blocks nothing', async () => {
  const ctx = await configured()
  const { id: first } = await start(ctx)
  await untilProduction(ctx, first, 'evaluation')
  await report(ctx, first, 'evaluation', 'running')
  await report(ctx, first, 'evaluation', 'failed', { note: 'too little evidence' })
  const told = ({ stages }: Awaited<ReturnType<typeof report>>) => stages.map(({ failedIn }) => failedIn)
  const again = await start(ctx, { release: 'again' })
  expect(told(again)).toEqual([null, null, first, null, null])
  expect(told(await start(ctx, { release: 'other' }))).toEqual(Array(5).fill(null))
  const { items } = await listPipelineRuns(ctx, { query: { limit: 10 } })
  expect(items.filter(({ id }) => id === again.id).map(told)).toEqual([told(again)])
  expect(told(await getPipelineRun(ctx, { params: { id: first } }))).toEqual(Array(5).fill(null))
  await untilProduction(ctx, again.id, 'evaluation')
  expect(told(await report(ctx, again.id, 'evaluation', 'running'))).toEqual(Array(5).fill(null))
})

test('the request for production names the stages that were skipped', async () => {
  const ctx = await configured()
  const { id } = await start(ctx)
  for (const stage of ['unit', 'integration']) {
    await report(ctx, id, stage as StageName, 'running')
    await report(ctx, id, stage as StageName, 'passed')
  }
  for (const stage of ['evaluation', 'shadow']) await report(ctx, id, stage as StageName, 'skipped')
  const { stages } = await report(ctx, id, 'production', 'running')
  const where = { projectId: ctx.projectId, id: stages.at(-1)?.approvalId ?? '' }
  const { rationale } = await ctx.db.prisma.approval.findFirstOrThrow({ where })
  expect(rationale).toBe(
    'Stages that were skipped for triage-1: evaluation, shadow. All others before production have passed.',
  )
})

test('a deploy channel that is not an existing webhook is invalid, and the field is named', async () => {
  const ctx = await configured()
  const ofSlack = { kind: 'slack', secret: 'https://hooks.slack.com/services/T/B/x' }
  await putChannel(ctx, { params: { slug: 'team' }, body: channelConfig.put.body?.parse(ofSlack) as never })
  for (const [deployChannel, detail] of [
    ['nobody', 'There is no channel nobody.'],
    ['team', 'The deploy channel must be a webhook, but team is of kind slack.'],
  ]) {
    const body = { agent: 'triage', deployChannel, description: null } as never
    await expect(putPipeline(ctx, { params: { slug: 'triage' }, body })).rejects.toMatchObject({
      fields: { status: 422, field: 'body.deployChannel', detail },
    })
  }
})

test('of many simultaneous reports one moves the stage', async () => {
  const ctx = await configured()
  const { id } = await start(ctx)
  await Promise.allSettled(Array.from({ length: 6 }, () => report(ctx, id, 'unit', 'running')))
  const where = { projectId: ctx.projectId, machine: 'pipeline-stage' }
  expect(await ctx.db.prisma.stateTransition.count({ where })).toBe(1)
})
