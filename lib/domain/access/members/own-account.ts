import type { Context } from '#lib/platform/context.ts'
import type { Tx } from '#lib/platform/db/transaction.ts'
import { conflict } from '#lib/shared/problem.ts'
import { livingMemberships } from './members.ts'

/**
 * An account is one, its roles are many. What acts on the account itself, such as a link to a new password, would make
 * the administrator of one project the master of all projects of that person: only who is an administrator of each of
 * them may. Throws 409 `member-of-other-projects`.
 */
export async function requireEveryProject(tx: Tx, ctx: Context, userId: string): Promise<void> {
  const { prisma } = tx
  const theirs = await prisma.membership.findMany({
    ...livingMemberships,
    where: { ...livingMemberships.where, userId },
  })
  const others = theirs.flatMap(({ projectId }) => (projectId === ctx.projectId ? [] : projectId))
  if (others.length === 0) return
  const mine = await prisma.membership.count({
    where: { userId: ctx.actor.id ?? '', role: 'admin', disabledAt: null, projectId: { in: others } },
  })
  if (mine === others.length) return
  throw conflict(
    'member-of-other-projects',
    'This account belongs to other projects too: only an administrator of all of them may do this.',
  )
}
