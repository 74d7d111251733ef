import { csrfToken } from '#lib/platform/auth/csrf.ts'
import type { Context } from '#lib/platform/context.ts'
import { unauthenticated } from '#lib/shared/problem.ts'
import type { Me } from './schemas.ts'

/** The caller as the interface and clients see them. Throws 401 for strangers. */
export async function whoAmI({ actor, projectId }: Context): Promise<Me> {
  if (actor.kind === 'user') {
    const { id, label: name, role } = actor
    return { kind: 'user', id, name, projectId, role, scopes: [], agent: null, csrfToken: csrfToken(actor.sessionId) }
  }
  if (actor.kind === 'key') {
    const { id, label: name, agent } = actor
    return { kind: 'key', id, name, projectId, role: null, scopes: [...actor.scopes], agent, csrfToken: null }
  }
  throw unauthenticated()
}
