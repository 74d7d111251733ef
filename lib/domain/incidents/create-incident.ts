import { authorize } from '#lib/platform/auth/authorize.ts'
import { change } from '#lib/platform/change.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { conflict } from '#lib/shared/problem.ts'
import type { createIncidentContract } from './contract.ts'
import { toItem } from './item.ts'
import { openIncident } from './open-incident.ts'

/** Opens an incident for a person. Throws 409 `already-open` with the id of the one that has this cause and scope. */
export async function createIncident(
  ctx: Context,
  { body }: Input<typeof createIncidentContract>,
): Promise<Output<typeof createIncidentContract>> {
  await authorize(ctx, 'incidents.open')
  const { title, severity, cause = null, agent = null, tool = null, environment = null, note } = body
  return change(ctx, async tx => {
    const { id, opened } = await openIncident(tx, ctx, {
      ...{ cause, severity, title, scope: { agent, tool, environment } },
      ...{ message: note ?? title, source: { kind: 'person', id: ctx.actor.id }, evidence: {} },
      at: await ctx.clock.now(tx),
    })
    if (!opened) throw conflict('already-open', 'An incident of this cause and scope is open.', { incidentId: id })
    const where = { projectId_id: { projectId: ctx.projectId, id } }
    return toItem(await tx.prisma.incident.findUniqueOrThrow({ where }))
  })
}
