import { audit } from '#lib/platform/audit/write.ts'
import { authorize } from '#lib/platform/auth/authorize.ts'
import { change } from '#lib/platform/change.ts'
import { readConfig } from '#lib/platform/config/rows.ts'
import type { Context } from '#lib/platform/context.ts'
import { publish } from '#lib/platform/events/publish.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { newId } from '#lib/shared/ids.ts'
import { invalid } from '#lib/shared/problem.ts'
import { alertConfig, type createSilenceContract } from './contract.ts'
import { toSilence } from './silences.ts'

/**
 * For a while nobody is told about a rule, one of its groups, or all rules. Alerts that still fire afterwards are
 * announced then.
 */
export async function createSilence(
  ctx: Context,
  { body }: Input<typeof createSilenceContract>,
): Promise<Output<typeof createSilenceContract>> {
  const { rule, labels, seconds, reason } = body
  await authorize(ctx, 'alerts.silence', { type: 'alert', id: rule ?? 'all' })
  return change(ctx, async tx => {
    if (rule !== null && !(await readConfig(tx, ctx, alertConfig, rule)))
      throw invalid(`There is no alert rule ${rule}.`, 'body.rule')
    const now = await ctx.clock.now(tx)
    const row = await tx.prisma.alertSilence.create({
      data: {
        ...{ projectId: ctx.projectId, id: newId('sil', now.getTime()), rule, labels, reason },
        ...{ createdAt: now, createdBy: ctx.actor.label, until: new Date(now.getTime() + seconds * 1000) },
      },
    })
    const after = { rule, labels, until: row.until.toISOString() }
    await audit(tx, ctx, {
      action: 'silence.created',
      object: { type: 'silence', id: row.id },
      after,
      evidence: { reason },
    })
    await publish(tx, ctx.projectId, { topic: 'alerts', type: 'silence.created', ids: [row.id] })
    return toSilence(row)
  })
}
