import type { Context } from '#lib/platform/context.ts'
import { endOwnSessions } from './end-own-sessions.ts'

/** Ends the caller's own session. Nothing happens when it has ended already. */
export async function signOut(ctx: Context): Promise<void> {
  if (ctx.actor.kind === 'user') await endOwnSessions(ctx, ctx.actor.sessionId)
}
