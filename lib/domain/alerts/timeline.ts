import { recordsOf } from '#lib/platform/config/rows.ts'
import type { TimelineSource } from '#lib/platform/timeline.ts'
import type { StatusLook } from '#lib/shared/status-tone.ts'
import { toRfc3339 } from '#lib/shared/time.ts'
import type { Scope } from '#lib/shared/timeline.ts'
import { alertConfig } from './contract.ts'
import { groupText } from './measures.ts'
import type { AlertFields, Labels } from './schemas.ts'
import { alertStatuses } from './statuses.ts'

const told = ['firing', 'resolved'] as const

/**
 * Alerts that fired in this scope, and their ends. A condition that held too short to fire is told to nobody, and not
 * shown here either.
 */
export const timeline: TimelineSource = {
  id: 'alerts',
  permission: 'project.read',
  async read({ db, projectId }, { scope, from, to, most }) {
    const rows = await db.prisma.stateTransition.findMany({
      where: { projectId, machine: 'alert', at: { gte: from, lt: to }, toState: { in: [...told] } },
      orderBy: [{ at: 'desc' }, { revision: 'desc' }],
      take: most,
    })
    const known = rows.map(row => ({ row, ...(row.evidence as unknown as { rule: string; labels: Labels }) }))
    const rules = await recordsOf({ db, projectId }, alertConfig, [...new Set(known.map(({ rule }) => rule))])
    return known
      .filter(({ rule, labels }) => concerns(rules.get(rule)?.filter ?? {}, labels, scope))
      .map(({ row: { objectId, revision, at, toState, message }, rule, labels }) => {
        const { tone, shape, label }: StatusLook = alertStatuses[toState as (typeof told)[number]]
        const whose = groupText(labels)
        return {
          ...{ id: `${objectId}/${revision}`, at: toRfc3339(at), tone, shape, state: label },
          title: `Alert ${rule}${whose ? ` for ${whose}` : ''}: ${label}`,
          detail: message,
          href: `/alerts/rules/${encodeURIComponent(rule)}`,
        }
      })
  },
}

/** Leaves out only what is about something else: another group, or a rule with another filter. */
function concerns(filter: AlertFields['filter'], labels: Labels, wanted: Scope): boolean {
  return (['agent', 'tool', 'environment'] as const).every(name => {
    const own = name in labels ? labels[name] : filter[name]
    const asked = wanted[name]
    return asked === null || own === undefined || (Array.isArray(own) ? own.includes(asked) : own === asked)
  })
}
