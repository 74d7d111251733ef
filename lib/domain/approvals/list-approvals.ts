import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Prisma } from '#lib/platform/db/generated/client.ts'
import { literal } from '#lib/platform/db/literal.ts'
import { listOrder } from '#lib/platform/paging/order.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import type { listApprovalsContract } from './contract.ts'
import { itemColumns, toItem } from './item.ts'
import { itemArguments } from './item-arguments.ts'
import type { ListQuery } from './schemas.ts'

const waits = ['pending', 'unknown']

const orders = {
  /** The first to expire comes first. */
  waiting: listOrder('approvals.waiting', 'Approval', [
    ['expiresAt', 'time', 'asc'],
    ['id', 'text', 'asc'],
  ]),
  /** The last to change comes first. One that changes while the list is read is at the top of a new list. */
  decided: listOrder('approvals.decided', 'Approval', [
    ['updatedAt', 'time', 'desc'],
    ['id', 'text', 'asc'],
  ]),
  newest: listOrder('approvals.newest', 'Approval', [
    ['requestedAt', 'time', 'desc'],
    ['id', 'text', 'asc'],
  ]),
}

/** Waiting requests by their expiry, decided ones by their last change, others newest first. */
export async function listApprovals(
  ctx: Context,
  { query }: Input<typeof listApprovalsContract>,
): Promise<Output<typeof listApprovalsContract>> {
  await authorize(ctx, 'approvals.read')
  const { approval } = ctx.db.prisma
  const { status } = query
  const order = status === 'waiting' || status === 'decided' ? orders[status] : orders.newest
  const filter = filterOf(ctx, query)
  const [{ rows, nextCursor }, waiting] = await Promise.all([
    order.read(query, ({ after, ...page }) =>
      approval.findMany({
        ...page,
        select: itemColumns,
        where: { ...filter, ...decisionOf(ctx, query), status: statusOf(status), AND: after },
      }),
    ),
    approval.count({ where: { ...filter, status: { in: waits } } }),
  ])
  const args = await itemArguments(
    ctx,
    rows.map(row => row.id),
  )
  return {
    items: rows.map(row => toItem(row, args.get(row.id) ?? { arguments: null, summary: '' })),
    nextCursor,
    waiting,
  }
}

function statusOf(status: ListQuery['status']): Prisma.StringFilter | undefined {
  if (status === 'all') return undefined
  if (status === 'waiting') return { in: waits }
  return status === 'decided' ? { notIn: waits } : { equals: status }
}

function decisionOf({ actor }: Context, { decision, decidedBy }: ListQuery): Prisma.ApprovalWhereInput {
  if (decidedBy === undefined) return { decisionKind: decision }
  if (decidedBy === 'me') return { decisionKind: decision, decidedBy: actor.id ?? '' }
  const named: Prisma.StringFilter = { contains: literal(decidedBy), mode: 'insensitive' }
  return { decisionKind: decision, OR: [{ decidedBy }, { deciderLabel: named }] }
}

/** The filters for Prisma, for which undefined means any. A key that is bound to an agent sees only that agent's requests. */
function filterOf({ projectId, actor }: Context, { agent, tool, environment }: ListQuery) {
  const bound = actor.kind === 'key' ? actor.agent : null
  if (bound === null) return { projectId, tool, environment, agent }
  return { projectId, tool, environment, agent: { in: [bound].filter(own => agent === undefined || agent === own) } }
}
