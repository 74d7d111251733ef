import { randomBytes } from 'node:crypto'
import { audit } from '#lib/platform/audit/write.ts'
import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import { transaction } from '#lib/platform/db/transaction.ts'
import { publish } from '#lib/platform/events/publish.ts'
import { sealValue } from '#lib/platform/sealed/seal.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { conflict } from '#lib/shared/problem.ts'
import { toRfc3339 } from '#lib/shared/time.ts'
import type { makeCallbackSecretContract } from './contract.ts'

/** How long the secret before signs beside a new one. */
const overlapMs = 24 * 3_600_000

/** Makes the secret that signs callbacks of an agent, and answers it for the only time. */
export async function makeCallbackSecret(
  ctx: Context,
  { params: { slug: agent } }: Input<typeof makeCallbackSecretContract>,
): Promise<Output<typeof makeCallbackSecretContract>> {
  const { projectId } = ctx
  const object = { type: 'agent', id: agent }
  await authorize(ctx, 'channels.manage', object)
  const secret = `whsec_${randomBytes(32).toString('base64')}`
  return transaction(ctx.db, async tx => {
    const now = await ctx.clock.now(tx)
    const before = await tx.prisma.callbackSecret.findUnique({ where: { projectId_agent: { projectId, agent } } })
    const until = before && new Date(now.getTime() + overlapMs)
    const made = {
      ...{ secret: await sealValue(tx, projectId, secret), madeAt: now, madeBy: ctx.actor.label },
      ...{ previous: before?.secret ?? null, previousUntil: until },
    }
    const { count } = before
      ? await tx.prisma.callbackSecret.updateMany({ where: { projectId, agent, secret: before.secret }, data: made })
      : await tx.prisma.callbackSecret.createMany({ data: [{ projectId, agent, ...made }], skipDuplicates: true })
    if (count === 0) throw conflict('made-meanwhile', 'Somebody else has just made one: ask them, or make another.')
    const previousUntil = until && toRfc3339(until)
    await audit(tx, ctx, { action: 'callback_secret.made', object, after: { previousUntil } })
    await publish(tx, projectId, { topic: 'channels', type: 'callback_secret.made', ids: [agent] })
    return { agent, secret, previousUntil }
  })
}
