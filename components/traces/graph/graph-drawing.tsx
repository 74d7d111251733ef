'use client'

import '@xyflow/react/dist/base.css'
import { IconMaximize, IconMinus, IconPlus } from '@tabler/icons-react'
import { Panel, ReactFlow, ReactFlowProvider, useReactFlow, useStore, type Viewport } from '@xyflow/react'
import { type RefObject, useEffect, useMemo, useRef } from 'react'
import { formatCount } from '#lib/shared/numbers.ts'
import styles from './graph.module.css'
import { CallEdge, type FlowEdge } from './graph-edge.tsx'
import { type Layout, layOut, nodeSize } from './graph-layout.ts'
import { type FlowNode, NamedNode } from './graph-node.tsx'
import type { AgentGraph, GraphNode } from './graph-types.ts'

const nodeTypes = { named: NamedNode }
const edgeTypes = { call: CallEdge }
const fit = { padding: 0.06, maxZoom: 1, minZoom: 0.1 }

interface Props {
  graph: AgentGraph
  chosen: string | null
  onChoose: (key: string) => void
}

/** The graph as a picture. Nothing in it can be moved or drawn anew: where a node lies is the layout's to say. */
export function GraphDrawing({ graph, chosen, onChoose }: Props) {
  const layout = useMemo(() => layOut(graph), [graph])
  const nodes = useMemo(() => flowNodes(layout, chosen, onChoose), [layout, chosen, onChoose])
  const edges = useMemo(() => flowEdges(layout, graph.nodes, chosen), [layout, graph.nodes, chosen])
  const moved = useRef(false)
  const left = graph.nodes.length - layout.nodes.length
  return (
    <ReactFlowProvider>
      <div className={styles.drawing} style={{ height: `min(58cqh, ${Math.round(layout.height) + 96}px)` }}>
        <ReactFlow
          nodes={nodes}
          edges={edges}
          nodeTypes={nodeTypes}
          edgeTypes={edgeTypes}
          aria-label="Graph of calls"
          minZoom={fit.minZoom}
          maxZoom={2}
          nodesDraggable={false}
          nodesConnectable={false}
          nodesFocusable={false}
          edgesFocusable={false}
          elementsSelectable={false}
          disableKeyboardA11y
          deleteKeyCode={null}
          selectionKeyCode={null}
          multiSelectionKeyCode={null}
          panActivationKeyCode={null}
          // The wheel scrolls to the table below; with Ctrl, and by two fingers, it zooms.
          zoomOnScroll={false}
          preventScrolling={false}
          zoomOnDoubleClick={false}
          onMoveStart={event => {
            if (event) moved.current = true
          }}
        >
          <Zoom layout={layout} moved={moved} />
        </ReactFlow>
      </div>
      {left > 0 ? (
        <p className={styles.left}>
          Drawn: {formatCount(layout.nodes.length)} of {formatCount(graph.nodes.length)} nodes (agents, then what failed
          and what was called most). The table has all of them.
        </p>
      ) : null}
    </ReactFlowProvider>
  )
}

function flowNodes(layout: Layout, chosen: string | null, onChoose: (key: string) => void): FlowNode[] {
  return layout.nodes.map(({ node, at }) => ({
    id: node.key,
    type: 'named',
    // A press on a node is the button's, not the start of a pan.
    className: 'nopan',
    style: { pointerEvents: 'all' },
    position: at,
    ...nodeSize,
    data: { node, chosen: node.key === chosen, onChoose },
    // The button inside says what it is.
    domAttributes: { 'aria-roledescription': undefined },
  }))
}

function flowEdges(layout: Layout, nodes: readonly GraphNode[], chosen: string | null): FlowEdge[] {
  const names = new Map(nodes.map(node => [node.key, node.name]))
  return layout.edges.map(placed => {
    const { edge, from } = placed
    const often = `${formatCount(edge.calls)} ×${edge.failed > 0 ? `, ${formatCount(edge.failed)} failed` : ''}`
    return {
      id: edge.key,
      type: 'call',
      source: from,
      target: edge.to,
      // The label of one call is not crossed out by the line of another.
      zIndex: placed.label === null ? 0 : edge.failed > 0 ? 2 : 1,
      data: { placed, near: from === chosen || edge.to === chosen },
      ariaLabel: `${names.get(from)} calls ${names.get(edge.to)}, ${often}`,
    }
  })
}

/** Where a graph that could not be read as a whole is begun: at its first node, at a size that can be read. */
function startOf(layout: Layout, width: number, height: number): Viewport | null {
  const zoom = Math.min(width / layout.width, height / layout.height)
  const first = layout.nodes[0]
  if (zoom >= 0.5 || !first) return null
  return { zoom: 0.75, x: 24, y: height / 2 - (first.at.y + nodeSize.height / 2) * 0.75 }
}

/** Shows the whole graph, or its beginning, until somebody looks closer; from then on it stays where they put it. */
function Zoom({ layout, moved }: { layout: Layout; moved: RefObject<boolean> }) {
  const { zoomIn, zoomOut, fitView, setViewport } = useReactFlow()
  const width = useStore(store => store.width)
  const height = useStore(store => store.height)
  useEffect(() => {
    if (moved.current || width === 0) return
    const start = startOf(layout, width, height)
    void (start ? setViewport(start) : fitView(fit))
  }, [layout, moved, width, height, fitView, setViewport])
  const by = (act: () => unknown, keeps: boolean) => () => {
    moved.current = keeps
    void act()
  }
  return (
    <Panel position="bottom-left" className={styles.zoom}>
      <button type="button" className="hp-icon" aria-label="Zoom in" onClick={by(zoomIn, true)}>
        <IconPlus size={15} aria-hidden />
      </button>
      <button type="button" className="hp-icon" aria-label="Zoom out" onClick={by(zoomOut, true)}>
        <IconMinus size={15} aria-hidden />
      </button>
      <button
        type="button"
        className="hp-icon"
        aria-label="Show the whole graph"
        onClick={by(() => fitView(fit), false)}
      >
        <IconMaximize size={15} aria-hidden />
      </button>
    </Panel>
  )
}
