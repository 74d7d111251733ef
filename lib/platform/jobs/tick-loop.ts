import { type Clock, systemContext } from '#lib/platform/context.ts'
import { type Database, poolSql } from '#lib/platform/db/client.ts'
import { logger, reasonOf } from '#lib/platform/logger.ts'
import { newId } from '#lib/shared/ids.ts'
import { claim, dueProjects, release } from './claim.ts'
import { beat } from './heartbeat.ts'
import { TickFigures } from './tick-figures.ts'
import type { Tick } from './work.ts'

/** Runs of one tick that go on at once in a process: a project that hangs holds up one place, not the others. */
const places = 4
/** Or more often, where a tick is due more often. */
const lookEveryMs = 1_000

/** One tick in a loop of its own: what others do, or fail to do, does not delay it. */
export class TickLoop {
  readonly figures: TickFigures
  readonly #db: Database
  readonly #tick: Tick
  readonly #clock: Clock
  /** Runs in work by project, and those that were given up and have not ended yet. */
  readonly #running = new Map<string, Promise<void>>()
  readonly #unended = new Set<string>()
  #stopped = false
  #wake: (() => void) | null = null
  #loop: Promise<void> = Promise.resolve()

  constructor(db: Database, tick: Tick, clock: Clock) {
    this.#db = db
    this.#tick = tick
    this.#clock = clock
    this.figures = new TickFigures()
  }

  start(): void {
    this.#loop = this.#go()
  }

  /** Starts nothing more, and waits for running work. */
  async stop(): Promise<void> {
    this.#stopped = true
    this.#wake?.()
    await this.#loop
    await this.idle()
  }

  /** Resolves when nothing is in work; a run that was given up does not count. */
  async idle(): Promise<void> {
    await Promise.all(this.#running.values())
  }

  async #go(): Promise<void> {
    while (!this.#stopped) {
      const began = performance.now()
      await this.look().catch(error => {
        if (!this.#stopped) logger().warn({ tick: this.#tick.name, reason: reasonOf(error) }, 'tick could not look')
      })
      beat(this.#tick.name)
      // From the beginning of this look, so that a long one adds nothing to the next.
      await this.#sleep(Math.min(lookEveryMs, this.#tick.everySeconds * 1_000) - (performance.now() - began))
    }
  }

  /** Starts what is due. Ends when the last one has started, not when all are done. */
  async look(): Promise<void> {
    const sql = poolSql(this.#db)
    const now = await this.#clock.now(sql)
    const due = await dueProjects(sql, this.#tick, now)
    this.figures.looked(due, now)
    for (const { projectId } of shuffled(due)) {
      while (this.#running.size >= places) await Promise.race(this.#running.values())
      if (this.#stopped) return
      if (this.#running.has(projectId) || this.#unended.has(projectId)) continue
      const run = this.#run(projectId).finally(() => this.#running.delete(projectId))
      this.#running.set(projectId, run)
      beat(this.#tick.name)
    }
  }

  async #run(projectId: string): Promise<void> {
    const sql = poolSql(this.#db)
    const holder = newId('tck')
    // The time that the claim takes belongs to the limit: the lease counts from the database's time before it.
    const began = performance.now()
    try {
      const now = await this.#clock.now(sql)
      if (!(await claim(sql, this.#tick, projectId, holder, now))) return
      const well = await this.#inTime(projectId, began).catch(error => this.#failed(projectId, error))
      this.figures.ran(performance.now() - began, well)
      // What was given up and still hangs keeps its claim until the lease is over.
      if (!this.#unended.has(projectId)) await release(sql, this.#tick, projectId, holder, now)
    } catch (error) {
      this.#failed(projectId, error)
    }
  }

  #failed(project: string, error: unknown): false {
    if (!this.#stopped) logger().warn({ tick: this.#tick.name, project, reason: reasonOf(error) }, 'tick failed')
    return false
  }

  /** Throws at the limit, whether or not the work heeds its signal. */
  async #inTime(projectId: string, began: number): Promise<true> {
    const { name, limitSeconds } = this.#tick
    const limit = new AbortController()
    const ctx = { ...systemContext(this.#db, projectId, name), clock: this.#clock, signal: limit.signal }
    this.#unended.add(projectId)
    const work = this.#tick.run(ctx).finally(() => this.#unended.delete(projectId))
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(
        () => {
          limit.abort()
          reject(new Error(`took longer than ${limitSeconds} s`))
        },
        limitSeconds * 1000 - (performance.now() - began),
      )
    })
    await Promise.race([work, late]).finally(() => clearTimeout(timer))
    return true
  }

  #sleep(ms: number): Promise<void> {
    return new Promise(resolve => {
      const timer = setTimeout(resolve, Math.max(0, ms))
      this.#wake = () => {
        clearTimeout(timer)
        resolve()
      }
      if (this.#stopped) this.#wake()
    })
  }
}

/** Two workers that see the same list begin at different ends of it. */
function shuffled<T>(items: readonly T[]): T[] {
  const at = Math.floor(Math.random() * items.length)
  return [...items.slice(at), ...items.slice(0, at)]
}
