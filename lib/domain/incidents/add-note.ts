import { audit } from '#lib/platform/audit/write.ts'
import { authorize } from '#lib/platform/auth/authorize.ts'
import { change } from '#lib/platform/change.ts'
import type { Context } from '#lib/platform/context.ts'
import { publish } from '#lib/platform/events/publish.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { newId } from '#lib/shared/ids.ts'
import { notFound } from '#lib/shared/problem.ts'
import { toRfc3339 } from '#lib/shared/time.ts'
import type { addIncidentNoteContract } from './contract.ts'

/** Adds a person's note to the timeline. A note is never changed. */
export async function addNote(
  ctx: Context,
  { params: { id }, body: { text } }: Input<typeof addIncidentNoteContract>,
): Promise<Output<typeof addIncidentNoteContract>> {
  await authorize(ctx, 'incidents.work', { type: 'incident', id })
  const { projectId, actor } = ctx
  return change(ctx, async tx => {
    const known = await tx.prisma.incident.findUnique({ where: { projectId_id: { projectId, id } } })
    if (!known) throw notFound('incident')
    const at = await ctx.clock.now(tx)
    const entry = { projectId, incidentId: id, id: newId('ent', at.getTime()), at, kind: 'note' }
    await tx.prisma.incidentEntry.create({ data: { ...entry, actorLabel: actor.label, text } })
    await audit(tx, ctx, { action: 'incident.noted', object: { type: 'incident', id }, after: { note: text } })
    await publish(tx, projectId, { topic: 'incidents', type: 'incident.noted', ids: [id] })
    return { id: entry.id, at: toRfc3339(at) }
  })
}
