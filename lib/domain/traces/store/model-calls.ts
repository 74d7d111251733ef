import type { Node } from './attribute.ts'
import type { SpanState } from './span-state.ts'

/** An id of an answer that more spans share is a stand-in model's constant and names no call. */
const sharedLimit = 64

/** Whether a span says what a call took. */
export const claims = (span: SpanState) =>
  span.input !== null || span.output !== null || span.reportedCost !== null || span.computedCost !== null

/**
 * Finds spans that tell of a call which another span stands for: two instrumentations beside each other (Anthropic's SDK
 * traces itself, and OpenLLMetry traces it too) write the same id of an answer at the same time. Nested ones are the leaf
 * rule's work. The span that stands is one with usage, then a model call, then the deepest, then the latest to start. A
 * model call gives way to a model call only: an agent that repeats the id with its own sum of tokens is not the call.
 */
export function markRepeats(order: readonly Node[]): void {
  for (const group of sharedAnswers(order)) {
    group.sort(standing)
    const kept: Node[] = []
    for (const node of group) {
      node.repeats = kept.find(other => mayStandFor(other.span, node.span) && sameCall(node.span, other.span)) ?? null
      if (node.repeats === null) kept.push(node)
    }
  }
}

function sharedAnswers(order: readonly Node[]): Node[][] {
  const groups = new Map<string, Node[]>()
  for (const node of order) {
    const id = node.span.responseId
    if (id === null || !(node.span.kind === 'llm' || claims(node.span))) continue
    const group = groups.get(id)
    if (group) group.push(node)
    else groups.set(id, [node])
  }
  return [...groups.values()].filter(group => group.length > 1 && group.length <= sharedLimit)
}

const mayStandFor = (other: SpanState, span: SpanState) => span.kind !== 'llm' || other.kind === 'llm'

/** One instrumentation writes a call once: equal ids from one scope are a cache's answers, or a stand-in model's. */
function sameCall(a: SpanState, b: SpanState): boolean {
  const overlap = a.startUs <= (b.endUs ?? b.startUs) && b.startUs <= (a.endUs ?? a.startUs)
  return a.scopeName !== b.scopeName && overlap
}

function standing(a: Node, b: Node): number {
  return (
    Number(claims(b.span)) - Number(claims(a.span)) ||
    Number(b.span.kind === 'llm') - Number(a.span.kind === 'llm') ||
    b.depth - a.depth ||
    b.span.startUs - a.span.startUs ||
    (a.span.spanId < b.span.spanId ? -1 : 1)
  )
}

/**
 * A model call is a llm span with no other call below it: two instrumentations nest one call in another. A span below
 * that only repeats it (it names the same answer and tells no usage) leaves it the call.
 */
export function isModelCall(node: Node): boolean {
  return node.span.kind === 'llm' && !node.span.noise && node.repeats === null && !hasModelBelow(node)
}

function hasModelBelow(node: Node): boolean {
  const open = [...node.children]
  for (let next = open.pop(); next; next = open.pop()) {
    if (next.span.kind === 'llm' && next.repeats === null) return true
    for (const child of next.children) open.push(child)
  }
  return false
}

/**
 * The llm spans that are no calls of their own, with the call that each tells of again: the one that stands for it beside
 * it, else the first inside it; null where that is framework chatter. Linear, whatever the order of `nodes`.
 */
export function repeatedCalls(nodes: Map<string, Node>): { spanId: string; callId: string | null }[] {
  const first = new Map<Node, Node>()
  const later = (a: Node, b: Node) => a.span.startUs - b.span.startUs || (a.span.spanId < b.span.spanId ? -1 : 1)
  const deepestFirst = [...nodes.values()].sort((a, b) => b.depth - a.depth)
  for (const node of deepestFirst) {
    const below = node.children.flatMap(child => first.get(child) ?? []).sort(later)[0]
    const call = isModelCall(node) ? node : below
    if (call) first.set(node, call)
  }
  return deepestFirst
    .filter(node => node.span.kind === 'llm' && !node.span.noise && first.get(node) !== node)
    .map(node => ({ spanId: node.span.spanId, callId: first.get(node.repeats ?? node)?.span.spanId ?? null }))
    .sort((a, b) => (a.spanId < b.spanId ? -1 : 1))
}

/** A model call of which nobody tells tokens: neither its span nor one of another instrumentation around it. */
export function isUnmetered(node: Node): boolean {
  if (!isModelCall(node)) return false
  for (let at: Node | null = node; at !== null && passes.has(at.span.kind); at = at.parent) {
    if (at.span.kind === 'llm' && (at.span.input !== null || at.span.output !== null)) return false
  }
  return true
}

/** What may stand between a call and the same call as another instrumentation sees it. */
const passes = new Set(['llm', 'chain', 'other'])
