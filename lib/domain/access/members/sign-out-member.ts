import type { Context } from '#lib/platform/context.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import type { signOutMemberContract } from '../contract.ts'
import { endSessions } from '../sign-in/end-sessions.ts'
import { changeMember } from './change-member.ts'
import { requireEveryProject } from './own-account.ts'

/** Ends every session of a member. Throws 404, or 409 `member-of-other-projects`. */
export const signOutMember = (
  ctx: Context,
  { params: { id } }: Input<typeof signOutMemberContract>,
): Promise<Output<typeof signOutMemberContract>> =>
  changeMember(ctx, id, null, async tx => {
    await requireEveryProject(tx, ctx, id)
    await endSessions(tx, ctx, { userId: id })
    return true
  })
