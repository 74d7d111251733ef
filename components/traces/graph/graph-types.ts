import type { SpanItem } from '#lib/domain/traces/schemas.ts'

/** What the graph reads of a span. */
export type GraphSpan = Pick<
  SpanItem,
  | 'spanId'
  | 'parentSpanId'
  | 'name'
  | 'kind'
  | 'noise'
  | 'status'
  | 'startedAt'
  | 'durationMs'
  | 'agent'
  | 'model'
  | 'tool'
  | 'inputTokens'
  | 'outputTokens'
  | 'cost'
  | 'counted'
  | 'request'
>

/** Null where no span reported it; a cost that is not whole says so beside it. */
export interface Usage {
  tokens: number | null
  /** US dollars, nine places. */
  cost: string | null
  unpricedSpans: number
  unmeteredCalls: number
}

/** What a node or an arrow took: by itself, and in all with what was called from there. */
export interface Figures extends Usage {
  calls: number
  failed: number
  running: number
  /** Sum of the calls' times, milliseconds: calls at the same time count each. */
  durationMs: number | null
  total: Usage
}

/** An agent's own tokens and cost are of all that was done in its name; its models and tools show the same again. */
export interface GraphNode extends Figures {
  key: string
  kind: SpanItem['kind']
  name: string
  /** Its calls by start. */
  spans: GraphSpan[]
}

export interface GraphEdge extends Figures {
  key: string
  /** Who called; null: nobody above it in this trace. */
  from: string | null
  to: string
}

export interface AgentGraph {
  /** Callers before what they call, by start. */
  nodes: GraphNode[]
  edges: GraphEdge[]
  /** Key of the node a span belongs to. */
  nodeOf: ReadonlyMap<string, string>
  /** Spans that are no call: steps between two calls, and repeats of one. */
  steps: number
}
