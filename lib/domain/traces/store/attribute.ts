import { countsUsage, markRepeats, metersChildren, offers } from './model-calls.ts'
import type { Attributed, Identity, SpanState } from './span-state.ts'

export interface Node {
  span: SpanState
  parent: Node | null
  children: Node[]
  /** Steps from its local root. */
  depth: number
  /** What is below it: bits of `below` in model-calls.ts. */
  below: number
  /** A model call around it tells the tokens of what it may tell again. */
  metered: boolean
  /** The span beside it that stands for the call this one tells of. */
  repeats: Node | null
  attributed: Attributed
}

/**
 * Attributes a whole trace: identity from the span or its nearest ancestor that says so, usage counted once, requests
 * found. Pure, and independent of the order of `spans`. Returns nodes by span id.
 */
export function attribute(spans: readonly SpanState[]): Map<string, Node> {
  const nodes = link(spans)
  const order = parentsFirst(nodes)
  for (const node of order) {
    node.depth = node.parent === null ? 0 : node.parent.depth + 1
    node.metered = node.parent !== null && metersChildren(node.parent)
    node.attributed = inherit(node)
  }
  for (const node of order.toReversed()) if (node.parent) node.parent.below |= offers(node)
  markRepeats(order)
  for (const node of order) {
    node.attributed.counted = countsUsage(node)
    node.attributed.request = isRequest(node)
  }
  return nodes
}

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
}

function link(spans: readonly SpanState[]): Map<string, Node> {
  const nodes = new Map<string, Node>()
  for (const span of spans) {
    nodes.set(span.spanId, {
      span,
      parent: null,
      children: [],
      depth: 0,
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
  breakCycles(nodes)
  for (const node of nodes.values()) node.parent?.children.push(node)
  return nodes
}

/** A hostile trace may name parents in a ring; the smallest id of the ring becomes a root, whatever the order. */
function breakCycles(nodes: Map<string, Node>): void {
  const done = new Set<Node>()
  for (const start of nodes.values()) {
    const path = new Set<Node>()
    let node: Node | null = start
    while (node && !done.has(node) && !path.has(node)) {
      path.add(node)
      node = node.parent
    }
    if (node && path.has(node)) cutRing(node)
    for (const visited of path) done.add(visited)
  }
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
    agent: own.agent ?? above?.agent ?? span.serviceName,
    framework: own.framework ?? above?.framework ?? null,
    release: own.release ?? above?.release ?? span.serviceVersion,
    environment: own.environment ?? above?.environment ?? null,
    sessionId: own.sessionId ?? above?.sessionId ?? null,
    userId: own.userId ?? above?.userId ?? null,
    runId: own.runId ?? above?.runId ?? null,
    counted: false,
    request: false,
  }
}

/** The nearest ancestor that is not framework chatter. */
function visibleParent(node: Node): Node | null {
  let parent = node.parent
  while (parent?.span.noise) parent = parent.parent
  return parent
}

function isRequest(node: Node): boolean {
  if (node.span.noise || node.span.operation === 'create_agent' || node.attributed.agent === null) return false
  const parent = visibleParent(node)
  return parent === null || parent.attributed.agent !== node.attributed.agent
}
