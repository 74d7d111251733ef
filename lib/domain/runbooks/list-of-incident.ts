import { getIncident } from '#lib/domain/incidents/index.ts'
import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import type { incidentRunbooksContract } from './contract.ts'
import { runbooksOf, toRunbook } from './runbooks-of.ts'

export async function listOfIncident(
  ctx: Context,
  { params }: Input<typeof incidentRunbooksContract>,
): Promise<Output<typeof incidentRunbooksContract>> {
  await authorize(ctx, 'project.read')
  const { db, projectId } = ctx
  const incident = await getIncident(ctx, { params })
  const [runbooks, rows] = await Promise.all([
    runbooksOf(db, projectId, incident),
    db.prisma.incidentStep.findMany({ where: { projectId, incidentId: incident.id } }),
  ])
  return { items: runbooks.map(runbook => toRunbook(runbook, rows)) }
}
