import type { Attributed, SpanState } from './span-state.ts'

/** A span in the tree of its trace. */
export interface Node {
  span: SpanState
  parent: Node | null
  children: Node[]
  /** Steps from its local root. */
  depth: number
  /** Agent of the nearest ancestor that is not framework chatter; undefined where there is none. */
  above: string | null | undefined
  /** What is below it: bits of `below` in model-calls.ts. */
  below: number
  /** A model call around it reports the tokens that it may report again. */
  metered: boolean
  /** The span beside it that is the call which this one repeats, if it is one of the spans. */
  repeats: Node | null
  attributed: Attributed
}
