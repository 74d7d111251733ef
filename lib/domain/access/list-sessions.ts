import { authorize } from '#lib/platform/auth/authorize.ts'
import { sessionIdleSeconds } from '#lib/platform/auth/sessions.ts'
import type { Context } from '#lib/platform/context.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import type { Output } from '#lib/shared/contract.ts'
import { unauthenticated } from '#lib/shared/problem.ts'
import type { listSessionsContract } from './contract.ts'
import { iso } from './queries.ts'
import type { Session } from './schemas.ts'

/** Living sessions of the caller, the last seen first; at most 200. */
export async function listSessions(ctx: Context): Promise<Output<typeof listSessionsContract>> {
  await authorize(ctx, 'account.self')
  if (ctx.actor.kind !== 'user') throw unauthenticated()
  const items = await poolSql(ctx.db).query<Session>(
    `select id, id = $2 as current, ${iso('created_at')} as "createdAt", ${iso('last_seen_at')} as "lastSeenAt",
       ${iso('expires_at')} as "expiresAt", address, user_agent as "userAgent"
     from user_session where user_id = $1 and revoked_at is null and expires_at > now()
       and last_seen_at > now() - make_interval(secs => ${sessionIdleSeconds})
     order by current desc, last_seen_at desc limit 200`,
    [ctx.actor.id, ctx.actor.sessionId],
  )
  return { items, nextCursor: null }
}
