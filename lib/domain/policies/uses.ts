import type { Context } from '#lib/platform/context.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import type { Sql } from '#lib/platform/db/sql.ts'
import type { Reader, Tx } from '#lib/platform/db/transaction.ts'
import type { Policy } from './schemas.ts'

// SQL: counts of a batch of permits, in its transaction.

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

/** Gives back the use that this transaction took: the call had its answer already. */
export async function giveBackUse(tx: Tx, { projectId }: Pick<Context, 'projectId'>, policy: Policy): Promise<void> {
  if (policy.maxUses === null) return
  await tx.prisma.policyVersion.updateMany({
    where: { ...key(projectId, policy), uses: { gt: 0 } },
    data: { uses: { decrement: 1 } },
  })
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

/**
 * Counts that policies were about calls, each for its version; one that stands there twice is counted twice. Their rows
 * are locked in one order: two that count at once must not wait for each other.
 */
export async function countMatches(
  sql: Sql,
  { projectId }: Pick<Context, 'projectId'>,
  policies: readonly Policy[],
): Promise<void> {
  if (policies.length === 0) return
  await sql.query(
    `with met as (
       select slug, revision, count(*)::int as times from unnest($2::text[], $3::int[]) as u(slug, revision) group by slug, revision
     ), held as (
       select slug, revision, met.times from policy_version join met using (slug, revision)
       where project_id = $1 order by slug, revision for update of policy_version
     )
     update policy_version p set matched = p.matched + held.times from held
     where p.project_id = $1 and p.slug = held.slug and p.revision = held.revision`,
    [projectId, policies.map(({ slug }) => slug), policies.map(({ revision }) => revision)],
  )
}

/** The same after the transaction of a call: rows that all calls share are not locked while it waits for anything else. */
export const countAfterwards = (ctx: Context, policies: readonly Policy[]): Promise<void> =>
  countMatches(poolSql(ctx.db), ctx, policies)
