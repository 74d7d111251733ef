import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { notFound } from '#lib/shared/problem.ts'
import type { getIncidentContract } from './contract.ts'
import { toItem } from './item.ts'

export async function getIncident(
  ctx: Context,
  { params: { id } }: Input<typeof getIncidentContract>,
): Promise<Output<typeof getIncidentContract>> {
  await authorize(ctx, 'project.read')
  const where = { projectId_id: { projectId: ctx.projectId, id } }
  const row = await ctx.db.prisma.incident.findUnique({ where })
  if (!row) throw notFound('incident')
  return toItem(row)
}
