import { putPolicy } from '#lib/domain/policies/index.ts'
import { policyBody } from '#lib/domain/policies/schemas.ts'
import type { Context } from '#lib/platform/context.ts'
import { seedSession } from '#lib/platform/testing/session.ts'
import { requestApproval } from '../index.ts'
import type { RequestBody } from '../schemas.ts'

/** What tests of policies ask for: no rule that comes with Holdpoint holds it. */
export const refund: RequestBody = {
  ...{ agent: 'billing', tool: 'refund', environment: 'staging', runId: 'run-1' },
  arguments: { amount: 120 },
}

export const askForRefund = (ctx: Context, more: Partial<RequestBody> = {}) =>
  requestApproval(ctx, { body: { ...refund, ...more } })

/** A policy for refunds, unless its fields name other tools. */
export const setPolicy = (ctx: Context, slug: string, fields: object) =>
  putPolicy(ctx, { params: { slug }, body: policyBody.parse({ tools: ['refund'], ...fields }) })

/** The same project for a signed-in person. */
export async function asPerson(ctx: Context, id: string, role: 'operator' | 'lead' = 'operator'): Promise<Context> {
  const actor = { kind: 'user' as const, id: `usr_${id}`, label: id, role, sessionId: `ses_${id}` }
  await seedSession(ctx.db, actor)
  return { ...ctx, actor }
}
