import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import { now } from '#lib/platform/now.ts'
import { listOrder } from '#lib/platform/paging/order.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import type { listRolloutsContract } from './contract.ts'
import { toItems } from './item.ts'

const order = listOrder('rollouts', 'Rollout', [
  ['createdAt', 'time', 'desc'],
  ['id', 'text', 'desc'],
])

export async function listRollouts(
  ctx: Context,
  { query }: Input<typeof listRolloutsContract>,
): Promise<Output<typeof listRolloutsContract>> {
  await authorize(ctx, 'project.read')
  const { agent, prompt, environment, state } = query
  const where = {
    projectId: ctx.projectId,
    ...(agent === undefined ? {} : { agent }),
    ...(prompt === undefined ? {} : { prompt }),
    ...(environment === undefined ? {} : { environment }),
    ...(state === undefined ? {} : { endedAt: state === 'active' ? null : { not: null } }),
  }
  const { rows, nextCursor } = await order.read(query, ({ after, ...page }) =>
    ctx.db.prisma.rollout.findMany({ ...page, where: { ...where, AND: after } }),
  )
  return { items: await toItems(ctx.db, rows, await now(ctx)), nextCursor }
}
