import type { TimelineSource } from '#lib/platform/timeline.ts'
import { formatUsd } from '#lib/shared/money.ts'
import { toRfc3339 } from '#lib/shared/time.ts'
import { dearHours } from './dear-hours.ts'
import { queryMetrics } from './query-metrics.ts'

const dayMs = 86_400_000

/** Hours that cost much more than an hour of the day before. */
export const timeline: TimelineSource = {
  id: 'costs',
  permission: 'project.read',
  async read(ctx, { scope, from, to, most }) {
    const { agent, tool, environment } = scope
    if (tool !== null && agent === null) return []
    const filter = { ...(agent === null ? {} : { agent }), ...(environment === null ? {} : { environment }) }
    const range = { from: toRfc3339(new Date(from.getTime() - dayMs)), to: toRfc3339(to) }
    const { rows } = await queryMetrics(ctx, {
      body: { measures: ['cost'], by: [], filter, bucket: 'hour', ...range },
    })
    const hours = rows.flatMap(([at, usd]) =>
      typeof at === 'string' && usd !== null ? [{ at, usd: Number(usd) }] : [],
    )
    return dearHours(hours, from.getTime())
      .slice(-most)
      .map(({ at, usd, usual }) => ({
        ...{ id: at, at: toRfc3339(new Date(Math.max(Date.parse(at), from.getTime()))), state: 'spent' },
        ...{ tone: 'warning' as const, shape: 'triangle' as const },
        title: `The hour from ${at.slice(11, 16)} cost ${formatUsd(usd.toFixed(9))}, ${(usd / usual).toFixed(1)} times the usual`,
        detail: `An hour of the day before cost ${formatUsd(usual.toFixed(9))}`,
        href: agent === null ? '/costs' : `/costs?agent=${encodeURIComponent(agent)}`,
      }))
  },
}
