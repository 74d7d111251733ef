import type { TimelineSource } from '#lib/platform/timeline.ts'
import { look, type StatusLook } from '#lib/shared/status-tone.ts'
import { toRfc3339 } from '#lib/shared/time.ts'
import type { Scope } from '#lib/shared/timeline.ts'
import { breakerNamed, readBreakers } from './read-breakers.ts'
import type { BreakerState } from './rules.ts'

const looks: Record<BreakerState, StatusLook> = {
  closed: look('ok', 'check', 'closed'),
  open: look('critical', 'octagon', 'opened'),
  half_open: look('warning', 'ring', 'half open'),
  forced_open: look('critical', 'octagon', 'forced open'),
  disabled: look('neutral', 'dash', 'disabled'),
  metrics_only: look('neutral', 'dash', 'metrics only'),
}

/** Changes of state of the breakers that steps of this agent or environment pass. */
export const timeline: TimelineSource = {
  id: 'breakers',
  permission: 'project.read',
  async read({ db, projectId }, { scope, from, to, most }) {
    const all = await readBreakers(db, projectId)
    const rows = await db.prisma.stateTransition.findMany({
      where: { projectId, machine: 'breaker', at: { gte: from, lt: to } },
      orderBy: [{ at: 'desc' }, { revision: 'desc' }],
      take: most,
    })
    return rows
      .filter(({ objectId }) => concerns(breakerNamed(objectId, all)?.scope, scope))
      .map(({ objectId, revision, toState, at, message, actorLabel, rule }) => {
        const { tone, shape, label } = looks[toState as BreakerState]
        return {
          ...{ id: `${objectId}/${revision}`, at: toRfc3339(at), tone, shape, state: label },
          title: `Breaker ${objectId}: ${label}`,
          detail: rule === 'by-hand' ? `${actorLabel}: ${message}` : message,
          href: `/breakers?breaker=${encodeURIComponent(objectId)}`,
        }
      })
  },
}

/** A breaker whose settings are gone is left out only if the question names an agent, a tool or an environment. */
function concerns(own: Scope | undefined, wanted: Scope): boolean {
  const fits = (name: keyof Scope) => !own?.[name] || wanted[name] === null || own[name] === wanted[name]
  return fits('agent') && fits('tool') && fits('environment')
}
