import type { Prisma } from '#lib/platform/db/generated/client.ts'
import type { NeedSource } from '#lib/platform/needs.ts'
import type { Need } from '#lib/shared/need.ts'
import { toRfc3339 } from '#lib/shared/time.ts'
import { isSeverity, type Severity } from './rules.ts'
import { severityStatuses } from './statuses.ts'

const urgency: Record<Severity, number> = { critical: 3, warning: 2, info: 1 }

/** Incidents that nobody works on yet: the worst first, then those that have waited longest. */
export const needs: NeedSource = {
  id: 'incidents',
  permission: 'incidents.work',
  async read({ db, projectId }, { environment, most }) {
    // An incident without an environment concerns all of them.
    const places = environment ? { OR: [{ environment }, { environment: null }] } : {}
    const where = { projectId, state: 'open', ...places }
    const [open, [oldest]] = await Promise.all([
      db.prisma.incident.groupBy({ by: ['severity'], where, _count: true }),
      db.prisma.incident.findMany({ where, orderBy: { openedAt: 'asc' }, take: 1 }),
    ])
    const rows: Prisma.IncidentModel[] = []
    for (const severity of ['critical', 'warning', 'info']) {
      if (rows.length >= most || !open.some(group => group.severity === severity)) continue
      const orderBy = [{ openedAt: 'asc' as const }, { id: 'asc' as const }]
      const take = most - rows.length
      rows.push(...(await db.prisma.incident.findMany({ where: { ...where, severity }, orderBy, take })))
    }
    const count = open.reduce((sum, group) => sum + group._count, 0) - rows.length
    const left = { count, noun: count === 1 ? 'incident' : 'incidents', nextUntil: null, href: '/incidents' }
    return {
      items: rows.map(needOf),
      left: count > 0 ? { ...left, oldest: oldest ? toRfc3339(oldest.openedAt) : null } : null,
    }
  },
}

function needOf({ id, title, severity: text, agent, tool, environment, openedAt }: Prisma.IncidentModel): Need {
  const severity = isSeverity(text) ? text : 'critical'
  const { tone, shape } = severityStatuses[severity]
  const whose = [agent, tool].filter(Boolean).join(' × ')
  return {
    ...{ id, tone, shape, state: `${severity} incident`, title, environment, since: toRfc3339(openedAt), until: null },
    words: [{ text: whose ? `${whose}: nobody works on it yet` : 'Nobody works on it yet', code: false }],
    ...{ href: `/incidents/${encodeURIComponent(id)}`, action: 'Look', urgency: urgency[severity] },
  }
}
