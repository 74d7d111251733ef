import type { Prisma } from '#lib/platform/db/generated/client.ts'
import type { NeedSource } from '#lib/platform/needs.ts'
import type { Need } from '#lib/shared/need.ts'
import { toRfc3339 } from '#lib/shared/time.ts'
import { type ItemRow, itemColumns } from './item.ts'
import { itemArguments } from './item-arguments.ts'
import { type Risk, risks } from './schemas.ts'

const waits = ['pending', 'unknown']

/** Requests that wait for a decision, and actions with an unknown outcome: by risk, then by when they expire. */
export const needs: NeedSource = {
  id: 'approvals',
  permission: 'approvals.decide',
  async read(ctx, { environment, most }) {
    const where = { projectId: ctx.projectId, status: { in: waits }, ...(environment ? { environment } : {}) }
    const rows: ItemRow[] = []
    // One query for each risk, because the index has each risk in order, however many requests wait.
    for (const risk of risks.toReversed()) {
      if (rows.length < most)
        rows.push(...(await waiting(ctx.db.prisma.approval, { ...where, risk }, most - rows.length)))
    }
    const [args, rest] = await Promise.all([
      itemArguments(
        ctx,
        rows.map(row => row.id),
      ),
      ctx.db.prisma.approval.aggregate({
        where: { ...where, id: { notIn: rows.map(row => row.id) } },
        _count: true,
        _min: { requestedAt: true, expiresAt: true },
      }),
    ])
    const { requestedAt, expiresAt } = rest._min
    return {
      items: rows.map(row => needOf(row, args.get(row.id)?.summary ?? '')),
      left:
        rest._count === 0
          ? null
          : {
              count: rest._count,
              noun: rest._count === 1 ? 'approval' : 'approvals',
              oldest: requestedAt && toRfc3339(requestedAt),
              nextUntil: expiresAt && toRfc3339(expiresAt),
              href: '/approvals',
            },
    }
  },
}

const waiting = (approval: Prisma.TransactionClient['approval'], where: Prisma.ApprovalWhereInput, take: number) =>
  approval.findMany({ select: itemColumns, where, orderBy: [{ expiresAt: 'asc' }, { id: 'asc' }], take })

const urgency: Record<Risk, number> = { critical: 3, high: 2, normal: 1 }
const looks: Record<Risk, Pick<Need, 'tone' | 'shape' | 'state'>> = {
  critical: { tone: 'critical', shape: 'octagon', state: 'critical risk' },
  high: { tone: 'warning', shape: 'triangle', state: 'high risk' },
  normal: { tone: 'waiting', shape: 'hourglass', state: 'waiting' },
}

function needOf(row: ItemRow, summary: string): Need {
  const risk = row.risk as Risk
  const lost = row.status === 'unknown'
  return {
    id: row.id,
    ...(lost ? { tone: 'warning' as const, shape: 'triangle' as const, state: 'outcome unknown' } : looks[risk]),
    title: row.tool,
    words: [
      { text: row.agent, code: false },
      { text: lost ? ' claimed it and has not reported since:  ' : ' wants to run this: ', code: false },
      { text: summary, code: true },
    ],
    environment: row.environment,
    since: toRfc3339(row.requestedAt),
    until: lost ? null : toRfc3339(row.expiresAt),
    href: `/approvals?id=${encodeURIComponent(row.id)}`,
    action: lost ? 'Settle' : 'Decide',
    urgency: urgency[risk],
  }
}
