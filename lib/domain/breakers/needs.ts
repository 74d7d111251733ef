import { incidentsOf } from '#lib/domain/incidents/index.ts'
import type { NeedSource } from '#lib/platform/needs.ts'
import type { Need } from '#lib/shared/need.ts'
import { toRfc3339 } from '#lib/shared/time.ts'
import { breakerNamed, type ConfiguredBreaker, readBreakers } from './read-breakers.ts'
import type { Breaker } from './rules.ts'

/**
 * Breakers that opened by themselves and have no open incident: somebody should look at them. An unresolved incident
 * already stands for its breaker, and a breaker that a person forced open needs nobody.
 */
const wanted = ['open', 'half_open']
/** How many are read to find those of one environment. */
const most = 200

export const needs: NeedSource = {
  id: 'breakers',
  permission: 'breakers.operate',
  async read({ db, projectId }, { environment, most: shown }) {
    const configured = await readBreakers(db, projectId)
    const rows = await db.prisma.controlState.findMany({
      where: { projectId, kind: 'breaker', status: { in: wanted } },
      orderBy: { key: 'asc' },
      take: most,
    })
    const incidents = await incidentsOf(
      db,
      projectId,
      'breaker',
      rows.map(({ key }) => key),
    )
    const found = rows.flatMap(({ key, body }) => {
      if (incidents.has(key)) return []
      const known = breakerNamed(key, configured)
      const here =
        known &&
        (environment === undefined || known.scope.environment === null || known.scope.environment === environment)
      return known && here ? [needOf(known, body as unknown as Breaker)] : []
    })
    const rest = found.length - shown
    return {
      items: found.slice(0, shown),
      left:
        rest > 0
          ? {
              ...{ count: rest, noun: rest === 1 ? 'open breaker' : 'open breakers', href: '/breakers' },
              oldest: found[shown]?.since ?? null,
              nextUntil: null,
            }
          : null,
    }
  },
}

function needOf({ slug, scope, fallback }: ConfiguredBreaker, { state, since, reason }: Breaker): Need {
  const what = [scope.agent, scope.tool].filter(Boolean).join(' × ') || (scope.environment ?? '')
  const half = state === 'half_open'
  return {
    id: slug,
    ...(half
      ? { tone: 'warning' as const, shape: 'ring' as const, state: 'half open' }
      : { tone: 'critical' as const, shape: 'octagon' as const, state: 'open' }),
    title: half ? 'Breaker half open' : 'Breaker open',
    words: [
      { text: `${what}: ${reason ?? ''} ${fallback ? 'Steps are answered with ' : 'Steps are denied.'}`, code: false },
      ...(fallback ? [{ text: fallback, code: true }] : []),
    ],
    environment: scope.environment,
    since: toRfc3339(new Date(since)),
    until: null,
    href: `/breakers?breaker=${encodeURIComponent(slug)}`,
    action: 'Look',
    urgency: half ? 1 : 2,
  }
}
