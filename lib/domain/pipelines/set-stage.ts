import { enqueue } from '#lib/domain/channels/index.ts'
import { readConfig } from '#lib/platform/config/rows.ts'
import type { Context } from '#lib/platform/context.ts'
import { Prisma } from '#lib/platform/db/generated/client.ts'
import type { Tx } from '#lib/platform/db/transaction.ts'
import { recordTransition } from '#lib/platform/state-machine/record-transition.ts'
import { conflict } from '#lib/shared/problem.ts'
import { toRfc3339 } from '#lib/shared/time.ts'
import { pipelineConfig } from './contract.ts'
import type { RunRow, StageRow } from './item.ts'
import { type StageStatus, stateOf } from './rules.ts'

export interface StageChange {
  to: StageStatus
  rule: 'reported' | 'approved' | 'refused'
  message: string
  evidence?: object | undefined
  note?: string | null | undefined
  approvalId?: string
}

/**
 * Gives a stage a new status: one conditional update, its transition, audit entry and event, and the new state of the run.
 * When a stage that deploys begins, the deploy channel is notified in the same transaction. The caller holds the lock of the
 * audit log.
 */
export async function setStage(
  tx: Tx,
  ctx: Context,
  { run, stages, stage }: { run: RunRow; stages: readonly StageRow[]; stage: StageRow },
  { to, rule, message, evidence, note, approvalId }: StageChange,
): Promise<void> {
  const { projectId } = ctx
  const at = await ctx.clock.now(tx)
  const begins = to === 'running' || to === 'waiting'
  const ended = to === 'passed' || to === 'failed' || to === 'skipped'
  const again = begins && stage.status !== 'waiting'
  const { count } = await tx.prisma.pipelineStage.updateMany({
    where: { projectId, runId: run.id, name: stage.name, status: stage.status, revision: stage.revision },
    data: {
      ...{ status: to, revision: stage.revision + 1, endedAt: ended ? at : null },
      ...(again ? { attempt: stage.attempt + 1, evidence: Prisma.JsonNull, note: null } : {}),
      ...(to === 'running' ? { startedAt: at } : {}),
      ...(evidence ? { evidence } : {}),
      ...(note === undefined ? {} : { note }),
      ...(approvalId === undefined ? {} : { approvalId }),
    },
  })
  if (count === 0) throw conflict('stage-order', 'The stage has changed since you read it. Read it again.')
  await recordTransition(tx, ctx, {
    ...{ machine: 'pipeline-stage', id: `${run.id} ${stage.name}`, revision: stage.revision + 1 },
    ...{
      from: stage.status,
      to,
      rule,
      message,
      at,
      evidence: {
        ...evidence,
        ...(stage.approvalId === null ? {} : { approvalId: stage.approvalId }),
        ...{ release: run.release, commit: run.commit },
      },
    },
    action: 'pipeline.stage-changed',
    event: { topic: 'pipelines', type: 'pipeline.stage-changed', ids: [run.id] },
  })
  const state = stateOf(stages.map(one => ({ status: one === stage ? to : (one.status as StageStatus) })))
  const endedAt = state === 'passed' || state === 'failed' ? at : null
  await tx.prisma.pipelineRun.updateMany({ where: { projectId, id: run.id }, data: { state, endedAt } })
  if (to === 'running' && (stage.name === 'shadow' || stage.name === 'production'))
    await tellDeployer(tx, ctx, run, stage.name, at)
}

async function tellDeployer(tx: Tx, ctx: Context, run: RunRow, stage: string, at: Date): Promise<void> {
  const config = await readConfig(tx, ctx, pipelineConfig, run.pipeline)
  if (!config?.deployChannel) return
  const { id, pipeline, commit, branch, release } = run
  await enqueue(tx, ctx, [config.deployChannel], {
    ...{ type: 'deploy.requested', title: `Deploy ${release ?? commit} to ${stage}`, severity: 'info', state: 'open' },
    ...{
      text: `The stage ${stage} of ${pipeline} begins.`,
      key: `${id}:${stage}`,
      path: `/pipelines?run=${encodeURIComponent(id)}`,
    },
    at: toRfc3339(at),
    deploy: { runId: id, stage, pipeline, agent: config.agent, release, commit, branch },
  })
}
