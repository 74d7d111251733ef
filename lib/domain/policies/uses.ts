import type { Context } from '#lib/platform/context.ts'
import type { Reader, Tx } from '#lib/platform/db/transaction.ts'
import type { Policy } from './schemas.ts'

const key = (projectId: string, { slug, revision }: Pick<Policy, 'slug' | 'revision'>) => ({
  projectId,
  slug,
  revision,
})

/** Takes one use of a policy that allows so many; false where they are used up. One update decides who gets the last. */
export async function takeUse(tx: Tx, { projectId }: Pick<Context, 'projectId'>, policy: Policy): Promise<boolean> {
  if (policy.maxUses === null) return true
  const { count } = await tx.prisma.policyVersion.updateMany({
    where: { ...key(projectId, policy), uses: { lt: policy.maxUses } },
    data: { uses: { increment: 1 } },
  })
  return count === 1
}

/** Policies of which uses are left; one whose uses are not limited has always some. */
export async function withUsesLeft(
  { prisma }: Reader,
  { projectId }: Pick<Context, 'projectId'>,
  policies: readonly Policy[],
) {
  const limited = policies.filter(({ maxUses }) => maxUses !== null)
  if (limited.length === 0) return policies
  const rows = await prisma.policyVersion.findMany({
    where: { OR: limited.map(policy => key(projectId, policy)) },
    select: { slug: true, uses: true },
  })
  const uses = new Map(rows.map(row => [row.slug, row.uses]))
  return policies.filter(({ slug, maxUses }) => maxUses === null || (uses.get(slug) ?? 0) < maxUses)
}

/** Counts that policies were about a call, each for its version. */
export async function countMatches(
  { prisma }: Reader,
  { projectId }: Pick<Context, 'projectId'>,
  policies: readonly Policy[],
  times = 1,
) {
  if (policies.length === 0) return
  await prisma.policyVersion.updateMany({
    where: { OR: policies.map(policy => key(projectId, policy)) },
    data: { matched: { increment: times } },
  })
}
