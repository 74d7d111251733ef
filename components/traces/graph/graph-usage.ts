import { nanosToUsd } from '#lib/shared/money.ts'
import { totalTokens } from '../parts/tokens.ts'
import type { GraphSpan, Usage } from './graph-types.ts'

/** Adds up tokens and cost. Money as integers: sums of a graph are those of its trace to the last nano-dollar. */
export class UsageSum {
  #tokens = 0
  #metered = 0
  #nanos = 0n
  #priced = 0
  #unpriced = 0
  #unmetered = 0

  add(span: GraphSpan): void {
    if (!span.counted) return
    const tokens = totalTokens(span)
    if (tokens !== null) {
      this.#tokens += tokens
      this.#metered++
    }
    if (span.cost === null) this.#unpriced++
    else {
      this.#nanos += BigInt(span.cost.replace('.', ''))
      this.#priced++
    }
  }

  unmetered(): void {
    this.#unmetered++
  }

  copy(): UsageSum {
    const copy = new UsageSum()
    copy.addDifference(this, new UsageSum())
    return copy
  }

  addDifference(to: UsageSum, from: UsageSum): void {
    this.#tokens += to.#tokens - from.#tokens
    this.#metered += to.#metered - from.#metered
    this.#nanos += to.#nanos - from.#nanos
    this.#priced += to.#priced - from.#priced
    this.#unpriced += to.#unpriced - from.#unpriced
    this.#unmetered += to.#unmetered - from.#unmetered
  }

  read(): Usage {
    return {
      tokens: this.#metered > 0 ? this.#tokens : null,
      cost: this.#priced > 0 ? nanosToUsd(this.#nanos) : null,
      unpricedSpans: this.#unpriced,
      unmeteredCalls: this.#unmetered,
    }
  }
}
