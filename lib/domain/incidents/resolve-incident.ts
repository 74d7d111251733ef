import { authorize } from '#lib/platform/auth/authorize.ts'
import { change } from '#lib/platform/change.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { changeIncident } from './change-incident.ts'
import type { resolveIncidentContract } from './contract.ts'

/** Ends an incident with a summary. A later signal of its cause opens another one. */
export async function resolveIncident(
  ctx: Context,
  { params: { id }, body: { summary, expectedRevision } }: Input<typeof resolveIncidentContract>,
): Promise<Output<typeof resolveIncidentContract>> {
  await authorize(ctx, 'incidents.work', { type: 'incident', id })
  const { label } = ctx.actor
  return change(ctx, tx =>
    changeIncident(tx, ctx, {
      ...{ id, to: 'resolved', expectedRevision, message: summary },
      fields: now => ({ resolvedAt: now, resolvedBy: label, summary }),
    }),
  )
}
