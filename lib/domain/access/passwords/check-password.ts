import { auditDenied } from '#lib/platform/audit/denied.ts'
import type { Context } from '#lib/platform/context.ts'
import { Problem, unauthenticated } from '#lib/shared/problem.ts'
import { verifyPassword } from './passwords.ts'
import { admitAttempt } from './throttle.ts'

/**
 * Proves that the signed-in person knows their password; counts with sign-ins, so that a stolen session is no place to
 * guess. Answers account and stored hash. Throws 403 `wrong-password` or 429 `too-many-attempts`; both are audited.
 */
export async function checkOwnPassword(
  ctx: Context,
  input: { password: string; action: string; field: string },
): Promise<{ userId: string; sessionId: string; email: string; stored: string }> {
  if (ctx.actor.kind !== 'user') throw unauthenticated()
  const { id, sessionId } = ctx.actor
  const account = await ctx.db.prisma.user.findUnique({
    where: { id },
    select: { email: true, passwordHash: true },
  })
  if (!account) throw unauthenticated()
  const object = { type: 'session', id: sessionId }
  const admission = await admitAttempt(ctx.db, account.email, ctx.address)
  if (admission.first) await auditDenied(ctx, { action: input.action, object, reason: 'too many attempts' })
  if (admission.problem) throw admission.problem
  if (!(await verifyPassword(account.passwordHash, input.password))) {
    await auditDenied(ctx, { action: input.action, object, reason: 'wrong password' })
    const wrong = { status: 403, type: 'wrong-password', title: 'Wrong password', field: input.field }
    throw new Problem({ ...wrong, detail: 'That is not your password.' })
  }
  return { userId: id, sessionId, email: account.email, stored: account.passwordHash }
}
