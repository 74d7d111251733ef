import { audit } from '#lib/platform/audit/write.ts'
import { authorize } from '#lib/platform/auth/authorize.ts'
import { requireRecentSignIn } from '#lib/platform/auth/recent-sign-in.ts'
import type { Context } from '#lib/platform/context.ts'
import { transaction } from '#lib/platform/db/transaction.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { conflict } from '#lib/shared/problem.ts'
import type { createPasswordLinkContract } from '../contract.ts'
import { findMember } from './members.ts'
import { requireEveryProject } from './own-account.ts'
import { insertPasswordLink } from './password-link.ts'

/** A way back in for a member. Throws 404, or 409 `member-deactivated` or `member-of-other-projects`. */
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
    await requireEveryProject(tx, ctx, params.id)
    const link = await insertPasswordLink(tx, ctx, params.id)
    await audit(tx, ctx, { action: 'member.link_created', object, after: { expiresAt: link.expiresAt } })
    return link
  })
}
