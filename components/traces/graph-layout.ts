import { Graph, layout } from '@dagrejs/dagre'
import type { AgentGraph, GraphEdge, GraphNode } from './graph.ts'

/** Pixels of a node; its text is cut to fit, so that the layout never waits for a measurement. */
export const nodeSize = { width: 216, height: 52 }
/** More would be no picture; the table has all. */
const most = { nodes: 120, edges: 240 }
const arrowLength = 7

export interface Point {
  x: number
  y: number
}

export interface PlacedNode {
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
 * most.
 */
export function layOut(graph: Pick<AgentGraph, 'nodes' | 'edges'>): Layout {
  const { nodes, edges } = drawn(graph)
  const dagre = new Graph()
  dagre.setGraph({ rankdir: 'LR', nodesep: 18, edgesep: 14, ranksep: 44, marginx: 0, marginy: 0 })
  for (const { key } of nodes) dagre.setNode(key, { ...nodeSize })
  for (const edge of edges) dagre.setEdge(edge.from, edge.to, { ...labelSize(edgeLabel(edge)), labelpos: 'c' })
  layout(dagre)
  const { width = 0, height = 0 } = dagre.graph()
  return {
    nodes: nodes.map(node => ({ node, at: cornerOf(dagre.node(node.key)) })),
    edges: edges.map(edge => {
      const { points, x, y } = dagre.edge(edge.from, edge.to)
      return { edge, from: edge.from, ...pathsOf(points), label: edgeLabel(edge), labelAt: { x, y } }
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
const text = ({ x, y }: Point) => `${round(x)} ${round(y)}`
const middle = (a: Point, b: Point): Point => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 })

/** A line bent smoothly through its points, and the head at its end. */
function pathsOf(points: readonly Point[]): { line: string; head: string } {
  const [first, tip] = [points[0], points.at(-1)]
  if (!first || !tip) return { line: '', head: '' }
  const before = points.at(-2) ?? first
  const length = Math.hypot(tip.x - before.x, tip.y - before.y) || 1
  const along: Point = { x: (tip.x - before.x) / length, y: (tip.y - before.y) / length }
  const base: Point = { x: tip.x - along.x * arrowLength, y: tip.y - along.y * arrowLength }
  const side = (sign: number): Point => ({ x: base.x - along.y * sign * 3.5, y: base.y + along.x * sign * 3.5 })
  const bends = points.slice(1, -1)
  const curves = bends.map((bend, n) => {
    const next = bends[n + 1]
    return `Q ${text(bend)} ${text(next ? middle(bend, next) : base)}`
  })
  const line = `M ${text(first)} ${curves.length > 0 ? curves.join(' ') : `L ${text(base)}`}`
  return { line, head: `M ${text(tip)} L ${text(side(1))} L ${text(side(-1))} Z` }
}
