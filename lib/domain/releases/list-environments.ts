import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import { now } from '#lib/platform/now.ts'
import type { Output } from '#lib/shared/contract.ts'
import type { listEnvironmentsContract } from './environments/contract.ts'

const days = 30

/** Environments that traces of the last 30 days have named. */
export async function listEnvironments(ctx: Context): Promise<Output<typeof listEnvironmentsContract>> {
  await authorize(ctx, 'project.read')
  const today = await now(ctx)
  const rows = await ctx.db.prisma.rollup.groupBy({
    by: ['environment'],
    where: {
      projectId: ctx.projectId,
      grain: 3600,
      bucket: { gte: new Date(today.getTime() - days * 86_400_000) },
      environment: { not: '' },
      spans: { gt: 0 },
    },
    orderBy: { environment: 'asc' },
  })
  return { items: rows.map(({ environment }) => environment) }
}
