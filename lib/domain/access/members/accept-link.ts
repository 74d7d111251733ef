import { auditDenied } from '#lib/platform/audit/denied.ts'
import { audit } from '#lib/platform/audit/write.ts'
import { keyHash as tokenHash } from '#lib/platform/auth/api-keys.ts'
import { forgetSessions } from '#lib/platform/auth/sessions.ts'
import type { Context } from '#lib/platform/context.ts'
import { type Reader, transaction } from '#lib/platform/db/transaction.ts'
import { publish } from '#lib/platform/events/publish.ts'
import { now } from '#lib/platform/now.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import type { Role } from '#lib/shared/permissions.ts'
import { Problem } from '#lib/shared/problem.ts'
import type { acceptLinkContract } from '../contract.ts'
import { hashPassword } from '../passwords/passwords.ts'
import { admitAttempt, forgiveAttempts } from '../passwords/throttle.ts'
import { endSessions } from '../sign-in/end-sessions.ts'
import { activeMemberships } from './members.ts'

interface Holder {
  id: string
  /** The project that they joined first, in whose audit log it stands. */
  projectId: string
  email: string
  name: string
  role: Role
}

/** Links that work at this time. */
const working = (token: string, now: Date) => ({ tokenHash: tokenHash(token), usedAt: null, expiresAt: { gt: now } })

/** Whom a link is for; null when it is used, over, replaced or never was. */
export async function linkHolder({ prisma }: Reader, token: string, now: Date): Promise<Holder | null> {
  const link = await prisma.passwordLink.findFirst({
    where: working(token, now),
    include: { user: { include: { memberships: activeMemberships } } },
  })
  const [membership] = link?.user.memberships ?? []
  if (!link || !membership) return null
  const { id, email, name } = link.user
  return { id, email, name, projectId: membership.projectId, role: membership.role as Role }
}

/**
 * Sets the password of the person a link is for; works once. Earlier sessions of theirs end. Throws 403 `bad-link`, or
 * 429 `too-many-attempts` to an address that guesses.
 */
export async function acceptLink(
  ctx: Context,
  { body }: Input<typeof acceptLinkContract>,
): Promise<Output<typeof acceptLinkContract>> {
  const { problem } = await admitAttempt(ctx.db, null, ctx.address)
  if (problem) throw problem
  const holder = await linkHolder(ctx.db, body.token, await now(ctx))
  if (!holder) throw await badLink(ctx)
  const passwordHash = await hashPassword(body.password)
  const actor = { kind: 'user' as const, id: holder.id, label: holder.name, role: holder.role, sessionId: 'none' }
  await transaction(ctx.db, async tx => {
    const usedAt = await ctx.clock.now(tx)
    const won = await tx.prisma.passwordLink.updateMany({ where: working(body.token, usedAt), data: { usedAt } })
    if (won.count === 0) throw await badLink(ctx)
    await tx.prisma.user.update({ where: { id: holder.id }, data: { passwordHash, passwordSetAt: usedAt } })
    const byLink = { ...ctx, projectId: holder.projectId, actor }
    await endSessions(tx, byLink, { userId: holder.id })
    await forgiveAttempts(tx, holder.email, ctx.address)
    const object = { type: 'user', id: holder.id }
    await audit(tx, byLink, { action: 'password.changed', object, evidence: { by: 'one-time link' } })
    await publish(tx, holder.projectId, { topic: 'access', type: 'member.joined', ids: [holder.id] })
  })
  forgetSessions()
  return { email: holder.email }
}

async function badLink(ctx: Context): Promise<Problem> {
  const object = { type: 'link', id: 'unknown' }
  await auditDenied(ctx, { action: 'password.changed', object, reason: 'link used, over or unknown' })
  return new Problem({
    status: 403,
    type: 'bad-link',
    title: 'This link does not work',
    detail: 'It was used before, replaced by a newer one, or is older than 7 days. Ask an administrator for a new one.',
    field: 'body.token',
  })
}
