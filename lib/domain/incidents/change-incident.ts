import { acknowledgePageOf, endPageOf } from '#lib/domain/on-call/index.ts'
import { lockAudit } from '#lib/platform/audit/write.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Prisma } from '#lib/platform/db/generated/client.ts'
import type { Tx } from '#lib/platform/db/transaction.ts'
import { recordTransition } from '#lib/platform/state-machine/record-transition.ts'
import { conflict, notFound } from '#lib/shared/problem.ts'
import { mayBecome } from '#lib/shared/state-machine.ts'
import { toItem } from './item.ts'
import { type IncidentState, pageKeyOf, transitions } from './rules.ts'
import type { IncidentItem } from './schemas.ts'

interface Change {
  id: string
  to: Exclude<IncidentState, 'open'>
  expectedRevision: number | undefined
  message: string
  fields(now: Date): Prisma.IncidentUpdateManyMutationInput
}

/**
 * Changes the state of an incident for a person. Throws 409 `not-open` if it is resolved, `stale-revision` if it has
 * changed.
 */
export async function changeIncident(tx: Tx, ctx: Context, asked: Change): Promise<IncidentItem> {
  const { id, to, expectedRevision, message } = asked
  const { projectId } = ctx
  await lockAudit(tx, projectId)
  const row = await tx.prisma.incident.findUnique({ where: { projectId_id: { projectId, id } } })
  if (!row) throw notFound('incident')
  const from = row.state as IncidentState
  const { revision } = row
  if (!mayBecome(transitions, from, to)) {
    const who = from === 'resolved' ? row.resolvedBy : row.acknowledgedBy
    throw conflict('not-open', `${who ?? 'Somebody'} has ${from} it.`, { revision, state: from })
  }
  if (expectedRevision !== undefined && expectedRevision !== revision)
    throw conflict('stale-revision', 'It changed meanwhile. Read it again.', { revision })
  const at = await ctx.clock.now(tx)
  const [changed] = await tx.prisma.incident.updateManyAndReturn({
    where: { projectId, id, state: from, revision },
    data: { ...asked.fields(at), state: to, revision: revision + 1 },
  })
  if (!changed) throw conflict('stale-revision', 'It changed meanwhile. Read it again.')
  await recordTransition(tx, ctx, {
    ...{ machine: 'incident', id, revision: changed.revision, from, to, rule: 'by-hand', message, at },
    evidence: { severity: changed.severity, cause: changed.cause, owner: changed.ownerLabel },
    action: `incident.${to}`,
    event: { topic: 'incidents', type: `incident.${to}`, ids: [id], revision: changed.revision },
  })
  if (to === 'acknowledged') await acknowledgePageOf(tx, ctx, pageKeyOf(id), at)
  else await endPageOf(tx, ctx, { key: pageKeyOf(id), text: message, at })
  return toItem(changed)
}
