import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { notFound } from '#lib/shared/problem.ts'
import { toRfc3339 } from '#lib/shared/time.ts'
import type { policyVersionsContract } from './contract.ts'
import { policyBody } from './schemas.ts'

/** The newest 100 versions of a policy. */
export async function listPolicyVersions(
  ctx: Context,
  { params: { slug } }: Input<typeof policyVersionsContract>,
): Promise<Output<typeof policyVersionsContract>> {
  await authorize(ctx, 'project.read')
  const rows = await ctx.db.prisma.policyVersion.findMany({
    where: { projectId: ctx.projectId, slug },
    orderBy: { revision: 'desc' },
    take: 100,
  })
  if (rows.length === 0) throw notFound('policy')
  return {
    items: rows.map(row => ({
      ...{ revision: row.revision, at: toRfc3339(row.changedAt), by: row.changedByLabel, archived: row.archived },
      ...{ policy: policyBody.parse(row.body), matched: row.matched, uses: row.uses },
    })),
  }
}
