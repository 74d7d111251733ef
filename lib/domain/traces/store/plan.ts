import { marksOf, type NewMarks } from '#lib/domain/traces/marks/marks-of-plan.ts'
import { edgesLimit, edgesOf, namesOf, partOfWhole, partsOf, type RunPart } from '#lib/domain/traces/runs/parts.ts'
import { type Change, changeOfPart, changeOfWhole, same } from './attribution/change.ts'
import type { Heads } from './attribution/heads.ts'
import { type Attributed, moreComplete, type SpanState } from './attribution/span-state.ts'
import type { TraceSummary } from './attribution/summarise.ts'
import {
  accumulate,
  addPlace,
  addSpan,
  addTrace,
  type Contribution,
  emptyContribution,
  measureNames,
  runContribution,
  withoutZeros,
} from './rollups/contribution.ts'
import type { Received } from './tables/received.ts'
import type { SpanRow } from './tables/span-columns.ts'
import type { Missing, StoredTrace } from './tables/stored-trace.ts'

/** Everything one trace needs written. Nothing at all when all of its spans were known. */
export interface TracePlan extends NewMarks {
  traceId: string
  day: string
  revision: number
  summary: TraceSummary
  /** As it was stored; null when it is new. */
  before: TraceSummary | null
  heads: Heads
  /** It is new, or its own identity or start changed. Whole-trace conditions are checked elsewhere. */
  moved: boolean
  /** What joins it to other traces; empty for most. */
  edges: string[]
  /** Its shares in runs. */
  parts: RunPart[]
  /** Its runs are counted in the run tables; otherwise it is a run by itself, counted in `delta`. */
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

export const isPlan = (plan: TracePlan | Missing): plan is TracePlan => 'delta' in plan

/**
 * Pure: merges what came into what is stored, and says what to write; null when nothing changes, and what else must be
 * loaded first when the spans at hand cannot tell. `joined`: other traces link to it, or it has been in the run tables.
 */
export function planTrace(
  projectId: string,
  traceId: string,
  received: readonly Received[],
  stored: StoredTrace | undefined,
  joined = false,
): TracePlan | Missing | null {
  const winners = pickWinners(received, stored?.spans ?? new Map())
  if (winners.size === 0) return null
  const trace = { projectId, traceId, stored, joined }
  if (!stored || stored.whole) return planFrom(trace, winners)
  if (stored.measures !== measureNames) return { whole: true }
  const change = changeOfPart(stored, winners)
  if (!('changed' in change)) return change
  const runs = runsOfPart(trace.traceId, change, stored)
  return runs === null ? { whole: true } : toPlan(trace, winners, change, runs)
}

interface Trace {
  projectId: string
  traceId: string
  /** With every span at hand. */
  stored: StoredTrace | undefined
  joined: boolean
}

/** Pure: what to write when `winners` replace the stored spans with their ids, or are added. */
export function planFrom(trace: Trace, winners: ReadonlyMap<string, Received>): TracePlan {
  const change = changeOfWhole(trace.stored, winners)
  const { nodes, summary } = change
  const runs = { edges: edgesOf(trace.traceId, nodes), parts: partsOf(trace.traceId, nodes, summary) }
  return toPlan(trace, winners, change, runs)
}

type Runs = Pick<TracePlan, 'edges' | 'parts'>

function toPlan(
  { projectId, traceId, stored, joined }: Trace,
  winners: ReadonlyMap<string, Received>,
  change: Change,
  runs: Runs,
): TracePlan {
  const { nodes, changed, summary, heads } = change
  const alone = !joined && runs.edges.length === 0
  const day = stored?.day ?? new Date(summary.startUs / 1000).toISOString().slice(0, 10)
  const attributed = (id: string) => (nodes.get(id) as { attributed: Attributed }).attributed
  return {
    traceId,
    day,
    revision: (stored?.revision ?? 0) + 1,
    summary,
    before: stored?.summary ?? null,
    heads,
    moved: stored === undefined || hasMoved(stored.summary, summary),
    ...runs,
    joined: !alone,
    ...marksOf(projectId, stored?.summary, summary, winners.values()),
    delta: deltaOf(change, stored, alone ? runs.parts : []),
    written: [...winners.values()].map(item => ({
      ...item,
      projectId,
      day,
      attributed: attributed(item.state.spanId),
    })),
    replaced: [...winners.keys()].filter(id => stored?.spans.has(id)),
    reattributed: changed
      .filter(
        ({ node, before }) => before && !winners.has(node.span.spanId) && !same(before.attributed, node.attributed),
      )
      .map(({ node }) => ({ projectId, day, traceId, spanId: node.span.spanId, attributed: node.attributed })),
  }
}

/** Whether what a score takes from the trace that it judges is something else now. */
const hasMoved = (before: TraceSummary, after: TraceSummary) =>
  places.some(key => before[key] !== after[key]) || before.prompts.join(' ') !== after.prompts.join(' ')

const places = [
  'startUs',
  'environment',
  'agent',
  'framework',
  'release',
] as const satisfies readonly (keyof TraceSummary)[]

/** What joins the trace to others, and its shares in runs; null where only the whole trace can tell. */
function runsOfPart(traceId: string, { changed, summary }: Change, stored: StoredTrace): Runs | null {
  const found = edgesOf(traceId, new Map(changed.map(({ node }) => [node.span.spanId, node])))
  const edges = [...new Set([...stored.edges, ...found])].sort().slice(0, edgesLimit)
  const names = namesOf(edges)
  return names.length > 1 ? null : { edges, parts: [partOfWhole(traceId, names[0] ?? '', summary)] }
}

/** What the rollups gain or lose: of each span that came or changed, of the trace, and of the run that it alone is. */
function deltaOf(change: Change, stored: StoredTrace | undefined, alone: readonly RunPart[]): Contribution {
  const { nodes, changed, summary } = change
  const delta = emptyContribution()
  const counted = stored?.contribution ? [...nodes.values()] : changed.map(({ node }) => node)
  for (const node of counted) addSpan(delta, node.span, node.attributed, 1)
  addTrace(delta, summary, 1)
  addPlace(delta, stored?.summary ?? null, summary)
  for (const part of alone) accumulate(delta, runContribution(part), 1)
  if (stored?.contribution) accumulate(delta, stored.contribution, -1)
  else if (stored) takeBefore(delta, changed, stored)
  return withoutZeros(delta)
}

/** A measure that is newer than the stored contribution has nothing to subtract. */
function takeBefore(delta: Contribution, changed: Change['changed'], stored: StoredTrace): void {
  const only = stored.measures === measureNames ? null : new Set(stored.measures.split(' '))
  for (const { before } of changed) if (before) addSpan(delta, before.state, before.attributed, -1, only)
  addTrace(delta, stored.summary, -1, only)
  if (stored.inRunTables) return
  accumulate(delta, runContribution(partOfWhole(stored.traceId, '', stored.summary), only), -1)
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
