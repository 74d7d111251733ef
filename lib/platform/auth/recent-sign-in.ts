import type { Context } from '#lib/platform/context.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import { Problem, unauthenticated } from '#lib/shared/problem.ts'

/** How long a proven password counts for critical decisions, keys, policies and members. */
export const recentSignInSeconds = 10 * 60

/** The problem type a browser answers by asking for the password and sending the request again. */
const reauthenticationRequired = 'reauthentication-required'

/**
 * For verbs that an unattended, signed-in browser must not be enough for; called after `authorize`, before anything is
 * changed. Throws 403 `reauthentication-required` when this session's password was proven longer than 10 minutes ago.
 * Keys have no password and pass: what they must not do, the permission table refuses.
 */
export async function requireRecentSignIn(ctx: Context): Promise<void> {
  if (ctx.actor.kind === 'anonymous') throw unauthenticated()
  if (ctx.actor.kind !== 'user') return
  const rows = await poolSql(ctx.db).query(
    `select 1 from user_session where id = $1 and user_id = $2 and revoked_at is null
       and authenticated_at > now() - make_interval(secs => ${recentSignInSeconds})`,
    [ctx.actor.sessionId, ctx.actor.id],
  )
  if (rows.length > 0) return
  throw new Problem({
    status: 403,
    type: reauthenticationRequired,
    title: 'Type your password again',
    detail: 'This needs your password, typed within the last 10 minutes.',
  })
}
