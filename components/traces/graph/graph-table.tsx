import { Button } from '@mantine/core'
import { useMemo, useState } from 'react'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { formatCount } from '#lib/shared/numbers.ts'
import { formatDuration } from '#lib/shared/time.ts'
import { costText, shortCost } from '../parts/cost-text.ts'
import { KindIcon } from '../parts/kind-icon.tsx'
import styles from './graph.module.css'
import type { AgentGraph, Figures, GraphEdge, GraphNode, Usage } from './graph-types.ts'

const step = 200

interface Props {
  graph: AgentGraph
  chosen: string | null
  onChoose: (key: string) => void
}

/** The graph as a table: every node with what it took, and under it what it called. */
export function GraphTable({ graph, chosen, onChoose }: Props) {
  const [shown, setShown] = useState(step)
  const rows = useMemo(() => rowsOf(graph), [graph])
  return (
    <>
      <table className={styles.table}>
        <caption className="hp-sr">Graph as a table</caption>
        <thead>
          <tr>
            <th scope="col">node, and what it called</th>
            <th scope="col">calls</th>
            <th scope="col">failed</th>
            <th scope="col" data-low>
              time
            </th>
            <th scope="col" data-low>
              own tokens
            </th>
            <th scope="col" data-low>
              total tokens
            </th>
            <th scope="col" data-low>
              own cost
            </th>
            <th scope="col">total cost</th>
          </tr>
        </thead>
        <tbody>
          {rows
            .slice(0, shown)
            .map(({ node, edge, called }) =>
              edge ? (
                <CalledRow key={edge.key} by={node.name} edge={edge} name={called} />
              ) : (
                <NodeRow key={node.key} node={node} chosen={node.key === chosen} onChoose={onChoose} />
              ),
            )}
        </tbody>
      </table>
      {rows.length > shown ? (
        <Button variant="default" size="xs" onClick={() => setShown(count => count + step)}>
          Show {Math.min(step, rows.length - shown)} more of {formatCount(rows.length - shown)}
        </Button>
      ) : null}
    </>
  )
}

/** Each node, and under it what it called. */
function rowsOf({ nodes, edges }: AgentGraph): { node: GraphNode; edge: GraphEdge | null; called: string }[] {
  const names = new Map(nodes.map(node => [node.key, node.name]))
  const from = Map.groupBy(edges, edge => edge.from)
  return nodes.flatMap(node => [
    { node, edge: null, called: '' },
    ...(from.get(node.key) ?? []).map(edge => ({ node, edge, called: names.get(edge.to) ?? '' })),
  ])
}

function CalledRow({ by, edge, name }: { by: string; edge: GraphEdge; name: string }) {
  return (
    <tr data-under>
      <th scope="row">
        <span className={styles.called}>
          <span aria-hidden>→</span>
          <span className="hp-sr">{`${by} called `}</span>
          <VisibleText text={name} />
        </span>
      </th>
      <FigureCells of={edge} />
    </tr>
  )
}

function NodeRow({ node, chosen, onChoose }: { node: GraphNode; chosen: boolean } & Pick<Props, 'onChoose'>) {
  return (
    <tr data-selected={chosen}>
      <th scope="row">
        <button type="button" className={styles.pick} aria-current={chosen} onClick={() => onChoose(node.key)}>
          <KindIcon kind={node.kind} />
          <span className={styles.cut}>
            <VisibleText text={node.name} />
          </span>
        </button>
      </th>
      <FigureCells of={node} />
    </tr>
  )
}

function FigureCells({ of }: { of: Figures }) {
  return (
    <>
      <td>{formatCount(of.calls)}</td>
      <td data-failed={of.failed > 0}>{formatCount(of.failed)}</td>
      <td data-low>{formatDuration(of.durationMs)}</td>
      <td data-low>{formatCount(of.tokens)}</td>
      <td data-low>{formatCount(of.total.tokens)}</td>
      <CostCell of={of} low />
      <CostCell of={of.total} />
    </>
  )
}

function CostCell({ of, low }: { of: Usage; low?: boolean }) {
  return (
    <td title={costText(of)} data-low={low}>
      <span className={styles.whole}>{costText(of)}</span>
      <span className={styles.short}>{shortCost(of)}</span>
    </td>
  )
}
