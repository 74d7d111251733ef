import { auditDenied } from '#lib/platform/audit/denied.ts'
import type { Context } from '#lib/platform/context.ts'
import { isProblem } from '#lib/shared/problem.ts'
import { foreignAgent } from './internal.ts'

/**
 * Runs a verb, and audits the attempt if it is denied: by the state (409), for lack of a recent password (403), by a key that has
 * ended (401), or because the key belongs to another agent. A second claim or a wrong digest may be an attack. The entry is
 * written outside the verb's transaction, which does not commit in that case.
 */
export async function auditAttempt<T>(
  ctx: Context,
  action: string,
  id: string,
  work: () => Promise<T>,
  objectType = 'approval',
): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const foreign = isProblem(error) && error.cause === foreignAgent
    if (isProblem(error) && (foreign || [401, 403, 409].includes(error.fields.status))) {
      const reason = foreign ? String(foreignAgent.description) : error.message
      const object = { type: objectType, id }
      await auditDenied(ctx, { action, object, reason: `${error.fields.type}: ${reason}` })
    }
    throw error
  }
}
