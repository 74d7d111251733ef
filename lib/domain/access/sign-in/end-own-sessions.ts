import { forgetSessions } from '#lib/platform/auth/sessions.ts'
import type { Context } from '#lib/platform/context.ts'
import { transaction } from '#lib/platform/db/transaction.ts'
import { unauthenticated } from '#lib/shared/problem.ts'
import { endSessions } from './end-sessions.ts'

/** Ends one session of the caller, or all; answers how many. Holds at once here, and within 2 s in other processes. */
export async function endOwnSessions(ctx: Context, sessionId?: string): Promise<number> {
  if (ctx.actor.kind !== 'user') throw unauthenticated()
  const userId = ctx.actor.id
  const count = await transaction(ctx.db, tx => endSessions(tx, ctx, { userId, sessionId }))
  forgetSessions()
  return count
}
