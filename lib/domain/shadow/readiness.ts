import type { ReadinessSource } from '#lib/platform/readiness.ts'
import { plural } from '#lib/shared/numbers.ts'

const days = 30
/** With fewer scored pairs nothing is decided about a release. */
const least = 20
const next = { text: 'Answer requests in the shadow of the next release', command: null, href: '/docs/rollouts' }

/** Whether releases answer real requests before a user sees their answers. */
export const readiness: ReadinessSource = {
  points: ['shadow'],
  async measure({ db: { prisma }, projectId }, { agents, now }) {
    const at = { gte: new Date(now.getTime() - days * 86_400_000) }
    const counted = await prisma.shadowPair.groupBy({
      by: ['rolloutId'],
      where: { projectId, arm: 'shadow', at, difference: { not: null } },
      _count: { _all: true },
    })
    const rollouts = await prisma.rollout.findMany({
      where: { projectId, id: { in: counted.map(({ rolloutId }) => rolloutId) } },
      select: { id: true, agent: true },
    })
    const pairs = new Map<string, number>()
    for (const { id, agent } of rollouts) {
      const own = counted.find(({ rolloutId }) => rolloutId === id)?._count._all ?? 0
      pairs.set(agent, (pairs.get(agent) ?? 0) + own)
    }
    const few = agents.filter(agent => (pairs.get(agent) ?? 0) < least)
    return [
      {
        id: 'shadow',
        begun: pairs.size > 0,
        found: `${agents.length - few.length} of ${plural(agents.length, 'agent')} with at least ${least} scored pairs in the last ${days} days`,
        gaps: few.map(agent => ({
          text: `${agent}: ${plural(pairs.get(agent) ?? 0, 'scored pair')}`,
          href: `/agents/${encodeURIComponent(agent)}`,
        })),
        next: pairs.size === 0 || few.length > 0 ? next : null,
      },
    ]
  },
}
