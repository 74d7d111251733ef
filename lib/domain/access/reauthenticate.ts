import { audit } from '#lib/platform/audit/write.ts'
import { authorize } from '#lib/platform/auth/authorize.ts'
import { recentSignInSeconds } from '#lib/platform/auth/recent-sign-in.ts'
import type { Context } from '#lib/platform/context.ts'
import { transaction } from '#lib/platform/db/transaction.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { unauthenticated } from '#lib/shared/problem.ts'
import { checkOwnPassword } from './check-password.ts'
import type { reauthenticateContract } from './contract.ts'
import { iso } from './queries.ts'
import { forgiveAttempts } from './throttle.ts'

/** Lets this session, and no other of the person, do for 10 minutes what needs a fresh proof. */
export async function reauthenticate(
  ctx: Context,
  { body }: Input<typeof reauthenticateContract>,
): Promise<Output<typeof reauthenticateContract>> {
  await authorize(ctx, 'account.self')
  const action = 'session.reauthenticated'
  const { sessionId, email } = await checkOwnPassword(ctx, { password: body.password, action, field: 'body.password' })
  return transaction(ctx.db, async tx => {
    const [row] = await tx.query<{ validUntil: string }>(
      `update user_session set authenticated_at = now() where id = $1 and revoked_at is null
       returning ${iso(`authenticated_at + make_interval(secs => ${recentSignInSeconds})`)} as "validUntil"`,
      [sessionId],
    )
    if (!row) throw unauthenticated()
    await forgiveAttempts(tx, email, ctx.address)
    await audit(tx, ctx, { action, object: { type: 'session', id: sessionId } })
    return row
  })
}
