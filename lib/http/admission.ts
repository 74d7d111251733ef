import { once } from '#lib/platform/registry.ts'
import { unavailable } from '#lib/shared/problem.ts'

/** How much a process takes on at once. Bytes are of inflated bodies. */
interface AdmissionLimits {
  /** Bodies in memory, arriving or waiting for their turn. */
  bodyBytes: number
  /** Bodies being decoded and stored: objects take many times the bytes they came in. */
  workingBytes: number
  /** Longest wait for a turn. */
  waitMs: number
}

/** What even the smallest request counts in work, so that their number is bounded too. */
const leastWork = 64 * 1024

interface Waiter {
  weight: number
  start(): void
}

/**
 * Bounds a process's memory under any number of bodies of any size: what does not fit is answered 503 at once, and
 * comes again; what fits takes its turn, first come first served.
 */
export class Admission {
  readonly #limits: AdmissionLimits
  #inMemory = 0
  #working = 0
  #queue: Waiter[] = []

  constructor(limits: AdmissionLimits) {
    this.#limits = limits
  }

  get bodyBytes(): number {
    return this.#inMemory
  }

  /** Bodies that wait for their turn. */
  get waiting(): number {
    return this.#queue.length
  }

  /** A request's share; `close` it in any case. */
  open(): Share {
    return new Share(this)
  }

  hold(bytes: number): void {
    if (this.#inMemory + bytes > this.#limits.bodyBytes) throw busy()
    this.#inMemory += bytes
  }

  release(bytes: number): void {
    this.#inMemory -= bytes
  }

  /** Runs `work` when its turn comes; throws a 503 problem when it does not come in time. */
  async turn<T>(bytes: number, work: () => Promise<T>): Promise<T> {
    const weight = Math.min(Math.max(bytes, leastWork), this.#limits.workingBytes)
    await this.#admit(weight)
    try {
      return await work()
    } finally {
      this.#working -= weight
      this.#next()
    }
  }

  #admit(weight: number): Promise<void> {
    if (this.#queue.length === 0 && this.#fits(weight)) {
      this.#working += weight
      return Promise.resolve()
    }
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#queue = this.#queue.filter(other => other !== waiter)
        reject(busy())
        this.#next()
      }, this.#limits.waitMs)
      const waiter: Waiter = {
        weight,
        start: () => {
          clearTimeout(timer)
          this.#working += weight
          resolve()
        },
      }
      this.#queue.push(waiter)
    })
  }

  #fits(weight: number): boolean {
    return this.#working + weight <= this.#limits.workingBytes
  }

  #next(): void {
    for (let first = this.#queue[0]; first && this.#fits(first.weight); first = this.#queue[0]) {
      this.#queue.shift()
      first.start()
    }
  }
}

/** What one request holds. */
export class Share {
  readonly #admission: Admission
  #bytes = 0

  constructor(admission: Admission) {
    this.#admission = admission
  }

  /** Takes more; throws a 503 problem when the process holds too much already. */
  grow(bytes: number): void {
    this.#admission.hold(bytes)
    this.#bytes += bytes
  }

  turn<T>(work: () => Promise<T>): Promise<T> {
    return this.#admission.turn(this.#bytes, work)
  }

  close(): void {
    this.#admission.release(this.#bytes)
    this.#bytes = 0
  }
}

/** 1 to 5 seconds, at random, so that clients that are turned away together do not come back together. Exporters give up on longer waits. */
const busy = () =>
  unavailable(
    'More is arriving than fits into memory. Nothing was stored; try again.',
    1 + Math.floor(Math.random() * 5),
  )

const MiB = 1024 * 1024

/** Inflated bytes of one OTLP request; OTLP 1.11 recommends 64 MiB. */
export const maxOtlpBytes = Number(process.env.HOLDPOINT_MAX_BODY_BYTES || 64 * MiB)

/** The process's admission. One body of the greatest size always fits. */
export function admission(): Admission {
  return once('admission', () => {
    const workingBytes = Math.max(64 * MiB, maxOtlpBytes)
    return new Admission({ bodyBytes: 4 * workingBytes, workingBytes, waitMs: 10_000 })
  })
}
