import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import { listOrder } from '#lib/platform/paging/order.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import type { listPagesContract } from './contract.ts'
import { toItem } from './page-rows.ts'

const newest = listOrder('pages', 'OnCallPage', [
  ['openedAt', 'time', 'desc'],
  ['id', 'text', 'desc'],
])

/** Newest first. */
export async function listPages(
  ctx: Context,
  { query }: Input<typeof listPagesContract>,
): Promise<Output<typeof listPagesContract>> {
  await authorize(ctx, 'project.read')
  const { state } = query
  const wanted = state === 'live' ? { state: { not: 'ended' } } : state ? { state } : {}
  const { rows, nextCursor } = await newest.read(query, ({ after, ...page }) =>
    ctx.db.prisma.onCallPage.findMany({ ...page, where: { projectId: ctx.projectId, ...wanted, AND: after } }),
  )
  return { items: rows.map(toItem), nextCursor }
}
