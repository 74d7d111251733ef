import type { TimelineSource } from '#lib/platform/timeline.ts'
import { toRfc3339 } from '#lib/shared/time.ts'

/** Scores that a person gave to traces of this scope. */
export const timeline: TimelineSource = {
  id: 'scores',
  permission: 'traces.read',
  async read({ db, projectId }, { scope, from, to, most }) {
    const scores = await db.prisma.score.findMany({
      where: { projectId, source: 'human', storedAt: { gte: from, lt: to }, traceId: { not: null } },
      orderBy: { storedAt: 'desc' },
      take: most,
    })
    const traces = await db.prisma.trace.findMany({
      where: {
        ...{ projectId, traceId: { in: scores.flatMap(({ traceId }) => traceId ?? []) } },
        ...{ agent: scope.agent ?? undefined, environment: scope.environment ?? undefined },
      },
      select: { traceId: true, agent: true },
    })
    const agentOf = new Map(traces.map(({ traceId, agent }) => [traceId, agent]))
    return scores.flatMap(({ id, traceId, name, value, label, comment, storedAt }) => {
      if (traceId === null || !agentOf.has(traceId)) return []
      return {
        ...{ id, at: toRfc3339(storedAt), tone: 'neutral' as const, shape: 'dash' as const, state: 'scored' },
        title: `A person scored ${name} of ${agentOf.get(traceId) ?? 'an agent'}: ${label ?? value ?? '–'}`,
        detail: comment,
        href: `/traces/${encodeURIComponent(traceId)}`,
        alike: { words: `scores of ${name} by people`, value: label === null ? value : null },
      }
    })
  },
}
