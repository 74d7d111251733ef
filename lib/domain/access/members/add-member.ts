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
import type { addMemberContract } from '../contract.ts'
import { hashPassword } from '../passwords/passwords.ts'
import { findMember, livingMemberships } from './members.ts'
import { insertPasswordLink } from './password-link.ts'

const theirs = { memberships: livingMemberships } as const

/**
 * Adds a person who has yet to choose a password, and answers their one-time link. No password is typed for somebody
 * else, so none is ever known to two. Who has an account on this instance keeps it, and gets no link: a link would be
 * a way into their other projects. Throws 409 `already-member`.
 */
export async function addMember(
  ctx: Context,
  { body }: Input<typeof addMemberContract>,
): Promise<Output<typeof addMemberContract>> {
  await authorize(ctx, 'members.manage')
  await requireRecentSignIn(ctx)
  const { email, name, role } = body
  // A password that nobody knows: signing in fails, and takes as long as with any wrong one.
  const unusable = await hashPassword(randomBytes(32).toString('base64url'))
  return transaction(ctx.db, async tx => {
    const user = { id: newId('usr'), email, name, passwordHash: unusable }
    const added = await tx.prisma.user.createMany({ data: [user], skipDuplicates: true })
    const { id, memberships } = await tx.prisma.user.findUniqueOrThrow({ where: { email }, include: theirs })
    const joined = await tx.prisma.membership.createMany({
      data: [{ projectId: ctx.projectId, userId: id, role }],
      skipDuplicates: true,
    })
    if (joined.count === 0) throw alreadyMember(email)
    const link = added.count > 0 || memberships.length === 0 ? await insertPasswordLink(tx, ctx, id) : null
    await audit(tx, ctx, { action: 'member.added', object: { type: 'user', id }, after: { email, name, role } })
    await publish(tx, ctx.projectId, { topic: 'access', type: 'member.added', ids: [id] })
    return { member: await findMember(tx, ctx, id), link }
  })
}

function alreadyMember(email: string): Problem {
  const detail = `${email} is a member already.`
  return new Problem({ status: 409, type: 'already-member', title: 'Conflict', detail, field: 'body.email' })
}
