import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import { now } from '#lib/platform/now.ts'
import { listOrder } from '#lib/platform/paging/order.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { unauthenticated } from '#lib/shared/problem.ts'
import { toRfc3339 } from '#lib/shared/time.ts'
import type { listSessionsContract } from '../contract.ts'
import { livingSession } from '../members/members.ts'

const lastSeen = listOrder('access.sessions', 'UserSession', [
  ['lastSeenAt', 'time', 'desc'],
  ['id', 'text', 'desc'],
])

/** Living sessions of the caller, the last seen first. */
export async function listSessions(
  ctx: Context,
  { query }: Input<typeof listSessionsContract>,
): Promise<Output<typeof listSessionsContract>> {
  await authorize(ctx, 'account.self')
  if (ctx.actor.kind !== 'user') throw unauthenticated()
  const { id: userId, sessionId } = ctx.actor
  const living = livingSession(await now(ctx))
  const { rows, nextCursor } = await lastSeen.read(query, ({ after, ...page }) =>
    ctx.db.prisma.userSession.findMany({ ...page, where: { userId, AND: [living, ...after] } }),
  )
  const items = rows.map(({ id, createdAt, lastSeenAt, expiresAt, address, userAgent }) => ({
    id,
    current: id === sessionId,
    createdAt: toRfc3339(createdAt),
    lastSeenAt: toRfc3339(lastSeenAt),
    expiresAt: toRfc3339(expiresAt),
    address,
    userAgent,
  }))
  return { items, nextCursor }
}
