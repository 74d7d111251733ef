import { authorize } from '#lib/platform/auth/authorize.ts'
import { change } from '#lib/platform/change.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { conflict, notFound } from '#lib/shared/problem.ts'
import type { rollBackLabelContract } from './contract.ts'
import { moveAtOnce } from './move-label.ts'
import { findLabel } from './moves.ts'

/**
 * Moves a label back to the version that it had before its present one. A guarded label goes back at once too, because that
 * version was approved before. Throws 404, 409 `nothing-before`, `stale-revision` or `held-by-rollout`.
 */
export async function rollBackLabel(
  ctx: Context,
  { params: { name, label }, body: { reason, expectedRevision } }: Input<typeof rollBackLabelContract>,
): Promise<Output<typeof rollBackLabelContract>> {
  await authorize(ctx, 'prompts.release', { type: 'prompt', id: name })
  return change(ctx, async tx => {
    const now = await findLabel(tx, ctx, name, label)
    if (!now) throw notFound('label of this prompt')
    const came = await tx.prisma.promptLabelMove.findFirst({
      where: {
        projectId: ctx.projectId,
        name,
        label,
        state: 'done',
        toVersion: now.version,
        fromVersion: { not: null },
      },
      orderBy: [{ settledAt: 'desc' }, { id: 'desc' }],
    })
    const version = came?.fromVersion
    if (version == null)
      throw conflict('nothing-before', 'The label has not been at another version before, so it cannot be rolled back.')
    return moveAtOnce(tx, ctx, { name, label, version, reason, expectedRevision: expectedRevision ?? now.revision })
  })
}
