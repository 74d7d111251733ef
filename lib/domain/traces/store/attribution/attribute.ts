import { callNames, countsUsage, isModelCall, isUnmetered, markRepeats, metersChildren, offers } from './model-calls.ts'
import type { Node } from './node.ts'
import { type Attributed, type Identity, identityKeys, type SpanState } from './span-state.ts'

/** What is known of a trace of which only some spans are at hand. */
export interface Part {
  /** What is stored of the spans at hand. */
  stored: ReadonlyMap<string, Attributed>
  /** Names of calls (`callNames`) whose spans are all loaded. */
  calls: ReadonlySet<string>
}

/**
 * Attributes a whole trace: identity from the span or its nearest ancestor that says so, usage counted once, requests
 * found. Pure, and independent of the order of `spans`. Returns nodes by span id.
 */
export function attribute(spans: readonly SpanState[]): Map<string, Node> {
  return derive(link(spans).nodes, { stored: new Map(), calls: null })
}

/**
 * The same for some spans of a trace, all of their ancestors among them: what is below them is known from the spans at
 * hand and from what is stored. Null where they name their parents in a ring, which only a whole trace can settle.
 */
export function attributePart(spans: readonly SpanState[], part: Part): Map<string, Node> | null {
  const { nodes, rings } = link(spans)
  return rings > 0 ? null : derive(nodes, part)
}

/** Stored spans with their stored attribution, which is not computed again. Null where their parents form a loop. */
export function recall(spans: readonly { state: SpanState; attributed: Attributed }[]): Map<string, Node> | null {
  const { nodes, rings } = link(spans.map(({ state }) => state))
  for (const { state, attributed } of spans) {
    const node = nodes.get(state.spanId)
    if (node) Object.assign(node, { attributed, below: attributed.below })
  }
  for (const node of parentsFirst(nodes)) lookUp(node)
  return rings > 0 ? null : nodes
}

/** Whether two states of a span give its children the same. */
export function passOnAlike(a: Node, b: Node): boolean {
  return (
    identityKeys.every(key => a.attributed[key] === b.attributed[key]) &&
    visibleAgent(a) === visibleAgent(b) &&
    metersChildren(a) === metersChildren(b)
  )
}

function derive(nodes: Map<string, Node>, { stored, calls }: { stored: Part['stored']; calls: Part['calls'] | null }) {
  const order = parentsFirst(nodes)
  for (const node of order) {
    node.attributed = inherit(node)
    node.below = stored.get(node.span.spanId)?.below ?? 0
    lookUp(node)
  }
  for (const node of order.toReversed()) if (node.parent) node.parent.below |= offers(node)
  const isWhole = ({ span }: Node) => calls === null || callNames(span).every(name => calls.has(name))
  for (const node of order) if (!isWhole(node)) node.attributed.repeats = stored.get(node.span.spanId)?.repeats ?? false
  markRepeats(order.filter(isWhole))
  for (const node of order) {
    node.attributed.below = node.below
    node.attributed.counted = countsUsage(node)
    node.attributed.request = isRequest(node)
    node.attributed.modelCall = isModelCall(node)
    node.attributed.unmetered = isUnmetered(node)
  }
  return nodes
}

/** What a span inherits from its parent beside its identity. */
function lookUp(node: Node): void {
  const { parent } = node
  node.depth = parent === null ? 0 : parent.depth + 1
  node.above = parent === null ? undefined : visibleAgent(parent)
  node.metered = parent !== null && metersChildren(parent)
}

const visibleAgent = (node: Node) => (node.span.noise ? node.above : node.attributed.agent)

const nobody: Attributed = {
  agent: null,
  framework: null,
  release: null,
  environment: null,
  sessionId: null,
  userId: null,
  runId: null,
  counted: false,
  request: false,
  repeats: false,
  modelCall: false,
  unmetered: false,
  below: 0,
}

function link(spans: readonly SpanState[]): { nodes: Map<string, Node>; rings: number } {
  const nodes = new Map<string, Node>()
  for (const span of spans) {
    nodes.set(span.spanId, {
      span,
      parent: null,
      children: [],
      depth: 0,
      above: undefined,
      below: 0,
      metered: false,
      repeats: null,
      attributed: nobody,
    })
  }
  for (const node of nodes.values()) {
    const parent = node.span.parentSpanId === null ? undefined : nodes.get(node.span.parentSpanId)
    if (parent && parent !== node) node.parent = parent
  }
  const rings = breakCycles(nodes)
  for (const node of nodes.values()) node.parent?.children.push(node)
  return { nodes, rings }
}

/** A malicious trace may have a loop of parents; the smallest id of the loop becomes a root, in any order. */
function breakCycles(nodes: Map<string, Node>): number {
  let rings = 0
  const done = new Set<Node>()
  for (const start of nodes.values()) {
    const path = new Set<Node>()
    let node: Node | null = start
    while (node && !done.has(node) && !path.has(node)) {
      path.add(node)
      node = node.parent
    }
    if (node && path.has(node)) {
      cutRing(node)
      rings++
    }
    for (const visited of path) done.add(visited)
  }
  return rings
}

function cutRing(member: Node): void {
  let smallest = member
  for (let node = member.parent; node && node !== member; node = node.parent) {
    if (node.span.spanId < smallest.span.spanId) smallest = node
  }
  smallest.parent = null
}

function parentsFirst(nodes: Map<string, Node>): Node[] {
  const order = [...nodes.values()].filter(node => node.parent === null)
  for (let i = 0; i < order.length; i++) {
    const node = order[i]
    if (node) for (const child of node.children) order.push(child)
  }
  return order
}

/** service.name and service.version are the weakest word: only where neither the span nor an ancestor has one. */
function inherit({ span, parent }: Node): Attributed {
  const above: Identity | null = parent ? parent.attributed : null
  const own = span.own
  return {
    ...nobody,
    agent: own.agent ?? above?.agent ?? span.serviceName,
    framework: own.framework ?? above?.framework ?? null,
    release: own.release ?? above?.release ?? span.serviceVersion,
    environment: own.environment ?? above?.environment ?? null,
    sessionId: own.sessionId ?? above?.sessionId ?? null,
    userId: own.userId ?? above?.userId ?? null,
    runId: own.runId ?? above?.runId ?? null,
  }
}

function isRequest({ span, attributed, above }: Node): boolean {
  if (span.noise || span.operation === 'create_agent' || attributed.agent === null) return false
  return above === undefined || above !== attributed.agent
}
