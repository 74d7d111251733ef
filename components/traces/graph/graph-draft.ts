import { Tally } from './graph-tally.ts'
import { Totals } from './graph-totals.ts'
import type { AgentGraph, GraphSpan } from './graph-types.ts'

/** A node while it is counted. */
export interface DraftNode {
  key: string
  kind: GraphSpan['kind']
  name: string
  tally: Tally
  spans: GraphSpan[]
}

/** An arrow while it is counted. */
export interface Arrow {
  key: string
  from: DraftNode | null
  to: DraftNode
  tally: Tally
}

/** A graph being read from its spans. */
export class Draft {
  readonly #nodes = new Map<string, DraftNode>()
  readonly #arrows = new Map<string, Arrow>()
  readonly #nodeOf = new Map<string, string>()
  readonly totals = new Totals()
  #steps = 0

  node(kind: GraphSpan['kind'], name: string): DraftNode {
    const key = `${kind}:${name}`
    const known = this.#nodes.get(key)
    if (known) return known
    const node = { key, kind, name, tally: new Tally(), spans: [] }
    this.#nodes.set(key, node)
    return node
  }

  arrow(from: DraftNode | null, to: DraftNode): Arrow {
    const key = JSON.stringify([from?.key ?? null, to.key])
    const known = this.#arrows.get(key)
    if (known) return known
    const arrow = { key, from, to, tally: new Tally() }
    this.#arrows.set(key, arrow)
    return arrow
  }

  call(arrow: Arrow, span: GraphSpan): void {
    arrow.tally.call(span)
    arrow.to.tally.call(span)
    arrow.to.spans.push(span)
  }

  /** What comes deeper than this call is part of its total. */
  within(arrow: Arrow, depth: number): void {
    this.totals.enter(arrow.tally, depth)
    this.totals.enter(arrow.to.tally, depth)
  }

  /** A span is shown as a part of one node, or of none. */
  part(span: GraphSpan, node: DraftNode | undefined): void {
    if (node) this.#nodeOf.set(span.spanId, node.key)
  }

  step(): void {
    this.#steps++
  }

  build(): AgentGraph {
    this.totals.leave(0)
    return {
      nodes: [...this.#nodes.values()].map(({ tally, spans, ...node }) => ({
        ...node,
        ...tally.figures(),
        spans: spans.sort(byStart),
      })),
      edges: [...this.#arrows.values()].map(({ key, from, to, tally }) => ({
        key,
        from: from?.key ?? null,
        to: to.key,
        ...tally.figures(),
      })),
      nodeOf: this.#nodeOf,
      steps: this.#steps,
    }
  }
}

/** Equal starts are ordered by id, so that the order of arrival does not matter. */
export const byStart = (a: GraphSpan, b: GraphSpan) => compare(a.startedAt, b.startedAt) || compare(a.spanId, b.spanId)

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
