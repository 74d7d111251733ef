import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import { listOrder } from '#lib/platform/paging/order.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import type { getPipelineRunContract, listPipelineRunsContract } from './contract.ts'
import { failuresElsewhere, readRunItem, stagesOfRuns, toRunItem } from './item.ts'

const newest = listOrder('pipeline-runs', 'PipelineRun', [
  ['startedAt', 'time', 'desc'],
  ['id', 'text', 'desc'],
])

export async function listPipelineRuns(
  ctx: Context,
  { query }: Input<typeof listPipelineRunsContract>,
): Promise<Output<typeof listPipelineRunsContract>> {
  await authorize(ctx, 'pipelines.read')
  const { pipeline, release } = query
  const where = { projectId: ctx.projectId, pipeline, release }
  const { rows, nextCursor } = await newest.read(query, ({ after, ...page }) =>
    ctx.db.prisma.pipelineRun.findMany({ ...page, where: { ...where, AND: after } }),
  )
  const ids = rows.map(({ id }) => id)
  const all = await stagesOfRuns(ctx.db, ctx, ids)
  const failures = await failuresElsewhere(ctx.db, ctx, rows, all)
  const stages = Map.groupBy(all, ({ runId }) => runId)
  return { items: rows.map(row => toRunItem(row, stages.get(row.id) ?? [], failures)), nextCursor }
}

/** Throws 404. */
export async function getPipelineRun(
  ctx: Context,
  { params: { id } }: Input<typeof getPipelineRunContract>,
): Promise<Output<typeof getPipelineRunContract>> {
  await authorize(ctx, 'pipelines.read')
  return readRunItem(ctx.db, ctx, id)
}
