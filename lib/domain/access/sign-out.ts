import { authorize } from '#lib/platform/auth/authorize.ts'
import { forgetSessions } from '#lib/platform/auth/sessions.ts'
import type { Context } from '#lib/platform/context.ts'
import { transaction } from '#lib/platform/db/transaction.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { notFound, unauthenticated } from '#lib/shared/problem.ts'
import type { revokeSessionContract, signOutEverywhereContract } from './contract.ts'
import { endSessions } from './end-sessions.ts'

/** Ends the caller's own session. Nothing happens when it has ended already. */
export async function signOut(ctx: Context): Promise<void> {
  if (ctx.actor.kind === 'user') await end(ctx, ctx.actor.sessionId)
}

/** Ends one session of the caller. Throws 404 for one that is over or another person's. */
export async function revokeSession(
  ctx: Context,
  { params }: Input<typeof revokeSessionContract>,
): Promise<Output<typeof revokeSessionContract>> {
  await authorize(ctx, 'account.self')
  const sessions = await end(ctx, params.id)
  if (sessions === 0) throw notFound('session')
  return { sessions }
}

/** Ends every session of the caller, this one included; holds at once here and within 2 s in other processes. */
export async function signOutEverywhere(ctx: Context): Promise<Output<typeof signOutEverywhereContract>> {
  await authorize(ctx, 'account.self')
  return { sessions: await end(ctx) }
}

async function end(ctx: Context, sessionId?: string): Promise<number> {
  if (ctx.actor.kind !== 'user') throw unauthenticated()
  const userId = ctx.actor.id
  const count = await transaction(ctx.db, tx => endSessions(tx, ctx, { userId, sessionId }))
  forgetSessions()
  return count
}
