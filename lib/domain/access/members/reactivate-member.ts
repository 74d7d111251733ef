import type { Context } from '#lib/platform/context.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import type { reactivateMemberContract } from '../contract.ts'
import { changeMember } from './change-member.ts'

/** Lets a member into this project again, with the password they had. Throws 404. */
export const reactivateMember = (
  ctx: Context,
  { params: { id } }: Input<typeof reactivateMemberContract>,
): Promise<Output<typeof reactivateMemberContract>> =>
  changeMember(ctx, id, 'member.reactivated', async (tx, before) => {
    if (before.status !== 'deactivated') return false
    const member = { projectId: ctx.projectId, userId: id }
    await tx.prisma.membership.update({ where: { projectId_userId: member }, data: { disabledAt: null } })
    return true
  })
