import { audit } from '#lib/platform/audit/write.ts'
import { authorize } from '#lib/platform/auth/authorize.ts'
import { forgetSessions } from '#lib/platform/auth/sessions.ts'
import type { Context } from '#lib/platform/context.ts'
import { transaction } from '#lib/platform/db/transaction.ts'
import type { Output } from '#lib/shared/contract.ts'
import { unauthenticated } from '#lib/shared/problem.ts'
import type { signOutEverywhereContract } from './contract.ts'

/** Ends the caller's own session. Nothing happens when it has ended already. */
export async function signOut(ctx: Context): Promise<void> {
  if (ctx.actor.kind !== 'user') return
  await revoke(ctx, 'id = $1', ctx.actor.sessionId)
}

/** Ends every session of the caller, this one included; holds at once here and within 2 s in other processes. */
export async function signOutEverywhere(ctx: Context): Promise<Output<typeof signOutEverywhereContract>> {
  await authorize(ctx, 'account.self')
  if (ctx.actor.kind !== 'user') throw unauthenticated()
  return { sessions: await revoke(ctx, 'user_id = $1', ctx.actor.id) }
}

async function revoke(ctx: Context, where: 'id = $1' | 'user_id = $1', value: string): Promise<number> {
  const count = await transaction(ctx.db, async tx => {
    const rows = await tx.query<{ id: string }>(
      `update user_session set revoked_at = now() where ${where} and revoked_at is null returning id`,
      [value],
    )
    for (const { id } of rows) {
      await audit(tx, ctx, { action: 'session.revoked', object: { type: 'session', id } })
    }
    return rows.length
  })
  forgetSessions()
  return count
}
