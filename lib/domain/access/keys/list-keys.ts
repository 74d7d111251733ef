import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import { listOrder } from '#lib/platform/paging/order.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import type { listKeysContract } from '../contract.ts'
import { toKeys } from './keys.ts'

/** Ids grow with time. */
const newest = listOrder('access.keys', 'ApiKey', [['id', 'text', 'desc']])

/** Keys of the project, newest first, revoked ones included. */
export async function listKeys(
  ctx: Context,
  { query }: Input<typeof listKeysContract>,
): Promise<Output<typeof listKeysContract>> {
  await authorize(ctx, 'keys.manage')
  const { rows, nextCursor } = await newest.read(query, ({ after, ...page }) =>
    ctx.db.prisma.apiKey.findMany({ ...page, where: { projectId: ctx.projectId, AND: after } }),
  )
  return { items: await toKeys(ctx.db, rows), nextCursor }
}
