import { Graph, layout } from '@dagrejs/dagre'
import type { AgentGraph, GraphEdge, GraphNode } from './graph-types.ts'

/** Pixels of a node; its text is cut to fit, so that the layout never waits for a measurement. */
export const nodeSize = { width: 272, height: 52 }
/** More would be no picture; the table has all. */
const most = { nodes: 120, edges: 240, labels: 80 }
const headLength = 7

export interface Point {
  x: number
  y: number
}

interface PlacedNode {
  node: GraphNode
  /** Upper left corner. */
  at: Point
}

export interface PlacedEdge {
  edge: GraphEdge
  from: string
  /** SVG paths of the line and of its head. */
  line: string
  head: string
  label: string | null
  labelAt: Point
}

export interface Layout {
  nodes: PlacedNode[]
  edges: PlacedEdge[]
  width: number
  height: number
}

/** What an arrow says: how often, where it is more than once, and how often in vain. */
export function edgeLabel({ calls, failed }: Pick<GraphEdge, 'calls' | 'failed'>): string | null {
  if (failed > 0) return calls === failed ? `${failed} failed` : `${calls} · ${failed} failed`
  return calls > 1 ? String(calls) : null
}

const labelSize = (label: string | null) => ({ width: label === null ? 0 : label.length * 7 + 10, height: 18 })

/**
 * Places the graph from left to right, callers before what they call. The same graph lies in the same way: what is
 * given to dagre, and its order, depend on nothing else. Of a very large graph the agents, then what failed and was called
 * most; among many arrows labels would only cover each other.
 */
export function layOut(graph: Pick<AgentGraph, 'nodes' | 'edges'>): Layout {
  const { nodes, edges } = drawn(graph)
  const labelled = edges.length <= most.labels
  const labels = new Map(edges.map(edge => [edge.key, labelled ? edgeLabel(edge) : null]))
  const dagre = new Graph()
  dagre.setGraph({
    rankdir: 'LR',
    nodesep: labelled ? 18 : 10,
    edgesep: labelled ? 12 : 1,
    ranksep: labelled ? 44 : 140,
  })
  // dagre stacks what it is given first at the bottom.
  for (const { key } of nodes.toReversed()) dagre.setNode(key, { ...nodeSize })
  for (const edge of edges.toReversed()) {
    dagre.setEdge(edge.from, edge.to, { ...labelSize(labels.get(edge.key) ?? null), labelpos: 'c' })
  }
  layout(dagre)
  const { width = 0, height = 0 } = dagre.graph()
  return {
    nodes: nodes.map(node => ({ node, at: cornerOf(dagre.node(node.key)) })),
    edges: edges.map(edge => {
      const { points, x, y } = dagre.edge(edge.from, edge.to)
      const label = labels.get(edge.key) ?? null
      // From one column to the next the only bend is the place of a label.
      const bends = label === null && points.length === 3 ? [] : points.slice(1, -1)
      const paths = pathsOf(dagre.node(edge.from), bends, dagre.node(edge.to))
      return { edge, from: edge.from, ...paths, label, labelAt: { x, y } }
    }),
    width,
    height,
  }
}

function drawn({ nodes, edges }: Pick<AgentGraph, 'nodes' | 'edges'>) {
  const weight = (a: GraphNode | GraphEdge, b: GraphNode | GraphEdge) => b.failed - a.failed || b.calls - a.calls
  const agents = (node: GraphNode) => Number(node.kind === 'agent')
  const kept = new Set([...nodes].sort((a, b) => agents(b) - agents(a) || weight(a, b)).slice(0, most.nodes))
  const keys = new Set([...kept].map(node => node.key))
  const between = edges.flatMap(edge =>
    // A node that calls itself says so in the table: a loop over its own box would hide it.
    edge.from !== null && edge.from !== edge.to && keys.has(edge.from) && keys.has(edge.to)
      ? [{ ...edge, from: edge.from }]
      : [],
  )
  const shown = new Set([...between].sort(weight).slice(0, most.edges))
  return { nodes: nodes.filter(node => kept.has(node)), edges: between.filter(edge => shown.has(edge)) }
}

const cornerOf = ({ x, y }: Point): Point => ({ x: x - nodeSize.width / 2, y: y - nodeSize.height / 2 })
const round = (value: number) => Math.round(value * 10) / 10
const text = (x: number, y: number) => `${round(x)} ${round(y)}`

/**
 * A line from the right of the caller to the left of what it calls, level wherever it bends, and the head at its end. One
 * that leads back, as in a ring of calls, goes the other way round.
 */
function pathsOf(from: Point, bends: readonly Point[], to: Point): { line: string; head: string } {
  const way = to.x >= from.x ? 1 : -1
  const side = (way * nodeSize.width) / 2
  const tip: Point = { x: to.x - side, y: to.y }
  const points = [{ x: from.x + side, y: from.y }, ...bends, { x: tip.x - way * headLength, y: tip.y }]
  const curves = points.slice(1).map((point, n) => {
    const before = points[n] ?? point
    const middle = (before.x + point.x) / 2
    return `C ${text(middle, before.y)} ${text(middle, point.y)} ${text(point.x, point.y)}`
  })
  const base = tip.x - way * headLength
  return {
    line: `M ${text(from.x + side, from.y)} ${curves.join(' ')}`,
    head: `M ${text(tip.x, tip.y)} L ${text(base, tip.y - 3.5)} L ${text(base, tip.y + 3.5)} Z`,
  }
}
