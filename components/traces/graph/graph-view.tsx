'use client'

import { useMediaQuery } from '@mantine/hooks'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import dynamic from 'next/dynamic'
import { useCallback, useMemo, useState } from 'react'
import { Empty } from '#components/kit/blocks.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { useHotkeys } from '#lib/client/use-hotkeys.ts'
import type { TraceDetail } from '#lib/domain/traces/schemas.ts'
import { formatCount } from '#lib/shared/numbers.ts'
import { KindIcon } from '../parts/kind-icon.tsx'
import styles from './graph.module.css'
import { graphOf } from './graph.ts'
import { GraphTable } from './graph-table.tsx'
import type { GraphNode } from './graph-types.ts'
import { ruleOf } from './graph-words.ts'

const GraphDrawing = dynamic(() => import('./graph-drawing.tsx').then(module => module.GraphDrawing), {
  ssr: false,
  loading: () => <div className={styles.still} />,
})

interface Props {
  trace: TraceDetail
  selected: string | null
  onSelect: (spanId: string) => void
}

/** Who called what in a trace, drawn and as a table; choosing a node leads through its calls. */
export function GraphView({ trace, selected, onSelect }: Props) {
  const graph = useMemo(() => graphOf(trace), [trace])
  const [picked, setPicked] = useState<string | null>(null)
  // A picture of this kind cannot be read on a phone; the table says the same.
  const wide = useMediaQuery('(min-width: 761px)', true, { getInitialValueInEffect: false })
  const chosen = chosenOf(graph.nodes, picked, selected, graph.nodeOf)
  const choose = useCallback(
    (key: string) => {
      const spans = graph.nodes.find(node => node.key === key)?.spans ?? []
      const span = spans.find(each => each.status === 'error') ?? spans[0]
      setPicked(key)
      if (span) onSelect(span.spanId)
    },
    [graph, onSelect],
  )
  if (graph.nodes.length === 0) {
    return (
      <Empty title="No calls in this trace">
        <p>None of its spans is an agent, a model call or a tool call. The tree shows its spans.</p>
      </Empty>
    )
  }
  const key = chosen?.key ?? null
  const partly = graph.nodes.some(node => node.unpricedSpans + node.unmeteredCalls > 0)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling box must be reachable by keyboard
    <section className={styles.graph} aria-label="Graph" tabIndex={0}>
      <div className={styles.top}>
        <p>
          {ruleOf(graph, trace.noiseCount)}
          {chosen ? null : ' Choose a node to read its calls.'}
        </p>
        <Calls node={chosen} first={graph.nodes[0]} selected={selected} onSelect={onSelect} onChoose={choose} />
      </div>
      {wide ? <GraphDrawing graph={graph} chosen={key} onChoose={choose} /> : null}
      <GraphTable graph={graph} chosen={key} onChoose={choose} />
      <p className={styles.rule}>
        Own tokens and cost come from a node&apos;s own spans; those of an agent from everything done in its name, which
        its models and tools show again. Totals include everything called from there. So neither column adds up to the
        trace. Times are sums over calls, even where calls ran at the same time.
        {partly
          ? ' A cost with + is incomplete: some model calls reported no tokens, or their model has no known price.'
          : null}
      </p>
    </section>
  )
}

/** A span may be a call of an agent and of a model at once: then the node that was chosen stays chosen. */
function chosenOf(
  nodes: readonly GraphNode[],
  picked: string | null,
  selected: string | null,
  nodeOf: ReadonlyMap<string, string>,
): GraphNode | undefined {
  if (selected === null) return undefined
  const node = nodes.find(({ key }) => key === picked)
  if (node?.spans.some(({ spanId }) => spanId === selected)) return node
  return nodes.find(({ key }) => key === nodeOf.get(selected))
}

interface CallsProps {
  node: GraphNode | undefined
  first: GraphNode | undefined
  selected: string | null
  onSelect: (spanId: string) => void
  onChoose: (key: string) => void
}

/** The way through the calls of the chosen node. */
function Calls({ node, first, selected, onSelect, onChoose }: CallsProps) {
  const at = node?.spans.findIndex(({ spanId }) => spanId === selected) ?? -1
  const go = (index: number) => {
    const span = node?.spans[index]
    if (span) onSelect(span.spanId)
    else if (!node && first) onChoose(first.key)
  }
  const nextFailed = () => {
    const spans = node?.spans ?? []
    const after = spans.findIndex((span, index) => index > at && span.status === 'error')
    if (after >= 0) go(after)
  }
  useHotkeys({ j: () => go(at + 1), k: () => go(at - 1), e: nextFailed })
  if (!node) return null
  return (
    <div className={styles.calls}>
      <KindIcon kind={node.kind} />
      <span className={styles.cut}>
        <VisibleText text={node.name} />
      </span>
      <span role="status">
        {at >= 0
          ? `call ${formatCount(at + 1)} of ${formatCount(node.spans.length)}`
          : `a step of it; ${formatCount(node.spans.length)} in all`}
      </span>
      <button
        type="button"
        className="hp-icon"
        aria-label="Previous call (k)"
        disabled={at <= 0}
        onClick={() => go(at - 1)}
      >
        <IconChevronLeft size={15} aria-hidden />
      </button>
      <button
        type="button"
        className="hp-icon"
        aria-label="Next call (j)"
        disabled={at >= node.spans.length - 1}
        onClick={() => go(at + 1)}
      >
        <IconChevronRight size={15} aria-hidden />
      </button>
    </div>
  )
}
