import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import { listOrder } from '#lib/platform/paging/order.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import type { listDeliveriesContract } from './contract.ts'
import { toItem } from './item.ts'

const newest = listOrder('deliveries', 'Delivery', [
  ['createdAt', 'time', 'desc'],
  ['id', 'text', 'desc'],
])

/** Newest first, including those of deleted channels. */
export async function listDeliveries(
  ctx: Context,
  { params, query }: Input<typeof listDeliveriesContract>,
): Promise<Output<typeof listDeliveriesContract>> {
  await authorize(ctx, 'project.read')
  const { rows, nextCursor } = await newest.read(query, ({ after, ...page }) =>
    ctx.db.prisma.delivery.findMany({ ...page, where: { projectId: ctx.projectId, channel: params.slug, AND: after } }),
  )
  return { items: rows.map(row => toItem(row, params.slug)), nextCursor }
}
