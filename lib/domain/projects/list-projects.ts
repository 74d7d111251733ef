import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import { listOrder } from '#lib/platform/paging/order.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { unauthenticated } from '#lib/shared/problem.ts'
import type { listProjectsContract } from './contract.ts'
import { toProject } from './internal.ts'

const firstJoined = listOrder('projects', 'Membership', [
  ['createdAt', 'time', 'asc'],
  ['projectId', 'text', 'asc'],
])

/** The projects that the caller may use, whichever one they ask from. */
export async function listProjects(
  ctx: Context,
  { query }: Input<typeof listProjectsContract>,
): Promise<Output<typeof listProjectsContract>> {
  await authorize(ctx, 'account.self')
  if (ctx.actor.kind !== 'user') throw unauthenticated()
  const mine = { userId: ctx.actor.id, disabledAt: null, project: { removedAt: null } }
  const { rows, nextCursor } = await firstJoined.read(query, ({ after, ...page }) =>
    ctx.db.prisma.membership.findMany({ ...page, include: { project: true }, where: { ...mine, AND: after } }),
  )
  return { items: rows.map(({ project, role }) => toProject(project, role)), nextCursor }
}
