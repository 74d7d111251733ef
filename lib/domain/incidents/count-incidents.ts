import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Output } from '#lib/shared/contract.ts'
import type { countIncidentsContract } from './contract.ts'

export async function countIncidents(ctx: Context): Promise<Output<typeof countIncidentsContract>> {
  await authorize(ctx, 'project.read')
  const { projectId, db } = ctx
  const groups = await db.prisma.incident.groupBy({
    by: ['state'],
    where: { projectId, state: { not: 'resolved' } },
    _count: true,
  })
  const of = (state: string) => groups.find(group => group.state === state)?._count ?? 0
  return { open: of('open'), acknowledged: of('acknowledged') }
}
