import { requestApproval } from '#lib/domain/approvals/index.ts'
import { shadowVerdict } from '#lib/domain/rollouts/index.ts'
import { lockAudit } from '#lib/platform/audit/write.ts'
import { authorize } from '#lib/platform/auth/authorize.ts'
import { change } from '#lib/platform/change.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Reader } from '#lib/platform/db/transaction.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { conflict, invalid, notFound } from '#lib/shared/problem.ts'
import type { reportStageContract } from './contract.ts'
import { type RunRow, readRun, readRunItem, type StageRow } from './item.ts'
import { follow, lacking, type Stage, type StageStatus } from './rules.ts'
import { setStage } from './set-stage.ts'

type Asked = Input<typeof reportStageContract>

/** Takes a report on a stage. Throws 409 with what is in the way, and 422 for a pass without evidence. */
export async function reportStage(ctx: Context, input: Asked): Promise<Output<typeof reportStageContract>> {
  const { params, body } = input
  await authorize(ctx, 'pipelines.report', { type: 'pipeline', id: params.id })
  const known = await readRun(ctx.db, ctx, params.id)
  const next = nextOf(known.stages, input)
  if (body.status === 'passed') await checkEvidence(ctx, known.run, input)
  const before = stageOf(known.stages, input)
  const approvalId =
    next === 'waiting' && before.status !== next ? await ask(ctx, known.run, known.stages, before) : undefined
  return change(ctx, async tx => {
    await lockAudit(tx, ctx.projectId)
    const { run, stages } = await readRun(tx, ctx, params.id)
    const to = nextOf(stages, input)
    const stage = stageOf(stages, input)
    if (to === 'waiting' && to !== stage.status && approvalId === undefined)
      throw conflict('stage-order', 'The stage has changed since you read it. Read it again.')
    if (to !== stage.status)
      await setStage(
        tx,
        ctx,
        { run, stages, stage },
        {
          ...{ to, rule: 'reported', message: `${stage.name} is ${to}.`, evidence: body.evidence },
          ...(body.note === undefined ? {} : { note: body.note }),
          ...(approvalId === undefined ? {} : { approvalId }),
        },
      )
    return readRunItem(tx, ctx, params.id)
  })
}

function stageOf(stages: readonly StageRow[], { params }: Pick<Asked, 'params'>): StageRow {
  const stage = stages.find(one => one.name === params.stage)
  if (!stage) throw notFound('stage of this run')
  return stage
}

function nextOf(stages: readonly StageRow[], { params, body }: Asked): StageStatus {
  const own = stages.map(({ name, status }): Stage => ({ name, status }) as Stage)
  const next = follow(own, params.stage, body.status)
  if (typeof next !== 'string') throw conflict(next.type, next.detail)
  return next
}

/** Puts a request into the inbox. A repeated report finds the same request, by its tool call id. */
async function ask(ctx: Context, run: RunRow, stages: readonly StageRow[], stage: StageRow): Promise<string> {
  const actor = { kind: 'system' as const, id: run.starterId, label: `${run.startedBy} for the pipeline` }
  const approval = await requestApproval(
    { ...ctx, actor, remember: undefined },
    {
      body: {
        ...{ agent: 'pipelines', tool: 'deploy_to_production', environment: 'production', risk: 'high' },
        toolCallId: `${run.id}:${stage.name}:${stage.attempt + 1}`,
        arguments: { pipeline: run.pipeline, run: run.id, release: run.release, commit: run.commit },
        rationale: rationaleOf(run.release ?? run.commit, stages.slice(0, stages.indexOf(stage))),
        allowedDecisions: ['approve', 'reject'],
      },
    },
  )
  return approval.id
}

/** Names the skipped stages to the person who decides, because nothing is known from them. */
function rationaleOf(what: string, before: readonly StageRow[]): string {
  const skipped = before.filter(({ status }) => status === 'skipped').map(({ name }) => name)
  if (skipped.length === 0) return `All stages before production have passed for ${what}.`
  return `Stages that were skipped for ${what}: ${skipped.join(', ')}. All others before production have passed.`
}

async function checkEvidence(ctx: Context, run: RunRow, { params, body }: Asked): Promise<void> {
  const { evalRunId, rolloutId } = body.evidence ?? {}
  const lack = lacking(params.stage, { ...(evalRunId ? { evalRunId } : {}), ...(rolloutId ? { rolloutId } : {}) })
  if (lack) throw invalid(lack.detail, `body.evidence.${lack.field}`)
  if (evalRunId !== undefined) await checkEvalRun(ctx.db, ctx, run, evalRunId)
  if (rolloutId !== undefined) await checkRollout(ctx, run, rolloutId)
}

async function checkRollout(ctx: Context, run: RunRow, id: string): Promise<void> {
  const field = 'body.evidence.rolloutId'
  const shadow = await shadowVerdict(ctx.db, ctx, id)
  if (!shadow) throw invalid(`There is no rollout ${id}.`, field)
  if (shadow.candidate !== run.release)
    throw invalid(`This rollout is of the release ${shadow.candidate}, not of ${run.release}.`, field)
  if (shadow.lacks !== null) throw invalid(`The shadow of this rollout has not passed. ${shadow.lacks}`, field)
}

async function checkEvalRun({ prisma }: Reader, { projectId }: Context, run: RunRow, id: string): Promise<void> {
  const where = { projectId_id: { projectId, id } }
  const evalRun = await prisma.evalRun.findUnique({ where, select: { verdict: true, release: true } })
  const field = 'body.evidence.evalRunId'
  if (!evalRun) throw invalid(`There is no eval run ${id}.`, field)
  if (evalRun.verdict !== 'pass')
    throw invalid(
      evalRun.verdict
        ? `The verdict of this eval run is ${evalRun.verdict}, not pass.`
        : 'This eval run has no verdict yet.',
      field,
    )
  if (evalRun.release !== run.release)
    throw invalid(
      `This eval run is of ${evalRun.release ? `the release ${evalRun.release}` : 'no release'}, not of ${run.release}.`,
      field,
    )
}
