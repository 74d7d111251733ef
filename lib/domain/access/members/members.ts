import { sessionIdleSeconds } from '#lib/platform/auth/sessions.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Prisma } from '#lib/platform/db/generated/client.ts'
import type { Reader, Tx } from '#lib/platform/db/transaction.ts'
import type { Role } from '#lib/shared/permissions.ts'
import { conflict, notFound } from '#lib/shared/problem.ts'
import { toRfc3339 } from '#lib/shared/time.ts'
import type { Member } from '../schemas.ts'

export const withUser = { user: true } as const satisfies Prisma.MembershipInclude

/** Of projects that exist, those included in which the person is deactivated. */
export const livingMemberships = {
  where: { project: { removedAt: null } },
} as const satisfies Prisma.User$membershipsArgs

/** Of projects that the person may still use, the first joined first. */
export const activeMemberships = {
  where: { disabledAt: null, project: { removedAt: null } },
  orderBy: [{ createdAt: 'asc' }, { projectId: 'asc' }],
} as const satisfies Prisma.User$membershipsArgs

type Row = Prisma.MembershipGetPayload<{ include: typeof withUser }>

/** Sessions that somebody can use at this time. */
export const livingSession = (now: Date): Prisma.UserSessionWhereInput => ({
  revokedAt: null,
  expiresAt: { gt: now },
  lastSeenAt: { gt: new Date(now.getTime() - sessionIdleSeconds * 1000) },
})

/** Members as the API shows them, with what is known of their sessions. */
export async function toMembers({ prisma }: Reader, rows: readonly Row[], now: Date): Promise<Member[]> {
  const { userSession } = prisma
  const theirs = { userId: { in: rows.map(row => row.userId) } }
  const seen = await userSession.groupBy({ by: ['userId'], where: theirs, _max: { lastSeenAt: true } })
  const open = await userSession.groupBy({
    by: ['userId'],
    where: { ...theirs, AND: livingSession(now) },
    _count: true,
  })
  return rows.map(({ userId, role, createdAt, disabledAt, user }) => {
    const last = seen.find(one => one.userId === userId)?._max.lastSeenAt ?? null
    return {
      id: userId,
      name: user.name,
      email: user.email,
      role: role as Role,
      status: statusOf(disabledAt, user.passwordSetAt),
      createdAt: toRfc3339(createdAt),
      lastSeenAt: last && toRfc3339(last),
      sessions: open.find(one => one.userId === userId)?._count ?? 0,
    }
  })
}

function statusOf(disabledAt: Date | null, passwordSetAt: Date | null): Member['status'] {
  if (disabledAt !== null) return 'deactivated'
  return passwordSetAt === null ? 'invited' : 'active'
}

/** One member, or 404: unknown and of another project look the same. */
export async function findMember(tx: Tx, ctx: Context, id: string): Promise<Member> {
  const row = await tx.prisma.membership.findUnique({
    where: { projectId_userId: { projectId: ctx.projectId, userId: id } },
    include: withUser,
  })
  const [member] = row ? await toMembers(tx, [row], await ctx.clock.now(tx)) : []
  if (!member) throw notFound('member')
  return member
}

/** After a change under `lockMembers`: throws 409 `last-administrator`, which undoes it, when nobody could sign in as one. */
export async function keepAnAdministrator({ prisma }: Tx, projectId: string): Promise<void> {
  const canSignIn = { disabledAt: null, user: { passwordSetAt: { not: null } } }
  const left = await prisma.membership.findFirst({ where: { projectId, role: 'admin', ...canSignIn } })
  if (left) return
  throw conflict(
    'last-administrator',
    'This is the last administrator who can sign in. Make somebody else an administrator first.',
  )
}
