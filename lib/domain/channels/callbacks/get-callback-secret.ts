import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import { now } from '#lib/platform/now.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { toRfc3339 } from '#lib/shared/time.ts'
import type { getCallbackSecretContract } from './contract.ts'

/** Whether callbacks of an agent can be signed, and since when. */
export async function getCallbackSecret(
  ctx: Context,
  { params: { slug: agent } }: Input<typeof getCallbackSecretContract>,
): Promise<Output<typeof getCallbackSecretContract>> {
  await authorize(ctx, 'project.read')
  const where = { projectId_agent: { projectId: ctx.projectId, agent } }
  const row = await ctx.db.prisma.callbackSecret.findUnique({ where })
  if (!row) return { agent, madeAt: null, madeBy: null, previousUntil: null }
  const { madeAt, madeBy, previousUntil: until } = row
  const overlaps = until !== null && until > (await now(ctx))
  return { agent, madeAt: toRfc3339(madeAt), madeBy, previousUntil: overlaps ? toRfc3339(until) : null }
}
