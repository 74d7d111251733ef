import type { TimelineSource, Told } from '#lib/platform/timeline.ts'
import { statusLook } from '#lib/shared/status-tone.ts'
import { toRfc3339 } from '#lib/shared/time.ts'
import { approvalStatuses, riskStatuses } from './statuses.ts'

/** Requests for approval and decisions. */
export const timeline: TimelineSource = {
  id: 'approvals',
  permission: 'approvals.read',
  async read({ db, projectId }, { scope, from, to, most }) {
    const within = { gte: from, lt: to }
    const rows = await db.prisma.approval.findMany({
      where: {
        projectId,
        ...{ agent: scope.agent ?? undefined, tool: scope.tool ?? undefined },
        ...{ environment: scope.environment ?? undefined },
        OR: [{ requestedAt: within }, { decidedAt: within }],
      },
      orderBy: [{ requestedAt: 'desc' }, { id: 'asc' }],
      take: most,
      select: {
        ...{ id: true, tool: true, agent: true, status: true, risk: true, requestedAt: true, decidedAt: true },
        ...{ decidedBy: true, deciderLabel: true, decisionKind: true, decisionComment: true },
      },
    })
    return rows.flatMap(row => {
      const { id, tool, agent, requestedAt, decidedAt } = row
      const href = `/approvals?id=${encodeURIComponent(id)}`
      const isWithin = (at: Date) => at >= from && at < to
      const events: Told[] = []
      if (isWithin(requestedAt)) {
        const { label } = statusLook(riskStatuses, row.risk)
        events.push({
          ...{ id: `${id}/asked`, at: toRfc3339(requestedAt), tone: 'waiting', shape: 'hourglass', state: 'asked' },
          ...{ title: `${agent} asked to run ${tool}`, detail: `${label} risk`, href },
          alike: { words: `requests of ${agent} to run ${tool}`, value: null },
        })
      }
      if (decidedAt && isWithin(decidedAt)) {
        const { tone, shape } = statusLook(approvalStatuses, row.decisionKind === 'reject' ? 'rejected' : 'approved')
        events.push({
          ...{ id: `${id}/decided`, at: toRfc3339(decidedAt), tone, shape, state: decided(row.decisionKind), href },
          title: `${row.deciderLabel ?? 'The policy'} decided on ${tool} of ${agent}`,
          detail: row.decisionComment,
          // What a person decided is always shown.
          alike:
            row.decidedBy === 'policy' ? { words: `decisions of policies on ${tool} of ${agent}`, value: null } : null,
        })
      }
      return events
    })
  },
}

const words: Record<string, string> = { approve: 'approved', edit: 'edited', reject: 'rejected', respond: 'answered' }
const decided = (kind: string | null) => words[kind ?? ''] ?? 'decided'
