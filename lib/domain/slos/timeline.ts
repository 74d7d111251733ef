import { recordsOf } from '#lib/platform/config/rows.ts'
import type { TimelineSource } from '#lib/platform/timeline.ts'
import { toRfc3339 } from '#lib/shared/time.ts'
import { sloConfig } from './contract.ts'
import type { SloState } from './rules.ts'
import { sloStatuses } from './statuses.ts'

/** Changes of status of the service levels of an agent. */
export const timeline: TimelineSource = {
  id: 'slos',
  permission: 'project.read',
  async read({ db, projectId }, { scope, from, to, most }) {
    const rows = await db.prisma.stateTransition.findMany({
      where: { projectId, machine: 'slo', at: { gte: from, lt: to } },
      orderBy: [{ at: 'desc' }, { revision: 'desc' }],
      take: most,
    })
    const levels = await recordsOf({ db, projectId }, sloConfig, [...new Set(rows.map(({ objectId }) => objectId))])
    return rows
      .filter(({ objectId }) => {
        const own = levels.get(objectId)
        const elsewhere =
          own?.environment != null && scope.environment !== null && own.environment !== scope.environment
        return scope.agent === null || (own?.agent === scope.agent && !elsewhere)
      })
      .map(({ objectId, revision, toState, at, message }) => {
        const { tone, shape, label } = sloStatuses[toState as SloState]
        return {
          ...{ id: `${objectId}/${revision}`, at: toRfc3339(at), tone, shape, state: label },
          title: `Service level ${objectId}: ${label}`,
          detail: message,
          href: `/slos/${encodeURIComponent(objectId)}`,
        }
      })
  },
}
