import { csrfToken } from '#lib/platform/auth/csrf.ts'
import type { Context } from '#lib/platform/context.ts'
import { unauthenticated } from '#lib/shared/problem.ts'
import type { Me } from './schemas.ts'

/** The caller as the interface and clients see them. Throws 401 for strangers. */
export async function whoAmI({ actor, projectId, db }: Context): Promise<Me> {
  if (actor.kind === 'anonymous') throw unauthenticated()
  const project = await db.prisma.project.findUniqueOrThrow({
    where: { id: projectId },
    select: { slug: true, name: true, demo: true },
  })
  if (actor.kind === 'user') {
    const { id, label: name, role } = actor
    const user = await db.prisma.user.findUnique({ where: { id }, select: { email: true } })
    const person = { kind: 'user' as const, id, name, email: user?.email ?? null, projectId, project, role }
    return { ...person, scopes: [], agent: null, csrfToken: csrfToken(actor.sessionId) }
  }
  if (actor.kind === 'key') {
    const { id, label: name, agent } = actor
    const key = { kind: 'key' as const, id, name, email: null, projectId, project, role: null }
    return { ...key, scopes: [...actor.scopes], agent, csrfToken: null }
  }
  throw unauthenticated()
}
