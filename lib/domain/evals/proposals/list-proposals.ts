import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import { listOrder } from '#lib/platform/paging/order.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import type { listProposalsContract } from './contract.ts'
import { toProposals } from './item.ts'

const newest = listOrder('eval-proposals', 'EvalProposal', [
  ['proposedAt', 'time', 'desc'],
  ['id', 'text', 'desc'],
])

/** Newest first. By default only those that wait. */
export async function listProposals(
  ctx: Context,
  { query }: Input<typeof listProposalsContract>,
): Promise<Output<typeof listProposalsContract>> {
  await authorize(ctx, 'evals.read')
  const { suite, traceId, state } = query
  const where = { projectId: ctx.projectId, suite, traceId, state }
  const { rows, nextCursor } = await newest.read(query, ({ after, ...page }) =>
    ctx.db.prisma.evalProposal.findMany({ ...page, where: { ...where, AND: after } }),
  )
  return { items: await toProposals(ctx.db, ctx, rows), nextCursor }
}
