import type { TracePlan } from '#lib/domain/traces/store/plan.ts'
import type { TraceAgain } from './load.ts'

/** Counts and sums of traces before and after, by their column of `recompute_day`. Tokens, nano-dollars; unknown adds nothing. */
export interface Totals {
  traces: number
  traces_changed: number
  spans: number
  spans_changed: number
  /** Spans that could not be read again. */
  spans_unread: number
  input_before: bigint
  input_after: bigint
  output_before: bigint
  output_after: bigint
  cost_before: bigint
  cost_after: bigint
}

export const noTotals = (): Totals => ({
  traces: 0,
  traces_changed: 0,
  spans: 0,
  spans_changed: 0,
  spans_unread: 0,
  input_before: 0n,
  input_after: 0n,
  output_before: 0n,
  output_after: 0n,
  cost_before: 0n,
  cost_after: 0n,
})

export const totalNames = Object.keys(noTotals()) as (keyof Totals)[]

/** Adds one trace. */
export function addTotals(totals: Totals, trace: TraceAgain, plan: TracePlan, changed: boolean): void {
  const { row } = trace
  totals.traces += 1
  totals.traces_changed += Number(changed)
  totals.spans += trace.stored.spans.size
  totals.spans_changed += plan.written.length
  totals.spans_unread += trace.unread
  totals.input_before += BigInt(row.input_tokens ?? 0)
  totals.input_after += BigInt(plan.summary.input ?? 0)
  totals.output_before += BigInt(row.output_tokens ?? 0)
  totals.output_after += BigInt(plan.summary.output ?? 0)
  totals.cost_before += BigInt(row.cost_nanos ?? 0)
  totals.cost_after += plan.summary.cost ?? 0n
}
