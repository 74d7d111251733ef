import type { TimelineSource } from '#lib/platform/timeline.ts'
import { toRfc3339 } from '#lib/shared/time.ts'
import { type State, states } from './engine/types.ts'
import { rolloutStatuses } from './statuses.ts'

/** The transitions of the rollouts of an agent. */
export const timeline: TimelineSource = {
  id: 'rollouts',
  permission: 'project.read',
  async read({ db, projectId }, { scope, from, to, most }) {
    const rows = await db.prisma.stateTransition.findMany({
      where: { projectId, machine: 'rollout', at: { gte: from, lt: to } },
      orderBy: [{ at: 'desc' }, { revision: 'desc' }],
      take: most,
    })
    const rollouts = await db.prisma.rollout.findMany({
      where: {
        ...{ projectId, id: { in: rows.map(({ objectId }) => objectId) } },
        ...(scope.agent === null ? {} : { agent: scope.agent }),
        ...(scope.environment === null ? {} : { environment: scope.environment }),
      },
      select: { id: true, agent: true, candidate: true },
    })
    const known = new Map(rollouts.map(row => [row.id, row]))
    return rows.flatMap(({ objectId, revision, at, toState, message }) => {
      const own = known.get(objectId)
      const [word] = toState.split(' ')
      const state: State | undefined = states.find(one => one === word)
      if (!own || state === undefined) return []
      const { tone, shape, label } = rolloutStatuses[state]
      return [
        {
          ...{ id: `${objectId}/${revision}`, at: toRfc3339(at), tone, shape, state: label },
          title: `Rollout of ${own.candidate} (${own.agent}): ${label}`,
          ...{ detail: message, href: `/rollouts/${objectId}` },
        },
      ]
    })
  },
}
