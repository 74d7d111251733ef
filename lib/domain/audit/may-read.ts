import { auditDenied } from '#lib/platform/audit/denied.ts'
import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import { forbidden } from '#lib/shared/problem.ts'

/** The log is about everybody: a key bound to one agent does not learn of the others. */
export async function mayReadAudit(ctx: Context): Promise<void> {
  await authorize(ctx, 'audit.read')
  if (ctx.actor.kind !== 'key' || ctx.actor.agent === null) return
  const reason = `This key is bound to the agent ${ctx.actor.agent}; the audit log is about all of them.`
  await auditDenied(ctx, { action: 'audit.read', object: { type: 'permission', id: 'audit.read' }, reason })
  throw forbidden(reason)
}
