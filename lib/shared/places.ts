/** So many pieces of work at once; the others wait, first come first served. */
export class Places {
  #free: number
  readonly #waiting: (() => void)[] = []

  constructor(count: number) {
    this.#free = count
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free -= 1
    else await new Promise<void>(resolve => this.#waiting.push(resolve))
    try {
      return await work()
    } finally {
      // The place is handed on: whoever comes now does not overtake those that wait.
      const next = this.#waiting.shift()
      if (next) next()
      else this.#free += 1
    }
  }
}
