import { edgesOf, partsOf, type RunPart } from '#lib/domain/traces/runs/parts.ts'
import { attribute, type Node } from './attribute.ts'
import { accumulate, type Contribution, contributionOf, emptyContribution, runContribution } from './contribution.ts'
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
  /** What joins it to other traces; empty for most. */
  edges: string[]
  /** Its shares in runs. */
  parts: RunPart[]
  /** Its runs are counted by the run tables; else it is a run by itself, and its contribution has it. */
  joined: boolean
  /** New or more complete spans. */
  written: SpanRow[]
  /** Those of them that replace a less complete version. */
  replaced: string[]
  /** Stored spans whose attribution changed. */
  reattributed: { projectId: string; day: string; traceId: string; spanId: string; attributed: Attributed }[]
  /** What the rollups gain or lose. */
  delta: Contribution
}

/**
 * Pure: merges what came into what is stored, and says what to write; null when nothing changes. `joined`: other traces
 * link to it, or it has been in the run tables before.
 */
export function planTrace(
  projectId: string,
  traceId: string,
  received: readonly Received[],
  stored: StoredTrace | undefined,
  joined = false,
): TracePlan | null {
  const known = new Map(stored?.spans.map(span => [span.state.spanId, span]))
  const winners = pickWinners(received, known)
  return winners.size === 0 ? null : planFrom(projectId, traceId, winners, stored, joined)
}

/** Pure: what to write when `winners` take the place of the stored spans with their ids, or come beside them. */
export function planFrom(
  projectId: string,
  traceId: string,
  winners: ReadonlyMap<string, Received>,
  stored: StoredTrace | undefined,
  joined: boolean,
): TracePlan {
  const known = new Map(stored?.spans.map(span => [span.state.spanId, span]))
  const states = new Map<string, SpanState>()
  for (const [id, span] of known) states.set(id, span.state)
  for (const [id, item] of winners) states.set(id, item.state)
  const nodes = attribute([...states.values()])
  const summary = summarise(nodes)
  const edges = edgesOf(traceId, nodes)
  const parts = partsOf(traceId, nodes, summary)
  const contribution = contributionOf(nodes, summary)
  const alone = !joined && edges.length === 0
  if (alone) for (const part of parts) accumulate(contribution, runContribution(part), 1)
  const delta = emptyContribution()
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
    edges,
    parts,
    joined: !alone,
    written: [...winners.values()].map(item => ({
      ...item,
      projectId,
      day,
      attributed: attributed(item.state.spanId),
    })),
    replaced: [...winners.keys()].filter(id => known.has(id)),
    reattributed: [...known]
      .filter(([id, span]) => !winners.has(id) && !same(span.attributed, attributed(id)))
      .map(([spanId]) => ({ projectId, day, traceId, spanId, attributed: attributed(spanId) })),
  }
}

type Known = ReadonlyMap<string, { state: SpanState }>

function pickWinners(received: readonly Received[], known: Known): Map<string, Received> {
  const winners = new Map<string, Received>()
  for (const item of received) {
    const rival = winners.get(item.state.spanId)?.state ?? known.get(item.state.spanId)?.state
    if (!rival || moreComplete(item.state, rival) > 0) winners.set(item.state.spanId, item)
  }
  return winners
}

function same(a: Attributed, b: Attributed): boolean {
  return (Object.keys(b) as (keyof Attributed)[]).every(key => a[key] === b[key])
}
