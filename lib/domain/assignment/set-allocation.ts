import { findReleaseOf } from '#lib/domain/releases/index.ts'
import { audit, lockAudit } from '#lib/platform/audit/write.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Tx } from '#lib/platform/db/transaction.ts'
import { publish } from '#lib/platform/events/publish.ts'
import { conflict, invalid } from '#lib/shared/problem.ts'
import { type AllocationRow, findAllocation } from './read-allocation.ts'
import { type Allocation, faultOf } from './rules.ts'

export interface AskedAllocation extends Omit<Allocation, 'revision'> {
  /** The rollout that asks; null: a person or a key. `rolloutId` is the rollout that holds the allocation afterwards. */
  by: string | null
  /** The revision that the caller read: another one is 409. Left out: any revision will do. */
  expectedRevision?: number
  /** For the audit log. */
  reason: string
}

/**
 * Sets who gets which release, in the caller's transaction: one conditional update, its audit entry and its event. The
 * same values again change nothing. Throws 422 with the field, 409 `held-by-rollout` if another rollout holds it, and
 * 409 `stale-revision`. It locks the audit log of the project first, in the same order as changes of rollouts.
 */
export async function setAllocation(tx: Tx, ctx: Context, asked: AskedAllocation): Promise<Allocation> {
  const { projectId } = ctx
  const { agent, environment, baseline, candidate, weightBps, seed, by, expectedRevision, reason } = asked
  const fault = faultOf(asked)
  if (fault) throw invalid(fault.detail, `body.${fault.field}`)
  const rolloutId = candidate === null ? null : asked.rolloutId
  if (candidate !== null && rolloutId === null) throw invalid('Only a rollout tries a candidate.', 'body.candidate')
  await lockAudit(tx, projectId)
  const before = await findAllocation(tx, projectId, agent, environment)
  requireFree(before, by, expectedRevision)
  await requireReleases(tx, ctx, { agent, baseline, candidate, by }, before)
  const wanted = { baseline, candidate, weightBps, seed, rolloutId }
  if (before && Object.entries(wanted).every(([name, value]) => before[name as keyof typeof wanted] === value))
    return before
  const changed = { updatedAt: await ctx.clock.now(tx), updatedBy: ctx.actor.label }
  const where = { projectId, agent, environment, revision: before?.revision ?? 0 }
  const [row] = before
    ? await tx.prisma.allocation.updateManyAndReturn({
        where,
        data: { ...wanted, ...changed, revision: before.revision + 1 },
      })
    : await tx.prisma.allocation.createManyAndReturn({
        data: [{ ...where, ...wanted, ...changed, revision: 1 }],
        skipDuplicates: true,
      })
  if (!row) throw conflict('stale-revision', 'The allocation has changed since you read it. Read it again.')
  await audit(tx, ctx, {
    action: 'allocation.changed',
    object: { type: 'allocation', id: `${agent} ${environment}` },
    before: before && served(before),
    after: served(row),
    evidence: { reason, revision: row.revision, by },
  })
  await publish(tx, projectId, {
    ...{ topic: 'assignment', type: 'allocation.changed', ids: [agent], revision: row.revision },
  })
  return row
}

const served = ({ baseline, candidate, weightBps, seed, rolloutId }: AllocationRow) => ({
  ...{ baseline, candidate, weightBps, seed, rolloutId },
})

function requireFree(before: AllocationRow | null, by: string | null, expected: number | undefined): void {
  const revision = before?.revision ?? 0
  if (before?.rolloutId && before.rolloutId !== by)
    throw conflict(
      'held-by-rollout',
      `The rollout ${before.rolloutId} decides which release this agent has here. Wait until it has ended, or roll it back.`,
      {
        ...{ rolloutId: before.rolloutId, revision },
      },
    )
  if (expected !== undefined && expected !== revision)
    throw conflict('stale-revision', 'The allocation has changed since you read it. Read it again.', { revision })
}

/**
 * Throws 422 for a release that is not registered. One that serves already is not checked: a rollback must not fail on it.
 * A person's request has the release in the field `release`, a rollout's in `baseline`.
 */
async function requireReleases(
  tx: Tx,
  ctx: Context,
  asked: Pick<AskedAllocation, 'agent' | 'baseline' | 'candidate' | 'by'>,
  before: AllocationRow | null,
): Promise<void> {
  const known = new Set([before?.baseline, before?.candidate])
  for (const field of ['baseline', 'candidate'] as const) {
    const slug = asked[field]
    if (slug === null || known.has(slug)) continue
    if (!(await findReleaseOf(tx, ctx.projectId, asked.agent, slug)))
      throw invalid(
        `No release ${slug} of ${asked.agent} is registered.`,
        asked.by === null ? 'body.release' : `body.${field}`,
      )
  }
}
