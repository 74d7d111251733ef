import { audit } from '#lib/platform/audit/write.ts'
import { authorize } from '#lib/platform/auth/authorize.ts'
import { change } from '#lib/platform/change.ts'
import type { Context } from '#lib/platform/context.ts'
import { publish } from '#lib/platform/events/publish.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { conflict, notFound } from '#lib/shared/problem.ts'
import type { endSilenceContract } from './contract.ts'
import { toSilence } from './silences.ts'

/** Ends a silence before its time. Throws 409 `already-ended` if it is over. */
export async function endSilence(
  ctx: Context,
  { params: { id } }: Input<typeof endSilenceContract>,
): Promise<Output<typeof endSilenceContract>> {
  const object = { type: 'silence', id }
  await authorize(ctx, 'alerts.silence', object)
  return change(ctx, async tx => {
    const { projectId } = ctx
    const now = await ctx.clock.now(tx)
    const [row] = await tx.prisma.alertSilence.updateManyAndReturn({
      where: { projectId, id, endedAt: null, until: { gt: now } },
      data: { endedAt: now, endedBy: ctx.actor.label },
    })
    if (!row) {
      const found = await tx.prisma.alertSilence.findUnique({ where: { projectId_id: { projectId, id } } })
      if (!found) throw notFound('silence')
      throw conflict('already-ended', found.endedBy ? `${found.endedBy} has ended it already.` : 'Its time is over.')
    }
    await audit(tx, ctx, { action: 'silence.ended', object, before: { until: row.until.toISOString() } })
    await publish(tx, projectId, { topic: 'alerts', type: 'silence.ended', ids: [id] })
    return toSilence(row)
  })
}
