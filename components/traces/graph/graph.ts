import type { SpanItem, TraceDetail } from '#lib/domain/traces/schemas.ts'
import { spanTitle } from '../parts/span-title.ts'
import { totalTokens } from '../parts/tokens.ts'
import { buildTree } from '../tree/tree.ts'
import { type Arrow, byStart, Draft, type DraftNode } from './graph-draft.ts'
import type { Tally } from './graph-tally.ts'
import type { AgentGraph, GraphSpan } from './graph-types.ts'

/** Framework chatter that holds a part of the totals is counted, but never as a call. */
type Read = GraphSpan & { chatter?: true }
type Repeats = ReadonlyMap<string, GraphSpan | null>

/**
 * Who called what, read from parents and never from times: any order of arrival gives the same graph. A node is an agent,
 * model, tool, … by name. A request is a call of its agent (the local root span of an agent, as everywhere); a span that
 * names a model, tool, retriever, … is a call of that. The caller is the nearest node above; a model calls nothing, so what
 * stands inside its call was called by its caller. Steps and framework messages are passed through.
 *
 * Model and tool calls, tokens and cost are those of the trace's head, because the same spans count in both.
 */
export function graphOf(trace: { spans: readonly GraphSpan[] } & Pick<TraceDetail, 'repeatedCalls'>): AgentGraph {
  const byId = new Map(trace.spans.map(span => [span.spanId, span]))
  const repeats: Repeats = new Map(
    trace.repeatedCalls.map(({ spanId, callId }) => [spanId, byId.get(callId ?? '') ?? null]),
  )
  const draft = new Draft()
  const path: Place[] = []
  for (const { span, depth } of parentsFirst(trace.spans)) {
    path.length = depth
    path[depth] = read(span, path[depth - 1] ?? outside, repeats, draft)
  }
  return draft.build()
}

function parentsFirst(spans: readonly GraphSpan[]) {
  const kept = [...spans]
    .sort(byStart)
    .map((span): Read => (span.noise && span.counted ? { ...span, noise: false, chatter: true } : span))
  return buildTree(kept, { collapsed: new Set(), showNoise: false }).rows
}

/** What the spans above say of where a span stands. */
interface Place {
  caller: DraftNode | null
  /** By which work came to the node here, and to the agent here. */
  within: Arrow | null
  agent: Arrow | null
  /** A model call around it reported tokens. */
  metered: boolean
  depth: number
}

const outside: Place = { caller: null, within: null, agent: null, metered: false, depth: -1 }

/** Kinds that call: a model or an embedding only answers. */
const callers = new Set<SpanItem['kind']>(['agent', 'tool', 'retriever', 'guardrail', 'evaluator'])
/** Kinds in which a span directly inside another of the same name continues the same call. */
const goOn = new Set<SpanItem['kind']>(['agent', 'retriever', 'embedding', 'guardrail', 'evaluator'])
/** What may stand between a model call and the same call as another instrumentation sees it. */
const transparent = new Set<SpanItem['kind']>(['llm', 'chain', 'other'])

function read(span: Read, above: Place, repeats: Repeats, draft: Draft): Place {
  draft.totals.leave(above.depth + 1)
  const place = enter(span, above, draft)
  const arrow = callOf(span, place, repeats, draft)
  if (arrow === null && !passes(span) && !span.chatter) draft.step()
  const reported = span.kind === 'llm' && totalTokens(span) !== null
  const metered = transparent.has(span.kind) && (above.metered || reported)
  if (arrow === null) return { ...place, metered }
  if (span.kind === 'llm' && !metered) draft.totals.add(sharers(span, arrow, place, draft), sum => sum.unmetered())
  const below = { ...place, metered, within: arrow }
  if (!callers.has(arrow.to.kind)) return below
  draft.within(arrow, place.depth)
  return { ...below, caller: arrow.to }
}

/** Work passes to an agent at its local root span. */
function passes(span: Read): span is Read & { agent: string } {
  return span.request && span.agent !== null
}

function enter(span: Read, above: Place, draft: Draft): Place {
  const depth = above.depth + 1
  if (!passes(span)) return { ...above, depth }
  const arrow = draft.arrow(above.caller, draft.node('agent', span.agent))
  draft.call(arrow, span)
  draft.within(arrow, depth)
  return { ...above, depth, caller: arrow.to, within: arrow, agent: arrow }
}

/** Counts a span where it names something; returns the arrow it is a call by, or null when it is none. */
function callOf(span: Read, place: Place, repeats: Repeats, draft: Draft): Arrow | null {
  const node = nodeOf(span, repeats, draft)
  draft.part(span, node ?? place.within?.to)
  const going = place.within !== null && place.within.to === node && goOn.has(span.kind)
  const isCall = node !== null && !going && !repeats.has(span.spanId) && !span.chatter
  const arrow = going ? place.within : node && (isCall || span.counted) ? draft.arrow(place.caller, node) : null
  draft.totals.add(sharers(span, arrow, place, draft), sum => sum.add(span))
  if (!isCall || arrow === null) return null
  draft.call(arrow, span)
  return arrow
}

/**
 * The node a span names. What tells of a call again goes with the call. A step that tells usage nobody below it tells is a
 * node too: no cost is without one.
 */
function nodeOf(span: Read, repeats: Repeats, draft: Draft): DraftNode | null {
  const stands = repeats.get(span.spanId)
  if (stands) return draft.node(stands.kind, spanTitle(stands))
  const step = span.kind === 'chain' || span.kind === 'other' || stands === null
  if (step && !span.counted) return null
  if (span.kind === 'agent' && span.agent !== null) return null
  return draft.node(span.kind, spanTitle(span))
}

/** Who a span's tokens and cost are shown at: the node and its arrow, and the agent in whose name it was done. */
function sharers(span: Read, arrow: Arrow | null, { agent }: Place, draft: Draft): Tally[] {
  const own = arrow ? [arrow.tally, arrow.to.tally] : []
  if (span.agent === null || !(span.counted || span.kind === 'llm')) return own
  const named = draft.node('agent', span.agent)
  return named === agent?.to ? [...own, agent.tally, named.tally] : [...own, named.tally]
}
