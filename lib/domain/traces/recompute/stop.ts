import { audit } from '#lib/platform/audit/write.ts'
import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import { transaction } from '#lib/platform/db/transaction.ts'
import { readRecompute } from './list.ts'
import type { RecomputeItem } from './schemas.ts'

/** Stops a recompute after its present piece. Its results stay; when the same range is started again it continues from there. */
export async function stopRecompute(
  ctx: Context,
  { params: { id } }: { params: { id: string } },
): Promise<RecomputeItem> {
  await authorize(ctx, 'traces.recompute')
  await transaction(ctx.db, async tx => {
    const { count } = await tx.prisma.recompute.updateMany({
      where: { projectId: ctx.projectId, id, finishedAt: null, stoppedAt: null },
      data: { stoppedAt: await ctx.clock.now(tx) },
    })
    if (count === 1) await audit(tx, ctx, { action: 'recompute.stopped', object: { type: 'recompute', id } })
  })
  return readRecompute(ctx, id)
}
