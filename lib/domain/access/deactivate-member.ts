import type { Context } from '#lib/platform/context.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { changeMember } from './change-member.ts'
import type { deactivateMemberContract } from './contract.ts'
import { endSessions } from './end-sessions.ts'

/** Locks a member out: sessions end, links stop working. Keys they created go on. Throws 404, or 409 `last-administrator`. */
export const deactivateMember = (
  ctx: Context,
  { params: { id } }: Input<typeof deactivateMemberContract>,
): Promise<Output<typeof deactivateMemberContract>> =>
  changeMember(ctx, id, 'member.deactivated', async (tx, before) => {
    if (before.status === 'deactivated') return false
    await tx.prisma.user.update({ where: { id }, data: { disabledAt: await ctx.clock.now(tx) } })
    await tx.prisma.passwordLink.deleteMany({ where: { userId: id } })
    await endSessions(tx, ctx, { userId: id })
    return true
  })
