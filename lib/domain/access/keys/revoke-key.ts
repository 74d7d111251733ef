import { audit } from '#lib/platform/audit/write.ts'
import { forgetKey } from '#lib/platform/auth/api-keys.ts'
import { authorize } from '#lib/platform/auth/authorize.ts'
import { requireRecentSignIn } from '#lib/platform/auth/recent-sign-in.ts'
import type { Context } from '#lib/platform/context.ts'
import { transaction } from '#lib/platform/db/transaction.ts'
import { publish } from '#lib/platform/events/publish.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { conflict, notFound } from '#lib/shared/problem.ts'
import type { revokeKeyContract } from '../contract.ts'
import { findApiKey } from './keys.ts'

/** Revokes a key: invalid at once here, within 2 s in other processes. Throws 404, or 409 `already-revoked`. */
export async function revokeKey(
  ctx: Context,
  { params }: Input<typeof revokeKeyContract>,
): Promise<Output<typeof revokeKeyContract>> {
  await authorize(ctx, 'keys.manage', { type: 'key', id: params.id })
  await requireRecentSignIn(ctx)
  const { key, hash } = await transaction(ctx.db, async tx => {
    const [revoked] = await tx.prisma.apiKey.updateManyAndReturn({
      where: { projectId: ctx.projectId, id: params.id, revokedAt: null },
      data: { revokedAt: await ctx.clock.now(tx) },
      select: { hash: true },
    })
    const key = await findApiKey(tx, ctx.projectId, params.id)
    if (!key) throw notFound('key')
    if (!revoked) throw conflict('already-revoked', 'This key was revoked before.')
    await audit(tx, ctx, { action: 'key.revoked', object: { type: 'key', id: params.id }, before: { name: key.name } })
    await publish(tx, ctx.projectId, { topic: 'access', type: 'key.revoked', ids: [params.id] })
    return { key, hash: revoked.hash }
  })
  forgetKey(hash)
  return key
}
