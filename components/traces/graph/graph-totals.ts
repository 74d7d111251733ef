import type { Tally } from './graph-tally.ts'
import { UsageSum } from './graph-usage.ts'

/**
 * What was taken inside of something, everything called from there included. Spans come parents first and depth first, so
 * that a total is what was added between its first span and the end of what is below it: one pass, however deep the trace.
 */
export class Totals {
  readonly #all = new UsageSum()
  readonly #open: { tally: Tally; depth: number; before: UsageSum }[] = []
  readonly #inside = new Set<Tally>()

  /** From here on everything deeper is inside. Who is inside itself already has one total. */
  enter(tally: Tally, depth: number): void {
    if (this.#inside.has(tally)) return
    this.#inside.add(tally)
    this.#open.push({ tally, depth, before: this.#all.copy() })
  }

  /** The next span stands at this depth: what was entered there or deeper ends. */
  leave(depth: number): void {
    for (let last = this.#open.at(-1); last && last.depth >= depth; last = this.#open.at(-1)) {
      last.tally.total.addDifference(this.#all, last.before)
      this.#inside.delete(last.tally)
      this.#open.pop()
    }
  }

  /** Adds a span's part: to the own figures of some, and to every total it is in. */
  add(own: readonly Tally[], add: (sum: UsageSum) => void): void {
    add(this.#all)
    for (const tally of own) {
      add(tally.own)
      if (!this.#inside.has(tally)) add(tally.total)
    }
  }
}
