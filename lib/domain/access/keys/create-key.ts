import { randomBytes } from 'node:crypto'
import { audit } from '#lib/platform/audit/write.ts'
import { authorize } from '#lib/platform/auth/authorize.ts'
import { requireRecentSignIn } from '#lib/platform/auth/recent-sign-in.ts'
import type { Context } from '#lib/platform/context.ts'
import { transaction } from '#lib/platform/db/transaction.ts'
import { publish } from '#lib/platform/events/publish.ts'
import { now } from '#lib/platform/now.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { invalid } from '#lib/shared/problem.ts'
import { toRfc3339 } from '#lib/shared/time.ts'
import type { createKeyContract } from '../contract.ts'
import { insertKey } from '../internal.ts'
import { findApiKey } from './keys.ts'

/** Creates a key and answers its secret, `hp_` and 43 characters (256 random bits), for the only time. */
export async function createKey(
  ctx: Context,
  { body }: Input<typeof createKeyContract>,
): Promise<Output<typeof createKeyContract>> {
  await authorize(ctx, 'keys.manage')
  await requireRecentSignIn(ctx)
  const secret = `hp_${randomBytes(32).toString('base64url')}`
  const { name, scopes } = body
  const agent = body.agent ?? null
  const expiresAt = body.expiresAt ? new Date(body.expiresAt) : null
  if (expiresAt !== null && expiresAt <= (await now(ctx))) {
    throw invalid('That time has already passed.', 'body.expiresAt')
  }
  const key = await transaction(ctx.db, async tx => {
    const createdBy = ctx.actor.kind === 'user' ? ctx.actor.id : null
    const id = await insertKey(tx, { projectId: ctx.projectId, name, secret, scopes, agent, createdBy, expiresAt })
    await audit(tx, ctx, {
      action: 'key.created',
      object: { type: 'key', id },
      after: { name, scopes, agent, expiresAt: expiresAt && toRfc3339(expiresAt) },
    })
    await publish(tx, ctx.projectId, { topic: 'access', type: 'key.created', ids: [id] })
    return findApiKey(tx, ctx.projectId, id)
  })
  if (!key) throw new Error('the new key is missing')
  return { ...key, secret }
}
