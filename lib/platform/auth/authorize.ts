import { audit } from '#lib/platform/audit/write.ts'
import type { Context } from '#lib/platform/context.ts'
import { transaction } from '#lib/platform/db/transaction.ts'
import { type Permission, refusalForRole, refusalForScopes } from '#lib/shared/permissions.ts'
import { forbidden, unauthenticated } from '#lib/shared/problem.ts'

/** Why this actor may not, or null. Pure. */
export function refusal(actor: Context['actor'], permission: Permission): string | null {
  if (permission === 'instance.public' || actor.kind === 'system') return null
  if (actor.kind === 'user') return refusalForRole(permission, actor.role)
  if (actor.kind === 'key') return refusalForScopes(permission, actor.scopes)
  return 'Sign in, or send an API key as a Bearer token.'
}

/**
 * First line of every verb. Throws 401 or 403; the denied attempt is audited in a transaction of its own,
 * because the verb's will never commit.
 */
export async function authorize(
  ctx: Context,
  permission: Permission,
  object?: { type: string; id: string },
): Promise<void> {
  const reason = refusal(ctx.actor, permission)
  if (!reason) return
  if (ctx.actor.kind === 'anonymous') throw unauthenticated()
  await transaction(ctx.db, tx =>
    audit(tx, ctx, {
      action: permission,
      outcome: 'denied',
      object: object ?? { type: 'permission', id: permission },
      evidence: { reason },
    }),
  )
  throw forbidden(reason)
}
