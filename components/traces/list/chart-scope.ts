import type { Measure } from '#lib/domain/metrics/measures.ts'
import type { MetricsQuery } from '#lib/domain/metrics/schemas.ts'
import type { TraceFilterName } from '../parts/search-params.ts'

type Filters = Partial<Record<TraceFilterName, string | null>>

const kept = ['environment', 'agent', 'framework', 'release'] as const
const parts = ['model', 'tool'] as const
const notKept = ['text', 'status', 'session', 'user', 'attribute'] as const

export interface ChartScope {
  filter: MetricsQuery['filter']
  /** What the bars count, in the plural. */
  what: string
  measures: { count: Measure; failed: Measure; p95: Measure; cost: Measure }
  /** Filters of the list that rollups do not know: with one of them the charts would show other traces than the list. */
  unknown: TraceFilterName[]
}

/** How the list's filters read in the rollups: requests, or the calls of one model or tool. */
export function chartScope(filters: Filters): ChartScope {
  const filter: Record<string, string> = {}
  for (const name of [...kept, ...parts]) {
    const value = filters[name]
    if (value) filter[name] = value
  }
  const of = parts.find(name => filters[name])
  return {
    filter,
    what: of ? `Calls of ${filters[of]}` : 'Requests',
    measures: of
      ? { count: 'spans', failed: 'errors', p95: 'latencyP95', cost: 'cost' }
      : { count: 'requests', failed: 'requestErrors', p95: 'requestLatencyP95', cost: 'cost' },
    unknown: notKept.filter(name => filters[name]),
  }
}
