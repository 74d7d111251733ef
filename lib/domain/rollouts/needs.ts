import type { NeedSource } from '#lib/platform/needs.ts'
import { toRfc3339 } from '#lib/shared/time.ts'
import { proposalOf } from './row.ts'

/** Rollouts that need a decision: those that have held for too long, and those that need a second person. */
export const needs: NeedSource = {
  id: 'rollouts',
  permission: 'rollouts.manage',
  async read({ db, projectId }, { environment, most }) {
    const rows = await db.prisma.rollout.findMany({
      where: { projectId, endedAt: null, ...(environment === undefined ? {} : { environment }) },
      orderBy: { createdAt: 'asc' },
      take: 500,
    })
    const found = rows.filter(row => row.state === 'paused' || proposalOf(row) !== null)
    const items = found.slice(0, most).map(row => {
      const proposal = proposalOf(row)
      return {
        ...{ id: row.id, tone: 'waiting' as const, shape: 'hourglass' as const },
        state: proposal ? 'second approver' : 'paused',
        title: proposal ? 'A rollout needs a second approver' : 'Rollout paused',
        words: [
          { text: row.agent, code: false },
          { text: `${row.baseline} → ${row.candidate}`, code: true },
          { text: proposal ? `${proposal.by}: ${proposal.reason}` : row.why, code: false },
        ],
        ...{ environment: row.environment, since: toRfc3339(row.createdAt), until: null },
        ...{ href: `/rollouts/${row.id}`, action: 'Decide', urgency: 1 as const },
      }
    })
    const rest = found.length - items.length
    const left = {
      count: rest,
      noun: rest === 1 ? 'rollout' : 'rollouts',
      href: '/rollouts',
      oldest: null,
      nextUntil: null,
    }
    return { items, left: rest > 0 ? left : null }
  },
}
