import { audit } from '#lib/platform/audit/write.ts'
import { authorize } from '#lib/platform/auth/authorize.ts'
import { requireRecentSignIn } from '#lib/platform/auth/recent-sign-in.ts'
import { forgetSessions } from '#lib/platform/auth/sessions.ts'
import type { Context } from '#lib/platform/context.ts'
import { type Tx, transaction } from '#lib/platform/db/transaction.ts'
import { publish } from '#lib/platform/events/publish.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import type { changeRoleContract, deactivateMemberContract } from './contract.ts'
import { endSessions } from './end-sessions.ts'
import { lockMembers } from './lock-members.ts'
import { findMember, keepAnAdministrator } from './members.ts'
import type { Member } from './schemas.ts'

type Params = Input<typeof deactivateMemberContract>
type Answer = Promise<Output<typeof deactivateMemberContract>>

/** Gives a member another role, which holds for their open sessions too. Throws 404, or 409 `last-administrator`. */
export const changeRole = (ctx: Context, { params, body }: Input<typeof changeRoleContract>): Answer =>
  change(ctx, params.id, 'member.role_changed', async (tx, before) => {
    if (before.role === body.role) return false
    const member = { projectId: ctx.projectId, userId: params.id }
    await tx.prisma.membership.update({ where: { projectId_userId: member }, data: { role: body.role } })
    return true
  })

/** Locks a member out: sessions end, links stop working. Keys they created go on. Throws 404, or 409 `last-administrator`. */
export const deactivateMember = (ctx: Context, { params }: Params): Answer =>
  change(ctx, params.id, 'member.deactivated', async (tx, before) => {
    if (before.status === 'deactivated') return false
    await tx.prisma.user.update({ where: { id: params.id }, data: { disabledAt: await ctx.clock.now(tx) } })
    await tx.prisma.passwordLink.deleteMany({ where: { userId: params.id } })
    await endSessions(tx, ctx, { userId: params.id })
    return true
  })

export const reactivateMember = (ctx: Context, { params }: Params): Answer =>
  change(ctx, params.id, 'member.reactivated', async (tx, before) => {
    if (before.status !== 'deactivated') return false
    await tx.prisma.user.update({ where: { id: params.id }, data: { disabledAt: null } })
    return true
  })

/** Ends every session of a member. */
export const signOutMember = (ctx: Context, { params }: Params): Answer =>
  change(ctx, params.id, null, async tx => {
    await endSessions(tx, ctx, { userId: params.id })
    return true
  })

/** One change at a time per project; `apply` answers false when there is nothing to change. `action` null: it audits itself. */
async function change(
  ctx: Context,
  id: string,
  action: string | null,
  apply: (tx: Tx, before: Member) => Promise<boolean>,
): Promise<Member> {
  const object = { type: 'user', id }
  await authorize(ctx, 'members.manage', object)
  await requireRecentSignIn(ctx)
  const member = await transaction(ctx.db, async tx => {
    await lockMembers(tx, ctx.projectId)
    const before = await findMember(tx, ctx, id)
    if (!(await apply(tx, before))) return before
    await keepAnAdministrator(tx, ctx.projectId)
    const after = await findMember(tx, ctx, id)
    const state = ({ role, status }: Member) => ({ role, status })
    if (action) await audit(tx, ctx, { action, object, before: state(before), after: state(after) })
    await publish(tx, ctx.projectId, { topic: 'access', type: action ?? 'member.signed_out', ids: [id] })
    return after
  })
  forgetSessions()
  return member
}
