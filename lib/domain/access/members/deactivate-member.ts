import type { Context } from '#lib/platform/context.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import type { deactivateMemberContract } from '../contract.ts'
import { endSessions } from '../sign-in/end-sessions.ts'
import { changeMember } from './change-member.ts'
import { activeMemberships } from './members.ts'

/**
 * Locks a member out of this project. Who belongs to no other is signed out, and their link stops working. Keys they
 * created go on. Throws 404, or 409 `last-administrator`.
 */
export const deactivateMember = (
  ctx: Context,
  { params: { id } }: Input<typeof deactivateMemberContract>,
): Promise<Output<typeof deactivateMemberContract>> =>
  changeMember(ctx, id, 'member.deactivated', async (tx, before) => {
    if (before.status === 'deactivated') return false
    const { membership, passwordLink } = tx.prisma
    await membership.update({
      where: { projectId_userId: { projectId: ctx.projectId, userId: id } },
      data: { disabledAt: await ctx.clock.now(tx) },
    })
    if ((await membership.count({ where: { ...activeMemberships.where, userId: id } })) > 0) return true
    await passwordLink.deleteMany({ where: { userId: id } })
    await endSessions(tx, ctx, { userId: id })
    return true
  })
