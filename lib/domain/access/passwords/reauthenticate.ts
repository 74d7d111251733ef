import { audit } from '#lib/platform/audit/write.ts'
import { authorize } from '#lib/platform/auth/authorize.ts'
import { recentSignInSeconds } from '#lib/platform/auth/recent-sign-in.ts'
import type { Context } from '#lib/platform/context.ts'
import { transaction } from '#lib/platform/db/transaction.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { unauthenticated } from '#lib/shared/problem.ts'
import { toRfc3339 } from '#lib/shared/time.ts'
import type { reauthenticateContract } from '../contract.ts'
import { checkOwnPassword } from './check-password.ts'
import { forgiveAttempts } from './throttle.ts'

/** Proves the password again: for 10 minutes this session, and no other of the person, may do what needs that. */
export async function reauthenticate(
  ctx: Context,
  { body }: Input<typeof reauthenticateContract>,
): Promise<Output<typeof reauthenticateContract>> {
  await authorize(ctx, 'account.self')
  const action = 'session.reauthenticated'
  const { sessionId, email } = await checkOwnPassword(ctx, { password: body.password, action, field: 'body.password' })
  return transaction(ctx.db, async tx => {
    const now = await ctx.clock.now(tx)
    const living = { id: sessionId, revokedAt: null }
    const proven = await tx.prisma.userSession.updateMany({ where: living, data: { authenticatedAt: now } })
    if (proven.count === 0) throw unauthenticated()
    await forgiveAttempts(tx, email, ctx.address)
    await audit(tx, ctx, { action, object: { type: 'session', id: sessionId } })
    return { validUntil: toRfc3339(new Date(now.getTime() + recentSignInSeconds * 1000)) }
  })
}
