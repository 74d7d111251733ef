import { authorize } from '#lib/platform/auth/authorize.ts'
import { change } from '#lib/platform/change.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { changeIncident } from './change-incident.ts'
import type { acknowledgeIncidentContract } from './contract.ts'

/** The first person who acknowledges it becomes the owner. From then on nobody else is paged. */
export async function acknowledgeIncident(
  ctx: Context,
  { params: { id }, body: { expectedRevision } }: Input<typeof acknowledgeIncidentContract>,
): Promise<Output<typeof acknowledgeIncidentContract>> {
  await authorize(ctx, 'incidents.work', { type: 'incident', id })
  const { id: actorId, label } = ctx.actor
  return change(ctx, tx =>
    changeIncident(tx, ctx, {
      ...{ id, to: 'acknowledged', expectedRevision, message: `${label} works on it.` },
      fields: now => ({ acknowledgedAt: now, acknowledgedBy: label, ownerId: actorId, ownerLabel: label }),
    }),
  )
}
