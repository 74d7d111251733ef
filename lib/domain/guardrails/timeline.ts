import type { TimelineSource } from '#lib/platform/timeline.ts'
import { formatCount } from '#lib/shared/numbers.ts'
import { toRfc3339 } from '#lib/shared/time.ts'

/** What guardrails had against something, one line for each guardrail and outcome. */
export const timeline: TimelineSource = {
  id: 'guardrails',
  permission: 'project.read',
  async read({ db, projectId }, { scope, from, to, most }) {
    const groups = await db.prisma.guardrailEvent.groupBy({
      by: ['name', 'outcome', 'severity', 'stage', 'agent'],
      where: {
        ...{ projectId, at: { gte: from, lt: to }, outcome: { not: 'passed' }, agent: scope.agent ?? undefined },
        ...{ environment: scope.environment ?? undefined, tool: scope.tool ?? undefined },
      },
      _count: true,
      _min: { at: true, id: true },
      _max: { at: true },
      orderBy: { _max: { at: 'desc' } },
      take: most,
    })
    return groups.map(({ name, outcome, severity, stage, agent, _count, _min, _max }) => ({
      id: _min.id ?? name,
      at: toRfc3339(_min.at ?? from),
      tone: severity === 'critical' ? ('critical' as const) : ('warning' as const),
      shape: severity === 'critical' ? ('octagon' as const) : ('triangle' as const),
      state: outcome,
      title: `The guardrail ${name} ${outcome} the ${stage} of ${agent ?? 'an agent'}`,
      detail:
        _count === 1 ? null : `${formatCount(_count)} times, the last at ${toRfc3339(_max.at ?? to).slice(11, 19)}`,
      href: `/guardrails?name=${encodeURIComponent(name)}`,
    }))
  },
}
