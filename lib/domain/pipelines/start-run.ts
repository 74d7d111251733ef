import { findReleaseOf } from '#lib/domain/releases/index.ts'
import { audit } from '#lib/platform/audit/write.ts'
import { authorize } from '#lib/platform/auth/authorize.ts'
import { change } from '#lib/platform/change.ts'
import { readConfig } from '#lib/platform/config/rows.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Tx } from '#lib/platform/db/transaction.ts'
import { publish } from '#lib/platform/events/publish.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { newId } from '#lib/shared/ids.ts'
import { invalid } from '#lib/shared/problem.ts'
import { pipelineConfig, type startPipelineContract } from './contract.ts'
import { readRunItem } from './item.ts'
import { reusable, type StageName, stagesOf, stateOf } from './rules.ts'

/** Begins a run. Stages that have passed for a release with the same contents begin as passed. */
export async function startPipelineRun(
  ctx: Context,
  { body }: Input<typeof startPipelineContract>,
): Promise<Output<typeof startPipelineContract>> {
  await authorize(ctx, 'pipelines.report', { type: 'pipeline', id: body.pipeline })
  const { projectId } = ctx
  const { pipeline, commit, branch = null, event, release = null } = body
  return change(ctx, async tx => {
    const digest = await digestOf(tx, ctx, body)
    const now = await ctx.clock.now(tx)
    const id = newId('pip', now.getTime())
    const passed = digest === null ? new Map<string, string>() : await passedElsewhere(tx, projectId, pipeline, digest)
    const stages = stagesOf(event).map((name, position) => stageRow(name, position, passed.get(name) ?? null, now))
    await tx.prisma.pipelineRun.create({
      data: {
        ...{ projectId, id, pipeline, commit, branch, event, release, releaseDigest: digest },
        ...{ state: stateOf(stages), startedAt: now, startedBy: ctx.actor.label, starterId: String(ctx.actor.id) },
      },
    })
    await tx.prisma.pipelineStage.createMany({ data: stages.map(stage => ({ projectId, runId: id, ...stage })) })
    const reused = Object.fromEntries(passed)
    await audit(tx, ctx, {
      ...{ action: 'pipeline.started', object: { type: 'pipeline', id: pipeline } },
      ...{ after: { run: id, commit, event, release }, evidence: { reused } },
    })
    await publish(tx, projectId, { topic: 'pipelines', type: 'pipeline.started', ids: [id] })
    return readRunItem(tx, ctx, id)
  })
}

const stageRow = (name: StageName, position: number, reusedFrom: string | null, now: Date) => ({
  ...{
    name,
    position,
    status: reusedFrom === null ? ('queued' as const) : ('passed' as const),
    revision: 0,
    attempt: 0,
  },
  ...{ reusedFrom, endedAt: reusedFrom === null ? null : now },
})

async function digestOf(
  tx: Tx,
  ctx: Context,
  { pipeline, release, event }: Input<typeof startPipelineContract>['body'],
): Promise<string | null> {
  const config = await readConfig(tx, ctx, pipelineConfig, pipeline)
  if (!config)
    throw invalid(
      `There is no pipeline ${pipeline}. Create it with PUT /api/v1/pipelines/${pipeline}.`,
      'body.pipeline',
    )
  if (release === undefined && event === 'push')
    throw invalid('A push goes to production, so it needs a registered release.', 'body.release')
  if (release === undefined) return null
  const row = await findReleaseOf(tx, ctx.projectId, config.agent, release)
  if (!row) throw invalid(`No release ${release} of ${config.agent} is registered.`, 'body.release')
  return row.digest
}

/** For each stage, the newest run of this pipeline in which it passed for a release with the same contents. */
async function passedElsewhere(tx: Tx, projectId: string, pipeline: string, digest: string) {
  const runs = await tx.prisma.pipelineRun.findMany({
    where: { projectId, pipeline, releaseDigest: digest },
    orderBy: { startedAt: 'asc' },
    select: { id: true },
  })
  const ids = runs.map(({ id }) => id)
  const stages = await tx.prisma.pipelineStage.findMany({
    where: { projectId, runId: { in: ids }, name: { in: [...reusable] }, status: 'passed' },
  })
  const order = new Map(ids.map((id, at) => [id, at]))
  const sorted = stages.sort((a, b) => (order.get(a.runId) ?? 0) - (order.get(b.runId) ?? 0))
  return new Map(sorted.map(({ name, runId, reusedFrom }) => [name, reusedFrom ?? runId]))
}
