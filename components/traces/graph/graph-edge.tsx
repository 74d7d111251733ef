import type { Edge, EdgeProps } from '@xyflow/react'
import styles from './graph.module.css'
import type { PlacedEdge } from './graph-layout.ts'

export type FlowEdge = Edge<{ placed: PlacedEdge; near: boolean }, 'call'>

/** An arrow along the path that the layout left free, with its label where there is room. */
export function CallEdge({ data }: EdgeProps<FlowEdge>) {
  if (!data) return null
  const { edge, line, head, label, labelAt } = data.placed
  const width = (label?.length ?? 0) * 7 + 8
  return (
    <g className={styles.edge} data-failed={edge.failed > 0} data-near={data.near}>
      <path className={styles.line} d={line} strokeWidth={edge.calls > 9 ? 2.5 : edge.calls > 1 ? 1.75 : 1} />
      <path className={styles.head} d={head} />
      {label === null ? null : (
        <>
          <rect x={labelAt.x - width / 2} y={labelAt.y - 8} width={width} height={16} />
          <text x={labelAt.x} y={labelAt.y + 4} textAnchor="middle">
            {label}
          </text>
        </>
      )}
    </g>
  )
}
