import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import { listOrder } from '#lib/platform/paging/order.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import type { listSilencesContract } from './contract.ts'
import { toSilence } from './silences.ts'

// SQL: the clock.

const newest = listOrder('silences', 'AlertSilence', [
  ['createdAt', 'time', 'desc'],
  ['id', 'text', 'desc'],
])

/** Newest first. */
export async function listSilences(
  ctx: Context,
  { query }: Input<typeof listSilencesContract>,
): Promise<Output<typeof listSilencesContract>> {
  await authorize(ctx, 'project.read')
  const { projectId, db } = ctx
  const now = await ctx.clock.now(poolSql(db))
  const holding = query.active ? { endedAt: null, until: { gt: now } } : {}
  const { rows, nextCursor } = await newest.read(query, ({ after, ...page }) =>
    db.prisma.alertSilence.findMany({ ...page, where: { projectId, ...holding, AND: after } }),
  )
  return { items: rows.map(toSilence), nextCursor }
}
