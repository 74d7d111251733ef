import { edgesLimit, namedNode, traceNode } from '#lib/domain/traces/runs/parts.ts'
import type { Received } from './received.ts'

/** One transaction's share of a request: traces whole, with the nodes to lock. */
export interface Batch {
  traces: Map<string, Received[]>
  nodes: Set<string>
}

const maxSpans = 2_000
const maxNodes = 256

/**
 * Splits what was received by trace, and into transactions that hold few enough locks and rows, whatever a request
 * holds. Storing is idempotent: a request that fails between two is sent again and adds only what is missing.
 */
export function batches(received: readonly Received[]): Batch[] {
  const result: Batch[] = []
  let batch: Batch = { traces: new Map(), nodes: new Set() }
  let spans = 0
  for (const [traceId, items] of byTrace(received)) {
    const nodes = nodesOf(traceId, items)
    if (batch.traces.size > 0 && (spans + items.length > maxSpans || batch.nodes.size + nodes.length > maxNodes)) {
      result.push(batch)
      batch = { traces: new Map(), nodes: new Set() }
      spans = 0
    }
    batch.traces.set(traceId, items)
    for (const node of nodes) batch.nodes.add(node)
    spans += items.length
  }
  return batch.traces.size > 0 ? [...result, batch] : result
}

function byTrace(received: readonly Received[]): Map<string, Received[]> {
  const groups = new Map<string, Received[]>()
  for (const item of received) {
    const group = groups.get(item.span.traceId)
    if (group) group.push(item)
    else groups.set(item.span.traceId, [item])
  }
  return groups
}

/** The trace itself, and all traces that these spans may join it with. */
function nodesOf(traceId: string, items: readonly Received[]): string[] {
  const joins = new Set<string>()
  for (const { state } of items) {
    if (state.own.runId !== null) joins.add(namedNode(state.own.runId))
    for (const linked of state.linkedTraceIds) joins.add(traceNode(linked))
  }
  return [traceNode(traceId), ...[...joins].sort().slice(0, edgesLimit)]
}
