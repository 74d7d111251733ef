import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import { listOrder } from '#lib/platform/paging/order.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import type { listIncidentsContract } from './contract.ts'
import { toItem } from './item.ts'

const newest = listOrder('incidents', 'Incident', [
  ['openedAt', 'time', 'desc'],
  ['id', 'text', 'desc'],
])

/** Newest first. */
export async function listIncidents(
  ctx: Context,
  { query }: Input<typeof listIncidentsContract>,
): Promise<Output<typeof listIncidentsContract>> {
  await authorize(ctx, 'project.read')
  const { state, agent, severity, cause } = query
  const where = {
    ...{ projectId: ctx.projectId, agent, severity, cause },
    state: state === 'unresolved' ? { not: 'resolved' } : state,
  }
  const { rows, nextCursor } = await newest.read(query, ({ after, ...page }) =>
    ctx.db.prisma.incident.findMany({ ...page, where: { ...where, AND: after } }),
  )
  return { items: rows.map(toItem), nextCursor }
}
