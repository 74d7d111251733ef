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

/** What a node or an arrow took. Null where nobody told; a cost that is not whole says so beside it. */
export interface Figures {
  calls: number
  failed: number
  running: number
  /** Sum of the calls' times, milliseconds: calls at the same time count each. */
  durationMs: number | null
  tokens: number | null
  /** US dollars, nine places. */
  cost: string | null
  unpricedSpans: number
  unmeteredCalls: number
}

/** Tokens and cost of an agent are of all that was done in its name, which its models tell again. */
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
  /** Spans that are no call: what stands between two, and what tells of one again. */
  steps: number
}
