import { groupsOf, type Progress, progressOf } from '#lib/domain/policies/index.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Reader, Tx } from '#lib/platform/db/transaction.ts'
import type { Requirement } from '#lib/shared/approval-requirement.ts'
import { conflict, Problem } from '#lib/shared/problem.ts'
import type { Row } from '../internal.ts'

/** Whether one approval by any person is not enough. */
export const needsVotes = ({ quorum, groups }: Requirement) => quorum > 1 || groups.length > 0

interface Vote {
  id: string
  label: string
  groups: string[]
  at: Date
}

/** The votes for exactly this digest, oldest first. Votes from before an edit do not count. */
export async function votesFor(
  { prisma }: Reader,
  row: Pick<Row, 'projectId' | 'id'>,
  digest: string,
): Promise<Vote[]> {
  const votes = await prisma.approvalVote.findMany({
    where: { projectId: row.projectId, approvalId: row.id, digest },
    orderBy: [{ at: 'asc' }, { voterId: 'asc' }],
  })
  return votes.map(({ voterId, voterLabel, groups, at }) => ({ id: voterId, label: voterLabel, groups, at }))
}

interface Asked {
  digest: string
  requirement: Requirement
  comment: string | null
  at: Date
}

/**
 * Adds a person's vote, and returns what is still missing. Expects a locked row. Throws 409 if they have voted already, and 403
 * if their vote does not help, because the missing approvals must come from groups that they are not in.
 */
export async function vote(
  tx: Tx,
  ctx: Context,
  row: Row,
  { digest, requirement, comment, at }: Asked,
): Promise<Progress & { voters: string[] }> {
  const own = {
    id: String(ctx.actor.id),
    label: ctx.actor.label,
    groups: await groupsOf(tx, ctx.projectId, String(ctx.actor.id)),
  }
  const before = await votesFor(tx, row, digest)
  if (before.some(({ id }) => id === own.id)) throw conflict('already-voted', 'You have already approved this.')
  const was = progressOf(requirement, before)
  const progress = progressOf(requirement, [...before, own])
  if (progress.filled === was.filled) {
    const detail = `Still missing: the approval of ${was.missing.join(' and ')}. You are not among them.`
    throw new Problem({ status: 403, type: 'not-eligible', title: 'Somebody else must decide', detail })
  }
  await tx.prisma.approvalVote.create({
    data: {
      ...{ projectId: row.projectId, approvalId: row.id, digest, comment, at },
      ...{ voterId: own.id, voterLabel: own.label, groups: own.groups },
    },
  })
  return { ...progress, voters: [...before, own].map(({ label }) => label) }
}
