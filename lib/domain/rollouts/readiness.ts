import { listSeenReleases } from '#lib/domain/releases/index.ts'
import { seenQuery } from '#lib/domain/releases/schemas.ts'
import type { ReadinessSource } from '#lib/platform/readiness.ts'
import { plural } from '#lib/shared/numbers.ts'
import { toRfc3339 } from '#lib/shared/time.ts'

const days = 30
const month = days * 86_400_000
const next = { text: 'Start a rollout for the next release', command: null, href: '/rollouts' }

/** Whether new releases reach users step by step. A release that served from the beginning needed no rollout. */
export const readiness: ReadinessSource = {
  points: ['gradual-rollout'],
  async measure(ctx, { agents, now }) {
    const { db, projectId } = ctx
    const [{ items }, rollouts] = await Promise.all([
      listSeenReleases(ctx, {
        query: seenQuery.parse({ from: toRfc3339(new Date(now.getTime() - month)), to: toRfc3339(now) }),
      }),
      db.prisma.rollout.findMany({
        where: { projectId, createdAt: { gte: new Date(now.getTime() - 2 * month) } },
        select: { agent: true, candidate: true },
      }),
    ])
    const staged = new Set(rollouts.map(({ agent, candidate }) => JSON.stringify([agent, candidate])))
    const changes = items.filter(({ agent, initial }) => agent !== null && agents.includes(agent) && !initial)
    const atOnce = changes.filter(({ agent, release }) => !staged.has(JSON.stringify([agent, release])))
    const without = agents.flatMap(agent => {
      const own = atOnce.filter(one => one.agent === agent)
      return own.length === 0
        ? []
        : [
            {
              text: `${agent}: ${plural(own.length, 'release')} without a rollout`,
              href: `/agents/${encodeURIComponent(agent)}`,
            },
          ]
    })
    return [
      {
        id: 'gradual-rollout',
        begun: rollouts.length > 0,
        found: `${changes.length - atOnce.length} of ${plural(changes.length, 'release')} that first appeared in the last ${days} days came by a rollout`,
        gaps: without,
        next: rollouts.length === 0 || without.length > 0 ? next : null,
      },
    ]
  },
}
