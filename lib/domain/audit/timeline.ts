import type { TimelineSource } from '#lib/platform/timeline.ts'
import { toRfc3339 } from '#lib/shared/time.ts'

const switches = ['agent.disabled', 'agent.enabled', 'project.disabled', 'project.enabled']

/** What people set, and what they switched off and on. Of agents only the one that is asked for. */
export const timeline: TimelineSource = {
  id: 'audit',
  permission: 'audit.read',
  async read({ db, projectId }, { scope, from, to, most }) {
    const rows = await db.prisma.auditEvent.findMany({
      where: {
        ...{ projectId, at: { gte: from, lt: to }, outcome: 'ok', actorKind: { not: 'system' } },
        AND: [
          {
            OR: [
              { action: { endsWith: '.configured' } },
              { action: { endsWith: '.archived' } },
              { action: { in: switches } },
            ],
          },
          scope.agent === null ? {} : { OR: [{ objectType: { not: 'agent' } }, { objectId: scope.agent }] },
          scope.tool === null ? {} : { OR: [{ objectType: { not: 'tool' } }, { objectId: scope.tool }] },
        ],
      },
      orderBy: { seq: 'desc' },
      take: most,
    })
    return rows.map(({ seq, at, action, actorLabel, objectType, objectId }) => {
      const done = action.slice(action.indexOf('.') + 1)
      const stops = done === 'disabled'
      return {
        ...{ id: String(seq), at: toRfc3339(at), state: done },
        ...(stops
          ? { tone: 'critical' as const, shape: 'octagon' as const }
          : { tone: 'neutral' as const, shape: 'dash' as const }),
        title:
          `${actorLabel} ${done === 'configured' ? 'set' : done} the ${objectType} ${objectType === 'project' ? '' : objectId}`.trim(),
        detail: null,
        href: `/audit?entry=${seq}&range=all`,
        // Whoever applies a whole file changes fifty at once.
        alike: done === 'configured' ? { words: 'settings changed', value: null } : null,
      }
    })
  },
}
