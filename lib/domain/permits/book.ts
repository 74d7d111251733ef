import { type Breaker, newBreaker, type Step } from '#lib/domain/breakers/rules.ts'
import { newPeriod, newRate, newRun, type PeriodUse, type RateUse, type RunUse } from '#lib/domain/budgets/index.ts'
import {
  nameOf,
  reviveAmounts,
  type StateChange,
  type StateKey,
  type StateRow,
} from '#lib/platform/state-machine/control-state.ts'

export interface Bodies {
  run: RunUse
  period: PeriodUse
  rate: RateUse
  breaker: Breaker
}

/** The changes of state that breakers made. */
interface BreakerMove {
  slug: string
  before: Breaker
  steps: readonly Step[]
  cause: Record<string, unknown>
}

const begin: { [K in keyof Bodies]: (now: number) => Bodies[K] } = {
  run: () => newRun,
  period: () => newPeriod,
  rate: () => newRate,
  breaker: now => newBreaker('closed', now),
}

/** The locked states of a batch. The rules read and change them here, and all changes are written at once. */
export class Book {
  readonly #rows: Map<string, StateRow>
  readonly #now: number
  readonly #changed = new Map<string, StateKey & { body: unknown }>()
  readonly moves: BreakerMove[] = []

  constructor(rows: Map<string, StateRow>, now: number) {
    this.#rows = rows
    this.#now = now
  }

  get<K extends keyof Bodies>(kind: K, key: string): Bodies[K] {
    const name = nameOf({ kind, key })
    const changed = this.#changed.get(name)
    if (changed) return changed.body as Bodies[K]
    const row = this.#rows.get(name)
    if (!row) throw new Error(`the state ${name} was not locked`)
    if (row.body === null) return begin[kind](this.#now)
    return (kind === 'breaker' ? row.body : reviveAmounts(row.body)) as Bodies[K]
  }

  put<K extends keyof Bodies>(kind: K, key: string, body: Bodies[K]): void {
    this.#changed.set(nameOf({ kind, key }), { kind, key, body })
  }

  /** A copy of this book, for questions that must change nothing. */
  fork(): Book {
    const fork = new Book(this.#rows, this.#now)
    for (const [name, change] of this.#changed) fork.#changed.set(name, change)
    return fork
  }

  changes(): StateChange[] {
    return [...this.#changed].map(([name, { kind, key, body }]) => ({
      ...{ kind, key, body },
      revision: this.#rows.get(name)?.revision ?? 0,
      status: kind === 'breaker' ? (body as Breaker).state : '',
    }))
  }
}
