import { Button } from '@mantine/core'
import { Fragment, useState } from 'react'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { formatCount } from '#lib/shared/numbers.ts'
import { formatDuration } from '#lib/shared/time.ts'
import { costText } from './cost-text.ts'
import styles from './graph.module.css'
import type { AgentGraph, GraphNode } from './graph.ts'
import type { Figures } from './graph-tally.ts'
import { KindIcon } from './kind-icon.tsx'

const step = 200

interface Props {
  graph: AgentGraph
  chosen: string | null
  onChoose: (key: string) => void
}

/** The graph's table twin: every node with what it took, and under it what it called. */
export function GraphTable({ graph, chosen, onChoose }: Props) {
  const [shown, setShown] = useState(step)
  const byKey = new Map(graph.nodes.map(node => [node.key, node]))
  const from = Map.groupBy(graph.edges, edge => edge.from)
  return (
    <>
      <table className={styles.table}>
        <caption className="hp-sr">Graph as a table</caption>
        <thead>
          <tr>
            <th scope="col">who and what it called</th>
            <th scope="col">calls</th>
            <th scope="col">failed</th>
            <th scope="col" data-low>
              time
            </th>
            <th scope="col" data-low>
              tokens
            </th>
            <th scope="col">cost</th>
          </tr>
        </thead>
        <tbody>
          {graph.nodes.slice(0, shown).map(node => (
            <Fragment key={node.key}>
              <NodeRow node={node} chosen={node.key === chosen} onChoose={onChoose} />
              {from.get(node.key)?.map(edge => (
                <tr key={edge.key} data-under>
                  <th scope="row">
                    <span className={styles.called}>
                      <span aria-hidden>→</span>
                      <span className="hp-sr">{`${node.name} called `}</span>
                      <VisibleText text={byKey.get(edge.to)?.name ?? ''} />
                    </span>
                  </th>
                  <FigureCells of={edge} />
                </tr>
              ))}
            </Fragment>
          ))}
        </tbody>
      </table>
      {graph.nodes.length > shown ? (
        <Button variant="default" size="xs" onClick={() => setShown(count => count + step)}>
          Show {Math.min(step, graph.nodes.length - shown)} more of {formatCount(graph.nodes.length - shown)}
        </Button>
      ) : null}
    </>
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
      <td>{costText(of)}</td>
    </>
  )
}
