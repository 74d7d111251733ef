import { setTimeout } from 'node:timers/promises'
import pg from 'pg'
import type { Database } from '#lib/platform/db/client.ts'
import { logger, reasonOf } from '#lib/platform/logger.ts'
import { once } from '#lib/platform/registry.ts'
import { channel } from './publish.ts'

export interface Event {
  seq: string
  projectId: string
  topic: string
  type: string
  ids: string[]
  revision: number | null
  at: Date
}

type Listener = (event: Event) => void

const retryMs = 250

/** The oldest transaction that has not ended: all before it are committed or gone. */
export const oldestRunning = 'pg_snapshot_xmin(pg_current_snapshot())::text'

/** One LISTEN connection a process; wakes, reads the outbox, hands events to subscribers. */
export class EventBus {
  readonly #db: Database
  readonly #listeners = new Map<string, Set<Listener>>()
  #client: pg.Client | null = null
  /** Every transaction before this one had ended at the last read; its events, if any, were in it. */
  #horizon = '0'
  /** Sequences already read of transactions at or after the horizon. */
  #known = new Set<string>()
  #reading: Promise<void> | null = null
  #again = false
  #closed = false

  constructor(db: Database) {
    this.#db = db
  }

  async start(): Promise<void> {
    // What was committed before the start is past: only later events are delivered.
    const [row] = (await this.#db.pool.query<{ horizon: string }>(`select ${oldestRunning} as horizon`)).rows
    this.#horizon = row?.horizon ?? this.#horizon
    await this.#read()
    await this.#connect()
  }

  async close(): Promise<void> {
    this.#closed = true
    await this.#client?.end().catch(() => {})
    await this.#reading
  }

  /** Calls `listener` for each committed change of a project from now on. Returns the way to stop. */
  subscribe(projectId: string, listener: Listener): () => void {
    const set = this.#listeners.get(projectId) ?? new Set()
    this.#listeners.set(projectId, set.add(listener))
    return () => {
      set.delete(listener)
      if (set.size === 0) this.#listeners.delete(projectId)
    }
  }

  async #connect(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.#db.url,
      application_name: 'holdpoint-listen',
      keepAlive: true,
      connectionTimeoutMillis: 5_000,
    })
    client.on('notification', () => this.#wake())
    client.on('error', () => {})
    try {
      await client.connect()
      await client.query(`listen ${channel}`)
    } catch (error) {
      void client.end().catch(() => {})
      throw error
    }
    this.#client = client
    // Only a connection that stood is replaced when it ends: one that never did ends too, and each would start two.
    client.on('end', () => void this.#reconnect())
    this.#wake()
  }

  /** Tries again until it stands: what was committed meanwhile is read then. */
  async #reconnect(): Promise<void> {
    if (!this.#closed) logger().warn('event listener lost its connection')
    while (!this.#closed) {
      await setTimeout(retryMs, undefined, { ref: false })
      if (this.#closed) return
      try {
        await this.#connect()
        return logger().info('event listener is connected again')
      } catch (error) {
        logger().debug({ err: error }, 'event listener could not reconnect')
      }
    }
  }

  #wake(): void {
    if (this.#reading) {
      this.#again = true
      return
    }
    this.#reading = this.#drain().finally(() => {
      this.#reading = null
    })
  }

  async #drain(): Promise<void> {
    do {
      this.#again = false
      try {
        for (const event of await this.#read()) this.#deliver(event)
      } catch (error) {
        if (!this.#closed) logger().warn({ reason: reasonOf(error) }, 'outbox could not be read')
      }
    } while (this.#again && !this.#closed)
  }

  /**
   * What was committed since the last read, by sequence. A sequence is taken before its transaction commits, so a lower
   * one may appear after a higher: the reader goes by transactions instead, from the oldest that was still running.
   */
  async #read(): Promise<Event[]> {
    const { rows } = await this.#db.pool.query<Partial<Event> & { horizon: string; open: boolean }>(
      `select now.horizon::text as horizon, e.xact >= now.horizon as open, e.seq::text as seq,
         e.project_id as "projectId", e.topic, e.type, e.ids, e.revision, e.at
       from (select (${oldestRunning})::bigint as horizon) as now
       left join outbox_event e on e.xact >= $1::bigint order by e.seq`,
      [this.#horizon],
    )
    this.#horizon = rows[0]?.horizon ?? this.#horizon
    const events = rows.filter((row): row is Event & { horizon: string; open: boolean } => row.seq != null)
    const fresh = events.filter(event => !this.#known.has(event.seq))
    this.#known = new Set(events.filter(event => event.open).map(event => event.seq))
    return fresh
  }

  #deliver(event: Event): void {
    for (const listener of this.#listeners.get(event.projectId) ?? []) listener(event)
  }
}

/** The process's bus; starts on first use. */
export function eventBus(db: Database): Promise<EventBus> {
  return once('event-bus', async () => {
    const bus = new EventBus(db)
    await bus.start()
    return bus
  })
}
