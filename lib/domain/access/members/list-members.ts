import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import { now } from '#lib/platform/now.ts'
import { listOrder } from '#lib/platform/paging/order.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import type { listMembersContract } from '../contract.ts'
import { toMembers, withUser } from './members.ts'

/** Ids grow with time. */
const newest = listOrder('access.members', 'Membership', [['userId', 'text', 'desc']])

/** Members of the project, newest first. */
export async function listMembers(
  ctx: Context,
  { query }: Input<typeof listMembersContract>,
): Promise<Output<typeof listMembersContract>> {
  await authorize(ctx, 'members.manage')
  const { rows, nextCursor } = await newest.read(query, ({ after, ...page }) =>
    ctx.db.prisma.membership.findMany({
      ...page,
      include: withUser,
      where: { projectId: ctx.projectId, AND: after },
    }),
  )
  return { items: await toMembers(ctx.db, rows, await now(ctx)), nextCursor }
}
