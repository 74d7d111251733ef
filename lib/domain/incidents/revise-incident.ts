import { lockAudit } from '#lib/platform/audit/write.ts'
import { authorize } from '#lib/platform/auth/authorize.ts'
import { change } from '#lib/platform/change.ts'
import type { Context } from '#lib/platform/context.ts'
import { recordTransition } from '#lib/platform/state-machine/record-transition.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { conflict, invalid, notFound } from '#lib/shared/problem.ts'
import type { reviseIncidentContract } from './contract.ts'
import { toItem } from './item.ts'

/** Changes the severity, or makes the caller the owner. Throws 409 `not-open` if the incident is resolved. */
export async function reviseIncident(
  ctx: Context,
  { params: { id }, body: { severity, takeOver, expectedRevision } }: Input<typeof reviseIncidentContract>,
): Promise<Output<typeof reviseIncidentContract>> {
  await authorize(ctx, 'incidents.work', { type: 'incident', id })
  if (severity === undefined && !takeOver) throw invalid('Give a severity, or takeOver.', 'body.severity')
  const { projectId, actor } = ctx
  return change(ctx, async tx => {
    await lockAudit(tx, projectId)
    const row = await tx.prisma.incident.findUnique({ where: { projectId_id: { projectId, id } } })
    if (!row) throw notFound('incident')
    const { revision, state } = row
    if (state === 'resolved') throw conflict('not-open', 'It is resolved.', { revision, state })
    if (expectedRevision !== undefined && expectedRevision !== revision)
      throw conflict('stale-revision', 'It changed meanwhile. Read it again.', { revision })
    const owner = takeOver ? { ownerId: actor.id, ownerLabel: actor.label } : {}
    const [changed] = await tx.prisma.incident.updateManyAndReturn({
      where: { projectId, id, state, revision },
      data: { ...owner, severity, revision: revision + 1 },
    })
    if (!changed) throw conflict('stale-revision', 'It changed meanwhile. Read it again.')
    const words = [
      severity === undefined ? null : `changed the severity from ${row.severity} to ${severity}`,
      takeOver ? 'takes it over' : null,
    ]
    await recordTransition(tx, ctx, {
      ...{ machine: 'incident', id, revision: changed.revision, from: state, to: state, rule: 'by-hand' },
      ...{ message: `${actor.label} ${words.filter(Boolean).join(' and ')}`, at: await ctx.clock.now(tx) },
      evidence: { severity: changed.severity, owner: changed.ownerLabel, before: row.severity },
      action: 'incident.revised',
      event: { topic: 'incidents', type: 'incident.revised', ids: [id], revision: changed.revision },
    })
    return toItem(changed)
  })
}
