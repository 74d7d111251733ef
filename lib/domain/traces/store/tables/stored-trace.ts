import type { Heads } from '#lib/domain/traces/store/attribution/heads.ts'
import type { Attributed, SpanState } from '#lib/domain/traces/store/attribution/span-state.ts'
import type { TraceSummary } from '#lib/domain/traces/store/attribution/summarise.ts'
import type { Contribution } from '#lib/domain/traces/store/rollups/contribution.ts'

export interface StoredSpan {
  state: SpanState
  attributed: Attributed
}

/** A trace as it is stored, and its loaded spans. */
export interface StoredTrace {
  traceId: string
  day: string
  revision: number
  summary: TraceSummary
  heads: Heads
  /** Names of the measures that it was counted with. */
  measures: string
  /** What a trace from before its spans stored it added to the rollups; null for later ones. */
  contribution: Contribution | null
  /** Its runs are counted by the run tables. */
  inRunTables: boolean
  /** What joins it to other traces. */
  edges: string[]
  spans: Map<string, StoredSpan>
  /** Every span is at hand. */
  whole: boolean
  /** Spans whose children are all loaded. */
  parents: Set<string>
  /** Names of calls (`callNames` of model-calls.ts) whose spans are all loaded. */
  calls: Set<string>
}

/** What must be at hand beside what is, before a change of a trace can be told. */
export type Missing = { whole: true } | { whole: false; childrenOf: string[]; calls: string[] }
