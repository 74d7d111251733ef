import { randomBytes } from 'node:crypto'
import { audit } from '#lib/platform/audit/write.ts'
import { keyHash as tokenHash } from '#lib/platform/auth/api-keys.ts'
import { authorize } from '#lib/platform/auth/authorize.ts'
import { requireRecentSignIn } from '#lib/platform/auth/recent-sign-in.ts'
import type { Context } from '#lib/platform/context.ts'
import { type Tx, transaction } from '#lib/platform/db/transaction.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { conflict } from '#lib/shared/problem.ts'
import { toRfc3339 } from '#lib/shared/time.ts'
import type { createPasswordLinkContract } from './contract.ts'
import { findMember } from './members.ts'

const linkMs = 7 * 86_400_000

/** Makes the person's one link: earlier ones stop working. Only the hash of its 256-bit token is kept. */
export async function insertPasswordLink(tx: Tx, ctx: Context, userId: string) {
  const { passwordLink } = tx.prisma
  const token = randomBytes(32).toString('base64url')
  const expiresAt = new Date((await ctx.clock.now(tx)).getTime() + linkMs)
  await passwordLink.deleteMany({ where: { userId } })
  await passwordLink.create({ data: { tokenHash: tokenHash(token), userId, createdBy: ctx.actor.id, expiresAt } })
  return { path: `/join?token=${token}`, expiresAt: toRfc3339(expiresAt) }
}

/** A way back in for a member. Throws 404, or 409 `member-deactivated`. */
export async function createPasswordLink(
  ctx: Context,
  { params }: Input<typeof createPasswordLinkContract>,
): Promise<Output<typeof createPasswordLinkContract>> {
  const object = { type: 'user', id: params.id }
  await authorize(ctx, 'members.manage', object)
  await requireRecentSignIn(ctx)
  return transaction(ctx.db, async tx => {
    const member = await findMember(tx, ctx, params.id)
    if (member.status === 'deactivated') throw conflict('member-deactivated', 'Reactivate this member first.')
    const link = await insertPasswordLink(tx, ctx, params.id)
    await audit(tx, ctx, { action: 'member.link_created', object, after: { expiresAt: link.expiresAt } })
    return link
  })
}
