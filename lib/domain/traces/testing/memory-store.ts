import { callNames } from '#lib/domain/traces/store/attribution/model-calls.ts'
import { isPlan, planTrace, type TracePlan } from '#lib/domain/traces/store/plan.ts'
import {
  accumulate,
  type Contribution,
  emptyContribution,
  measureNames,
} from '#lib/domain/traces/store/rollups/contribution.ts'
import type { Received } from '#lib/domain/traces/store/tables/received.ts'
import type { Missing, StoredSpan, StoredTrace } from '#lib/domain/traces/store/tables/stored-trace.ts'

/** One trace stored in memory by the plans of ingestion, with the rules of the loader repeated, for thousands of runs. */
export class MemoryTrace {
  readonly spans = new Map<string, StoredSpan>()
  readonly rollups: Contribution = emptyContribution()
  plan: TracePlan | null = null
  /** Requests that had to read the whole trace. */
  wholes = 0

  readonly traceId: string

  constructor(traceId: string) {
    this.traceId = traceId
  }

  send(received: readonly Received[]): void {
    const stored = this.plan === null ? undefined : this.#load(this.plan, received)
    let plan = planTrace('p', this.traceId, received, stored)
    while (plan !== null && !isPlan(plan)) {
      if (stored) this.#loadMissing(stored, plan)
      plan = planTrace('p', this.traceId, received, stored)
    }
    if (plan !== null) this.#keep(plan)
  }

  #keep(plan: TracePlan): void {
    this.plan = plan
    for (const { state, attributed } of plan.written) this.spans.set(state.spanId, { state, attributed })
    for (const { spanId, attributed } of plan.reattributed) {
      const span = this.spans.get(spanId)
      if (span) this.spans.set(spanId, { ...span, attributed })
    }
    accumulate(this.rollups, plan.delta, 1)
  }

  #load({ day, revision, summary, heads, edges, joined }: TracePlan, received: readonly Received[]): StoredTrace {
    const stored: StoredTrace = {
      traceId: this.traceId,
      day,
      revision,
      summary,
      heads,
      edges,
      measures: measureNames,
      contribution: null,
      inRunTables: joined,
      spans: new Map(),
      whole: false,
      parents: new Set(),
      calls: new Set(),
    }
    for (const id of Object.values(heads)) this.#take(stored, id)
    for (const { state } of received) {
      this.#take(stored, state.parentSpanId)
      if (this.spans.has(state.spanId)) this.#take(stored, state.spanId)
      else this.#takeChildren(stored, state.spanId)
      for (const name of callNames(state)) this.#takeCall(stored, name)
    }
    return stored
  }

  #loadMissing(stored: StoredTrace, missing: Missing): void {
    if (missing.whole) {
      this.wholes++
      for (const [id, span] of this.spans) stored.spans.set(id, span)
      stored.whole = true
      return
    }
    for (const id of missing.childrenOf) this.#takeChildren(stored, id)
    for (const name of missing.calls) this.#takeCall(stored, name)
  }

  /** A span and all above it. */
  #take(stored: StoredTrace, id: string | null): void {
    const span = id === null ? undefined : this.spans.get(id)
    if (!span || stored.spans.has(span.state.spanId)) return
    stored.spans.set(span.state.spanId, span)
    this.#take(stored, span.state.parentSpanId)
  }

  #takeChildren(stored: StoredTrace, id: string): void {
    for (const { state } of this.spans.values()) if (state.parentSpanId === id) this.#take(stored, state.spanId)
    stored.parents.add(id)
  }

  #takeCall(stored: StoredTrace, name: string): void {
    const sharing = [...this.spans.values()].filter(({ state }) => callNames(state).includes(name))
    for (const { state } of sharing.slice(0, 65)) this.#take(stored, state.spanId)
    stored.calls.add(name)
  }
}
