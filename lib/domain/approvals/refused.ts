import { auditDenied } from '#lib/platform/audit/denied.ts'
import type { Context } from '#lib/platform/context.ts'
import { isProblem } from '#lib/shared/problem.ts'
import { foreignAgent } from './internal.ts'

/**
 * Runs a verb; when its state refuses (409), or the key belongs to another agent, the attempt is in the audit too: a
 * second claim or another digest is what an attack looks like. Outside the verb's transaction, which never commits then.
 */
export async function auditRefused<T>(ctx: Context, action: string, id: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (isProblem(error) && (error.fields.status === 409 || error.cause === foreignAgent)) {
      const reason = error.cause === foreignAgent ? String(foreignAgent.description) : error.message
      await auditDenied(ctx, { action, object: { type: 'approval', id }, reason: `${error.fields.type}: ${reason}` })
    }
    throw error
  }
}
