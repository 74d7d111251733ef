import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import { seal } from './digest.ts'
import { asRow, toApproval } from './internal.ts'
import { openStatuses } from './rules.ts'
import type { Approval, RequestBody } from './schemas.ts'
import { subjectOf } from './subject.ts'
import { keptCallId } from './tool-call-id.ts'

/** An open request that the same key made for the same call. */
interface SameCall {
  approval: Approval
  /** Whether it has the same tool call id. */
  sameId: boolean
  /** The claim id, which a report needs; null: this key does not hold the claim. */
  claimId: string | null
}

/**
 * The open requests that this key made for exactly this call in this run. Those with the same tool call id come first. So a
 * client that stopped waiting, and asks again with another id, does not put a second request before the person.
 */
export async function findSameCall(ctx: Context, body: RequestBody): Promise<SameCall[]> {
  await authorize(ctx, 'approvals.follow')
  const { digest } = seal(subjectOf(ctx.projectId, body))
  const rows = await ctx.db.prisma.approval.findMany({
    where: {
      projectId: ctx.projectId,
      requestedBy: String(ctx.actor.id),
      status: { in: openStatuses },
      OR: [{ askedDigest: digest }, { digest }],
    },
    orderBy: { requestedAt: 'asc' },
    take: 50,
  })
  const calls = rows.map(row => ({
    approval: toApproval(asRow(row)),
    sameId: row.toolCallId === keptCallId(body.toolCallId),
    claimId: row.claimedBy === ctx.actor.id ? row.claimId : null,
  }))
  return [...calls.filter(({ sameId }) => sameId), ...calls.filter(({ sameId }) => !sameId)]
}
