import { attribute, type Node } from './attribute.ts'
import { accumulate, type Contribution, contributionOf } from './contribution.ts'
import type { StoredTrace } from './load.ts'
import type { Received } from './received.ts'
import type { SpanRow } from './span-columns.ts'
import { type Attributed, moreComplete, type SpanState } from './span-state.ts'
import { summarise, type TraceSummary } from './summarise.ts'

/** Everything one trace needs written. Nothing at all when all of its spans were known. */
export interface TracePlan {
  traceId: string
  day: string
  revision: number
  summary: TraceSummary
  contribution: Contribution
  /** New or more complete spans. */
  written: SpanRow[]
  /** Stored spans whose attribution changed. */
  reattributed: { projectId: string; day: string; traceId: string; spanId: string; attributed: Attributed }[]
  /** What the rollups gain or lose. */
  delta: Contribution
}

/** Pure: merges what came into what is stored, and says what to write; null when nothing changes. */
export function planTrace(
  projectId: string,
  traceId: string,
  received: readonly Received[],
  stored: StoredTrace | undefined,
): TracePlan | null {
  const winners = new Map<string, Received>()
  const known = new Map(stored?.spans.map(span => [span.state.spanId, span]))
  for (const item of received) {
    const rival = winners.get(item.state.spanId)?.state ?? known.get(item.state.spanId)?.state
    if (!rival || moreComplete(item.state, rival) > 0) winners.set(item.state.spanId, item)
  }
  if (winners.size === 0) return null
  const states = new Map<string, SpanState>()
  for (const [id, span] of known) states.set(id, span.state)
  for (const [id, item] of winners) states.set(id, item.state)
  const nodes = attribute([...states.values()])
  const summary = summarise(nodes)
  const contribution = contributionOf(nodes, summary)
  const delta: Contribution = { sums: new Map(), bins: new Map() }
  accumulate(delta, contribution, 1)
  if (stored) accumulate(delta, stored.contribution, -1)
  const day = stored?.day ?? new Date(summary.startUs / 1000).toISOString().slice(0, 10)
  const attributed = (id: string) => (nodes.get(id) as Node).attributed
  return {
    traceId,
    day,
    revision: (stored?.revision ?? 0) + 1,
    summary,
    contribution,
    delta,
    written: [...winners.values()].map(item => ({
      ...item,
      projectId,
      day,
      attributed: attributed(item.state.spanId),
    })),
    reattributed: [...known]
      .filter(([id, span]) => !winners.has(id) && !same(span.attributed, attributed(id)))
      .map(([spanId]) => ({ projectId, day, traceId, spanId, attributed: attributed(spanId) })),
  }
}

function same(a: Attributed, b: Attributed): boolean {
  return (Object.keys(b) as (keyof Attributed)[]).every(key => a[key] === b[key])
}
