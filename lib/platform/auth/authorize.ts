import { auditDenied } from '#lib/platform/audit/denied.ts'
import type { Context } from '#lib/platform/context.ts'
import { declared } from '#lib/platform/declared.ts'
import { denialByRole, denialByScopes, type Permission } from '#lib/shared/permissions.ts'
import { forbidden, unauthenticated } from '#lib/shared/problem.ts'

/** Why this actor may not, or null. */
export function denial(actor: Context['actor'], permission: Permission): string | null {
  if (permission === 'instance.public' || actor.kind === 'system') return null
  const rule = declared().permissions[permission]
  if (actor.kind === 'user') return denialByRole(rule, actor.role)
  if (actor.kind === 'key') return denialByScopes(rule, actor.scopes)
  return 'Sign in, or send an API key as a Bearer token.'
}

/**
 * First line of every verb. Throws 401 or 403; the denied attempt is audited.
 */
export async function authorize(
  ctx: Context,
  permission: Permission,
  object?: { type: string; id: string },
): Promise<void> {
  const reason = denial(ctx.actor, permission)
  if (!reason) return
  if (ctx.actor.kind === 'anonymous') throw unauthenticated()
  await auditDenied(ctx, { action: permission, object: object ?? { type: 'permission', id: permission }, reason })
  throw forbidden(reason)
}
