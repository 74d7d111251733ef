import { auditDenied } from '#lib/platform/audit/denied.ts'
import { audit } from '#lib/platform/audit/write.ts'
import { keyHash as tokenHash } from '#lib/platform/auth/api-keys.ts'
import type { Context } from '#lib/platform/context.ts'
import { type Reader, transaction } from '#lib/platform/db/transaction.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { newId } from '#lib/shared/ids.ts'
import { conflict, Problem } from '#lib/shared/problem.ts'
import type { setupContract } from './contract.ts'
import { insertUser, isSetUp } from './internal.ts'
import { hashPassword } from './passwords/passwords.ts'
import { admitAttempt, forgiveAttempts } from './passwords/throttle.ts'

/**
 * Creates the first administrator. One conditional update decides, however many browsers try at once.
 * Throws 409 `already-set-up` to everyone else, 403 `bad-setup-token` for a wrong or old link, 429 to an address that guesses.
 */
export async function completeSetup(
  ctx: Context,
  { body }: Input<typeof setupContract>,
): Promise<Output<typeof setupContract>> {
  const hash = tokenHash(body.token)
  await checkEarly(ctx, hash)
  const passwordHash = await hashPassword(body.password)
  const userId = newId('usr')
  await transaction(ctx.db, async tx => {
    const won = await tx.prisma.instanceState.updateMany({
      where: { id: 1, setupAt: null, setupTokenHash: hash },
      data: { setupAt: await ctx.clock.now(tx), setupBy: userId, setupTokenHash: null },
    })
    if (won.count === 0) throw await lost(tx)
    await insertUser(tx, ctx, userId, { email: body.email, name: body.name, passwordHash }, 'admin')
    await forgiveAttempts(tx, null, ctx.address)
    await audit(tx, ctx, {
      action: 'instance.set_up',
      object: { type: 'instance', id: 'holdpoint' },
      after: { administrator: userId, email: body.email },
    })
  })
  return { userId, email: body.email }
}

/** Spares the password hash, which costs real time and memory, to a caller who cannot win; slows down who guesses. */
async function checkEarly(ctx: Context, hash: string): Promise<void> {
  const { problem: tooMany } = await admitAttempt(ctx.db, null, ctx.address)
  if (tooMany) throw tooMany
  const open = { id: 1, setupAt: null, setupTokenHash: hash }
  if ((await ctx.db.prisma.instanceState.count({ where: open })) > 0) return
  const problem = await lost(ctx.db)
  if (problem.fields.status === 403) {
    const object = { type: 'instance', id: 'holdpoint' }
    await auditDenied(ctx, { action: 'instance.set_up', object, reason: 'wrong or old setup link' })
  }
  throw problem
}

async function lost(reader: Reader): Promise<Problem> {
  if (await isSetUp(reader)) return conflict('already-set-up', 'This instance is already set up. Sign in instead.')
  return new Problem({
    status: 403,
    type: 'bad-setup-token',
    title: 'Wrong setup link',
    detail: 'This setup link is not valid. Use the one that the server printed when it last started.',
    field: 'body.token',
  })
}
