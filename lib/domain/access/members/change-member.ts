import { audit } from '#lib/platform/audit/write.ts'
import { authorize } from '#lib/platform/auth/authorize.ts'
import { requireRecentSignIn } from '#lib/platform/auth/recent-sign-in.ts'
import { forgetSessions } from '#lib/platform/auth/sessions.ts'
import type { Context } from '#lib/platform/context.ts'
import { type Tx, transaction } from '#lib/platform/db/transaction.ts'
import { publish } from '#lib/platform/events/publish.ts'
import type { Change } from '#lib/shared/topics.ts'
import type { Member } from '../schemas.ts'
import { lockMembers } from './lock-members.ts'
import { findMember, keepAnAdministrator } from './members.ts'

/** One change at a time per project; `apply` answers false when there is nothing to change. `action` null: it audits itself. */
export async function changeMember(
  ctx: Context,
  id: string,
  action: Extract<Change, { topic: 'access' }>['type'] | null,
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
