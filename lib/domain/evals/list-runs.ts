import { wholeScores } from '#lib/domain/traces/index.ts'
import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import { listOrder } from '#lib/platform/paging/order.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { findRun, toRunItem } from './run-item.ts'
import type { getRunContract, listRunsContract } from './runs/contract.ts'

const newest = listOrder('eval-runs', 'EvalRun', [
  ['startedAt', 'time', 'desc'],
  ['id', 'text', 'desc'],
])

/** Newest first. */
export async function listRuns(
  ctx: Context,
  { query }: Input<typeof listRunsContract>,
): Promise<Output<typeof listRunsContract>> {
  await authorize(ctx, 'evals.read')
  const { suite, agent, release, verdict } = query
  const where = { projectId: ctx.projectId, suite, agent, release, verdict }
  const { rows, nextCursor } = await newest.read(query, ({ after, ...page }) =>
    ctx.db.prisma.evalRun.findMany({ ...page, where: { ...where, AND: after } }),
  )
  return { items: rows.map(toRunItem), nextCursor }
}

/** Throws 404. */
export async function getRun(
  ctx: Context,
  { params: { id } }: Input<typeof getRunContract>,
): Promise<Output<typeof getRunContract>> {
  await authorize(ctx, 'evals.read')
  const [run, scores] = await Promise.all([findRun(ctx.db, ctx, id), wholeScores(ctx, { evalRunId: id })])
  return { ...toRunItem(run), scores }
}
