import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import { now } from '#lib/platform/now.ts'
import { listOrder } from '#lib/platform/paging/order.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import type { listReleasesContract } from './contract.ts'
import { figuresOf, lastDays } from './figures.ts'
import { toItem } from './item.ts'

const newest = listOrder('releases', 'Release', [
  ['registeredAt', 'time', 'desc'],
  ['slug', 'text', 'desc'],
])

/** Registered releases, newest first, each with its figures from traces. */
export async function listReleases(
  ctx: Context,
  { query }: Input<typeof listReleasesContract>,
): Promise<Output<typeof listReleasesContract>> {
  await authorize(ctx, 'releases.read')
  const { agent, environment } = query
  const { rows, nextCursor } = await newest.read(query, ({ after, ...page }) =>
    ctx.db.prisma.release.findMany({ ...page, where: { projectId: ctx.projectId, agent, AND: after } }),
  )
  const releases = rows.map(({ slug }) => slug)
  const agents = rows.map(({ agent }) => agent)
  const figures = await figuresOf(ctx, { ...lastDays(await now(ctx)), environment, releases, agents })
  return { items: rows.map(row => ({ ...toItem(row), figures: figures(row.agent, row.slug) })), nextCursor }
}
