import type { SpanKind } from '#lib/domain/traces/canonical.ts'
import type { Node } from './node.ts'
import { costOf, type SpanState } from './span-state.ts'
import { toldTwice, twinName } from './twins.ts'

/** An id that more spans than this share is the constant of a simulated model and identifies no call. */
export const sharedLimit = 64

/** Whether a span says what a call took. */
export const claims = (span: SpanState) =>
  span.input !== null || span.output !== null || span.reportedCost !== null || span.computedCost !== null

/**
 * Finds spans that tell of a call which another span stands for: two instrumentations beside each other (Anthropic's SDK
 * traces itself, and OpenLLMetry traces it too) write the same id of an answer at the same time, and one may write it
 * once for each part of the answer (Claude's agent SDK). Where one is inside the other, what is below each decides instead. The span that stands is one with usage, then a model call, then one
 * with a cost, then the latest to start. A model call gives way to a model call only: an agent that repeats the id with its own sum is not the call. Then spans that tell
 * of one call without sharing an id (`twins.ts`).
 */
export function markRepeats(nodes: readonly Node[]): void {
  for (const group of groupsBy(nodes, answerName)) markGroup(group, mayStandFor)
  for (const group of groupsBy(nodes, twinName)) markGroup(group.filter(isFirst), isTwin)
}

function markGroup(group: Node[], standsFor: (other: Node, node: Node) => boolean): void {
  group.sort(standing)
  const kept: Node[] = []
  for (const node of group) {
    node.repeats = kept.find(other => standsFor(other, node)) ?? null
    node.attributed.repeats = node.repeats !== null
    if (node.repeats === null) kept.push(node)
  }
}

const isFirst = (node: Node) => !node.attributed.repeats
const isTwin = (other: Node, node: Node) =>
  toldTwice(node.span, other.span) && !isInside(node, other) && !isInside(other, node)

/** The id by which a span may stand for a call, or tell again of one, if others share it; null for a span that does neither. */
const answerName = (span: SpanState) => (span.kind === 'llm' || claims(span) ? span.responseId : null)

/** Names that the spans of one call may share: only among those with one of them may a span be told again. */
export const callNames = (span: SpanState): string[] => [answerName(span), twinName(span)].filter(name => name !== null)

function groupsBy(nodes: readonly Node[], nameOf: (span: SpanState) => string | null): Node[][] {
  const groups = new Map<string, Node[]>()
  for (const node of nodes) {
    const name = nameOf(node.span)
    if (name === null) continue
    const group = groups.get(name)
    if (group) group.push(node)
    else groups.set(name, [node])
  }
  return [...groups.values()].filter(group => group.length > 1 && group.length <= sharedLimit)
}

function mayStandFor(other: Node, node: Node): boolean {
  if (node.span.kind === 'llm' && other.span.kind !== 'llm') return false
  return sameCall(node.span, other.span) && !isInside(node, other) && !isInside(other, node)
}

/** Eighteen letters and digits, or a UUID: no provider makes such an id twice. A stand-in model's are short, or a word. */
const madeOnce = /^(?=(?:\D*\d){3})(?=.*[a-z]).*([a-z\d]{18}|[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12})$/i

/**
 * Whether two spans that share an id tell of one call. Under an id that is made once the same input was billed once, be it told again for each
 * part of the answer, or by a cache. Other ids may be a stand-in model's: there only another instrumentation at the same time is the same.
 */
function sameCall(a: SpanState, b: SpanState): boolean {
  const alike = a.input === null || b.input === null || a.input === b.input
  if (alike && a.responseId !== null && madeOnce.test(a.responseId)) return true
  const overlap = a.startUs <= (b.endUs ?? b.startUs) && b.startUs <= (a.endUs ?? a.startUs)
  return a.scopeName !== b.scopeName && overlap
}

function isInside(node: Node, other: Node): boolean {
  let at = node.parent
  while (at !== null && at !== other) at = at.parent
  return at !== null
}

function standing(a: Node, b: Node): number {
  return (
    Number(claims(b.span)) - Number(claims(a.span)) ||
    Number(b.span.kind === 'llm') - Number(a.span.kind === 'llm') ||
    Number(costOf(b.span) !== null) - Number(costOf(a.span) !== null) ||
    b.span.startUs - a.span.startUs ||
    (a.span.spanId < b.span.spanId ? -1 : 1)
  )
}

/** What a span has below it, as bits. */
export const below = {
  /** Any span with usage. */
  usage: 1,
  /** A model call, reached through model, chain and framework spans only. */
  call: 2,
  /** Usage that repeats the usage of a model call around it, reached in the same way. */
  callUsage: 4,
  /** The same for an embedding. */
  embeddingUsage: 8,
  /** Any span with a cost. */
  cost: 16,
  /** A cost that is the cost of a model call around it: reached as its usage is. */
  callCost: 32,
} as const

/** What may stand between a call and the same call as another instrumentation sees it. Tools, agents and others end it. */
const passes = new Set<SpanKind>(['chain', 'other'])

/** What a span adds to the `below` of its parent. */
export function offers({ span, below: has }: Pick<Node, 'span' | 'below'>): number {
  const claim = claims(span)
  const cost = costOf(span) !== null
  let bits = has | (claim ? below.usage : 0) | (cost ? below.cost : 0)
  // A chain that only sums up what is below it says nothing more of the call around it.
  const ownUsage = claim && passes.has(span.kind) && (has & below.usage) === 0
  if (span.kind !== 'llm' && !passes.has(span.kind)) bits &= ~(below.call | below.callUsage | below.callCost)
  else if (ownUsage || (claim && span.kind === 'llm')) bits |= below.callUsage
  if (cost && (span.kind === 'llm' || (passes.has(span.kind) && (has & below.cost) === 0))) bits |= below.callCost
  if (span.kind !== 'embedding' && !passes.has(span.kind)) bits &= ~below.embeddingUsage
  else if (ownUsage || (claim && span.kind === 'embedding')) bits |= below.embeddingUsage
  return span.kind === 'llm' && !span.noise ? bits | below.call : bits
}

/**
 * Usage counts once. A model call gives way only to the same call told again inside it; whatever its tools and agents
 * spend is beside its own. Everything else is a wrapper: it counts only where nothing below it tells usage. A span that tells a cost and no
 * tokens gives way to a cost only: below it may be calls of which nobody else knows what they cost.
 */
export function countsUsage({ span, below: has, attributed }: Node): boolean {
  if (!claims(span) || attributed.repeats) return false
  if (span.kind === 'embedding') return (has & below.embeddingUsage) === 0
  const [usage, cost] = span.kind === 'llm' ? [below.callUsage, below.callCost] : [below.usage, below.cost]
  return (has & (tellsTokens(span) ? usage : cost)) === 0
}

/** A model call is an llm span that does not contain the same call again: two instrumentations may nest one call in another. */
export function isModelCall({ span, below: has, attributed }: Node): boolean {
  return span.kind === 'llm' && !span.noise && !attributed.repeats && (has & below.call) === 0
}

/**
 * The llm spans that are no calls of their own, with the call that each tells of again: the one that stands for it beside
 * it, else the first inside it; null where none is a call. Linear, whatever the order of `nodes`.
 */
export function repeatedCalls(nodes: Map<string, Node>): { spanId: string; callId: string | null }[] {
  const first = new Map<Node, Node>()
  const later = (a: Node, b: Node) => a.span.startUs - b.span.startUs || (a.span.spanId < b.span.spanId ? -1 : 1)
  const deepestFirst = [...nodes.values()].sort((a, b) => b.depth - a.depth)
  for (const node of deepestFirst) {
    if (node.span.kind !== 'llm' && !passes.has(node.span.kind)) continue
    const call = isModelCall(node) ? node : node.children.flatMap(child => first.get(child) ?? []).sort(later)[0]
    if (call) first.set(node, call)
  }
  return deepestFirst
    .filter(node => node.span.kind === 'llm' && !node.span.noise && !isModelCall(node))
    .map(node => ({ spanId: node.span.spanId, callId: first.get(node.repeats ?? node)?.span.spanId ?? null }))
    .sort((a, b) => (a.spanId < b.spanId ? -1 : 1))
}

/** A model call without tokens, neither in its span nor in a span of another instrumentation around it. */
export const isUnmetered = (node: Node): boolean => isModelCall(node) && !node.metered && !tellsTokens(node.span)

/** Whether a model call around its children tells the tokens of what they may tell again. */
export function metersChildren({ span, metered }: Pick<Node, 'span' | 'metered'>): boolean {
  if (span.kind === 'llm') return metered || tellsTokens(span)
  return metered && passes.has(span.kind)
}

const tellsTokens = (span: SpanState) => span.input !== null || span.output !== null
