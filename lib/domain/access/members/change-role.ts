import type { Context } from '#lib/platform/context.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import type { changeRoleContract } from '../contract.ts'
import { changeMember } from './change-member.ts'

/** Gives a member another role, which holds for their open sessions too. Throws 404, or 409 `last-administrator`. */
export const changeRole = (
  ctx: Context,
  { params: { id }, body: { role } }: Input<typeof changeRoleContract>,
): Promise<Output<typeof changeRoleContract>> =>
  changeMember(ctx, id, 'member.role_changed', async (tx, before) => {
    if (before.role === role) return false
    const member = { projectId: ctx.projectId, userId: id }
    await tx.prisma.membership.update({ where: { projectId_userId: member }, data: { role } })
    return true
  })
