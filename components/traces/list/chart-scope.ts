import type { Measure } from '#lib/domain/metrics/measures.ts'
import type { MetricsQuery } from '#lib/domain/metrics/schemas.ts'
import type { TraceFilterName } from '../parts/search-params.ts'

type Filters = Partial<Record<TraceFilterName, string | null>>

const kept = ['environment', 'agent', 'framework', 'release'] as const
const parts = ['model', 'tool'] as const
const notKept = ['text', 'status', 'session', 'user', 'attribute', 'run', 'score', 'prompt', 'promptVersion'] as const

export interface ChartScope {
  filter: MetricsQuery['filter']
  titles: { count: string; p95: string; cost: string }
  /** What the charts count, where the list counts traces, and what of the list's filters they do not follow. */
  says: string
  measures: { count: Measure; failed: Measure; p95: Measure; cost: Measure }
  /** Filters of the list that the rollups do not know: the charts are of more than the list then. */
  unknown: TraceFilterName[]
}

/** How the list's filters read in the rollups: requests, or the calls of one model or tool. */
export function chartScope(filters: Filters): ChartScope {
  const filter: Record<string, string> = {}
  for (const name of [...kept, ...parts]) {
    const value = filters[name]
    if (value) filter[name] = value
  }
  const unknown = notKept.filter(name => filters[name])
  const of = parts.find(name => filters[name])
  return {
    filter,
    titles: of
      ? { count: `Calls of ${filters[of]}`, p95: 'Call duration, p95', cost: 'Cost of these calls' }
      : { count: 'Agent requests', p95: 'Request duration, p95', cost: 'Cost' },
    says: saysOf(of ? `calls of ${filters[of]}` : null, unknown),
    measures: of
      ? { count: 'spans', failed: 'errors', p95: 'latencyP95', cost: 'cost' }
      : { count: 'requests', failed: 'requestErrors', p95: 'requestLatencyP95', cost: 'cost' },
    unknown,
  }
}

function saysOf(calls: string | null, unknown: readonly TraceFilterName[]): string {
  const counted = calls
    ? `The charts count ${calls}, not traces.`
    : 'The charts count requests, not traces: one each time an agent is given work. A request failed if its own span did.'
  if (unknown.length === 0) return counted
  const filters = `${unknown.length === 1 ? 'filter' : 'filters'} ${unknown.join(', ')}`
  return `Without the ${filters}: the charts count all ${calls ?? 'requests'} of this range, not only those in the list.`
}
