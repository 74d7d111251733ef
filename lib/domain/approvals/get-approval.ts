import { callbacksOf } from '#lib/domain/channels/index.ts'
import { progressOf } from '#lib/domain/policies/index.ts'
import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import { now } from '#lib/platform/now.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { toRfc3339 } from '#lib/shared/time.ts'
import type { getApprovalContract } from './contract.ts'
import { findApproval, type Row, toApproval } from './internal.ts'
import { creatorOfKey } from './requirement/own-request.ts'
import { votesFor } from './requirement/votes.ts'
import type { ApprovalDetail, DecisionKind } from './schemas.ts'
import { whenAnswered } from './waiting/wait.ts'

/**
 * One approval, with what people decided in similar cases in the last 30 days. With `wait` it is answered as soon as it is
 * decided, or after that many seconds.
 */
export async function getApproval(
  ctx: Context,
  { params: { id }, query: { wait } }: Input<typeof getApprovalContract>,
): Promise<Output<typeof getApprovalContract>> {
  await authorize(ctx, 'approvals.follow', { type: 'approval', id })
  const read = () => readDetail(ctx, id)
  return wait ? whenAnswered(ctx, id, wait, read) : read()
}

async function readDetail(ctx: Context, id: string): Promise<ApprovalDetail> {
  const row = await findApproval(ctx.db, ctx, id)
  const [similar, creator, votes, callbacks] = await Promise.all([
    similarTo(ctx, row),
    creatorOfKey(ctx.db, ctx, row),
    row.requirement ? votesFor(ctx.db, row, row.digest) : [],
    row.callbackUrl === null ? [] : callbacksOf(ctx.db, ctx, id),
  ])
  return {
    ...toApproval(row),
    similar,
    callbacks,
    requirement: row.requirement,
    votes: votes.map(({ label, groups, at }) => ({ by: label, groups, at: toRfc3339(at) })),
    ownVote: votes.some(({ id }) => id === ctx.actor.id),
    missing: row.requirement && row.status === 'pending' ? progressOf(row.requirement, votes).missing : [],
    ownRequest: creator !== null && creator === ctx.actor.id,
    decidedByRequester: creator !== null && creator === row.decidedBy,
  }
}

const windowMs = 30 * 86_400_000

/** What people decided about other requests of this agent for this tool. */
async function similarTo(ctx: Context, { id, tool, agent }: Row): Promise<ApprovalDetail['similar']> {
  const { approval } = ctx.db.prisma
  const since = new Date((await now(ctx)).getTime() - windowMs)
  const people = { decidedBy: { not: 'policy' }, decidedAt: { gt: since } }
  const where = { projectId: ctx.projectId, tool, agent, id: { not: id }, ...people }
  const [kinds, last] = await Promise.all([
    approval.groupBy({ by: ['decisionKind'], where, _count: true }),
    approval.findFirst({ where, orderBy: { decidedAt: 'desc' } }),
  ])
  const count = (...of: (string | null)[]) =>
    kinds.reduce((sum, { decisionKind, _count }) => sum + (of.includes(decisionKind) ? _count : 0), 0)
  return {
    approved: count('approve', 'edit'),
    rejected: count('reject', 'respond'),
    last: last?.decidedAt
      ? {
          kind: last.decisionKind as DecisionKind,
          by: last.deciderLabel ?? '',
          at: toRfc3339(last.decidedAt),
          comment: last.decisionComment,
        }
      : null,
  }
}
