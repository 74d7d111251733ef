import type { Context } from '#lib/platform/context.ts'
import { now } from '#lib/platform/now.ts'
import { Problem, unauthenticated } from '#lib/shared/problem.ts'

/** How long a typed password counts for critical decisions, keys, policies and members. */
export const recentSignInSeconds = 10 * 60

/** The problem type a browser answers by asking for the password and sending the request again. */
const reauthenticationRequired = 'reauthentication-required'

/**
 * For verbs that an unattended, signed-in browser must not be enough for; called after `authorize`, before anything is
 * changed. Throws 403 `reauthentication-required` when this session's password was proven longer than 10 minutes ago.
 * Keys have no password and pass: what they must not do, the permission table denies.
 */
export async function requireRecentSignIn(ctx: Context): Promise<void> {
  if (ctx.actor.kind === 'anonymous') throw unauthenticated()
  if (ctx.actor.kind !== 'user') return
  const { sessionId, id: userId } = ctx.actor
  // By the database's clock, which the session was written with.
  const since = new Date((await now({ db: ctx.db })).getTime() - recentSignInSeconds * 1000)
  const proven = { id: sessionId, userId, revokedAt: null, authenticatedAt: { gt: since } }
  if ((await ctx.db.prisma.userSession.count({ where: proven })) > 0) return
  throw new Problem({
    status: 403,
    type: reauthenticationRequired,
    title: 'Type your password again',
    detail: 'This needs your password, typed within the last 10 minutes.',
  })
}
