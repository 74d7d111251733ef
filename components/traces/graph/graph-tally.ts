import { nanosToUsd } from '#lib/shared/money.ts'
import { totalTokens } from '../parts/tokens.ts'
import type { Figures, GraphSpan } from './graph-types.ts'

/** Adds up figures span by span. Money as integers: sums of a graph are those of its trace to the last nano-dollar. */
export class Tally {
  readonly #sum: Figures = {
    calls: 0,
    failed: 0,
    running: 0,
    durationMs: null,
    tokens: null,
    cost: null,
    unpricedSpans: 0,
    unmeteredCalls: 0,
  }
  #micros: number | null = null
  #nanos: bigint | null = null

  call({ status, durationMs }: GraphSpan): void {
    this.#sum.calls++
    if (status === 'error') this.#sum.failed++
    if (status === 'running') this.#sum.running++
    // Whole microseconds, so that the order of adding leaves no trace.
    if (durationMs !== null) this.#micros = (this.#micros ?? 0) + Math.round(durationMs * 1000)
  }

  usage(span: GraphSpan): void {
    if (!span.counted) return
    const tokens = totalTokens(span)
    if (tokens !== null) this.#sum.tokens = (this.#sum.tokens ?? 0) + tokens
    if (span.cost === null) this.#sum.unpricedSpans++
    else this.#nanos = (this.#nanos ?? 0n) + BigInt(span.cost.replace('.', ''))
  }

  unmetered(): void {
    this.#sum.unmeteredCalls++
  }

  figures(): Figures {
    return {
      ...this.#sum,
      durationMs: this.#micros === null ? null : this.#micros / 1000,
      cost: this.#nanos === null ? null : nanosToUsd(this.#nanos),
    }
  }
}
