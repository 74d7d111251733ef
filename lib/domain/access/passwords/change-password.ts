import { audit } from '#lib/platform/audit/write.ts'
import { authorize } from '#lib/platform/auth/authorize.ts'
import { forgetSessions } from '#lib/platform/auth/sessions.ts'
import type { Context } from '#lib/platform/context.ts'
import { transaction } from '#lib/platform/db/transaction.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { conflict } from '#lib/shared/problem.ts'
import type { changePasswordContract } from '../contract.ts'
import { endSessions } from '../sign-in/end-sessions.ts'
import { checkOwnPassword } from './check-password.ts'
import { hashPassword } from './passwords.ts'
import { forgiveAttempts } from './throttle.ts'

/** Changes the caller's password. Every other session of theirs ends; this one goes on. */
export async function changePassword(
  ctx: Context,
  { body }: Input<typeof changePasswordContract>,
): Promise<Output<typeof changePasswordContract>> {
  await authorize(ctx, 'account.self')
  const action = 'password.changed'
  const proof = { password: body.currentPassword, action, field: 'body.currentPassword' }
  const { userId, sessionId, email, stored } = await checkOwnPassword(ctx, proof)
  const passwordHash = await hashPassword(body.newPassword)
  const sessions = await transaction(ctx.db, async tx => {
    const now = await ctx.clock.now(tx)
    const changed = await tx.prisma.user.updateMany({
      where: { id: userId, passwordHash: stored },
      data: { passwordHash, passwordSetAt: now },
    })
    if (changed.count === 0) throw conflict('changed-meanwhile', 'The password was changed a moment ago.')
    await tx.prisma.passwordLink.deleteMany({ where: { userId } })
    await tx.prisma.userSession.updateMany({ where: { id: sessionId }, data: { authenticatedAt: now } })
    const ended = await endSessions(tx, ctx, { userId, except: sessionId })
    await forgiveAttempts(tx, email, ctx.address)
    await audit(tx, ctx, { action, object: { type: 'user', id: userId }, evidence: { sessionsEnded: ended } })
    return ended
  })
  forgetSessions()
  return { sessions }
}
