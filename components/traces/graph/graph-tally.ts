import type { Figures, GraphSpan } from './graph-types.ts'
import { UsageSum } from './graph-usage.ts'

/** Adds up figures span by span. */
export class Tally {
  /** Tokens and cost of its own spans. */
  readonly own = new UsageSum()
  /** The same with those of everything called from there. */
  readonly total = new UsageSum()
  readonly #calls = { calls: 0, failed: 0, running: 0 }
  #micros: number | null = null

  call({ status, durationMs }: GraphSpan): void {
    this.#calls.calls++
    if (status === 'error') this.#calls.failed++
    if (status === 'running') this.#calls.running++
    // Whole microseconds, so that the order of adding leaves no trace.
    if (durationMs !== null) this.#micros = (this.#micros ?? 0) + Math.round(durationMs * 1000)
  }

  figures(): Figures {
    return {
      ...this.#calls,
      durationMs: this.#micros === null ? null : this.#micros / 1000,
      ...this.own.read(),
      total: this.total.read(),
    }
  }
}
