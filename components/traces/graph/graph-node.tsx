import { Handle, type Node, type NodeProps, Position, useReactFlow } from '@xyflow/react'
import type { FocusEvent } from 'react'
import { Status } from '#components/kit/status.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { spanStatuses } from '#lib/domain/traces/statuses.ts'
import { formatCount } from '#lib/shared/numbers.ts'
import { KindIcon } from '../parts/kind-icon.tsx'
import styles from './graph.module.css'
import { nodeSize } from './graph-layout.ts'
import type { GraphNode } from './graph-types.ts'
import { briefly } from './graph-words.ts'

export type FlowNode = Node<{ node: GraphNode; chosen: boolean; onChoose: (key: string) => void }, 'named'>

/** A node is a button: Tab focuses it, Enter opens its calls. */
export function NamedNode({ data, positionAbsoluteX, positionAbsoluteY }: NodeProps<FlowNode>) {
  const { setCenter, getZoom } = useReactFlow()
  const { node, chosen, onChoose } = data
  /** Who comes by keyboard to a node that is out of sight is shown it. */
  const show = (event: FocusEvent<HTMLElement>) => {
    const box = event.currentTarget.closest('.react-flow')?.getBoundingClientRect()
    const own = event.currentTarget.getBoundingClientRect()
    if (!box || !event.currentTarget.matches(':focus-visible')) return
    if (own.left >= box.left && own.right <= box.right && own.top >= box.top && own.bottom <= box.bottom) return
    const middle = { x: positionAbsoluteX + nodeSize.width / 2, y: positionAbsoluteY + nodeSize.height / 2 }
    void setCenter(middle.x, middle.y, { zoom: getZoom() })
  }
  return (
    <>
      <Handle type="target" position={Position.Left} isConnectable={false} className={styles.handle} />
      <button
        type="button"
        className={styles.node}
        data-kind={node.kind}
        data-failed={node.failed > 0}
        aria-current={chosen}
        title={node.name}
        onFocus={show}
        onClick={() => onChoose(node.key)}
      >
        <span className={styles.name}>
          <KindIcon kind={node.kind} />
          <span className={styles.cut}>
            <VisibleText text={node.name} />
          </span>
          <NodeStatus node={node} />
        </span>
        <span className={styles.brief}>{briefly(node)}</span>
      </button>
      <Handle type="source" position={Position.Right} isConnectable={false} className={styles.handle} />
    </>
  )
}

function NodeStatus({ node }: { node: Pick<GraphNode, 'failed' | 'running'> }) {
  if (node.failed > 0) return <Status of={spanStatuses} value="error" label={`${formatCount(node.failed)} failed`} />
  if (node.running > 0)
    return <Status of={spanStatuses} value="running" label={`${formatCount(node.running)} running`} />
  return null
}
