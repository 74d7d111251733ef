import { randomBytes } from 'node:crypto'
import { audit } from '#lib/platform/audit/write.ts'
import { authorize } from '#lib/platform/auth/authorize.ts'
import { requireRecentSignIn } from '#lib/platform/auth/recent-sign-in.ts'
import type { Context } from '#lib/platform/context.ts'
import { transaction } from '#lib/platform/db/transaction.ts'
import { publish } from '#lib/platform/events/publish.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { newId } from '#lib/shared/ids.ts'
import { Problem } from '#lib/shared/problem.ts'
import type { addMemberContract } from './contract.ts'
import { findMember } from './members.ts'
import { insertPasswordLink } from './password-link.ts'
import { hashPassword } from './passwords.ts'

/**
 * Adds a person who has yet to choose a password, and answers their one-time link. No password is typed for somebody
 * else, so none is ever known to two. Throws 409 `already-member`.
 */
export async function addMember(
  ctx: Context,
  { body }: Input<typeof addMemberContract>,
): Promise<Output<typeof addMemberContract>> {
  await authorize(ctx, 'members.manage')
  await requireRecentSignIn(ctx)
  const { email, name, role } = body
  const id = newId('usr')
  // A password that nobody knows: signing in fails, and takes as long as with any wrong one.
  const unusable = await hashPassword(randomBytes(32).toString('base64url'))
  return transaction(ctx.db, async tx => {
    const user = { id, email, name, passwordHash: unusable }
    const added = await tx.prisma.user.createMany({ data: [user], skipDuplicates: true })
    if (added.count === 0) {
      const detail = `${email} is a member already.`
      throw new Problem({ status: 409, type: 'already-member', title: 'Conflict', detail, field: 'body.email' })
    }
    await tx.prisma.membership.create({ data: { projectId: ctx.projectId, userId: id, role } })
    const link = await insertPasswordLink(tx, ctx, id)
    await audit(tx, ctx, { action: 'member.added', object: { type: 'user', id }, after: { email, name, role } })
    await publish(tx, ctx.projectId, { topic: 'access', type: 'member.added', ids: [id] })
    return { member: await findMember(tx, ctx, id), link }
  })
}
