import pg from 'pg'
import type { Database } from '#lib/platform/db/client.ts'
import { logger } from '#lib/platform/logger.ts'
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

/**
 * A sequence is taken before its transaction commits, so a lower one may appear after a higher. Reads therefore go
 * back this many rows and what was already delivered is skipped.
 */
const lookBack = 500

/** One LISTEN connection a process; wakes, reads the outbox, hands events to subscribers. */
export class EventBus {
  readonly #db: Database
  readonly #listeners = new Map<string, Set<Listener>>()
  #client: pg.Client | null = null
  #delivered = new Set<string>()
  #highest = 0n
  #reading: Promise<void> | null = null
  #again = false
  #closed = false

  constructor(db: Database) {
    this.#db = db
  }

  async start(): Promise<void> {
    const [row] = (await this.#db.pool.query('select coalesce(max(seq), 0)::text as seq from outbox_event')).rows
    this.#highest = BigInt(row?.seq ?? 0)
    const recent = await this.#db.pool.query('select seq::text as seq from outbox_event where seq > $1::bigint', [
      (this.#highest - BigInt(lookBack)).toString(),
    ])
    for (const { seq } of recent.rows) this.#delivered.add(seq)
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
    })
    client.on('notification', () => this.#wake())
    client.on('error', () => {})
    client.on('end', () => this.#reconnect())
    await client.connect()
    await client.query(`listen ${channel}`)
    this.#client = client
    this.#wake()
  }

  #reconnect(): void {
    if (this.#closed) return
    const retry = () => {
      if (this.#closed) return
      this.#connect().catch(error => {
        logger().warn({ err: error }, 'event listener could not reconnect')
        setTimeout(retry, 1_000).unref()
      })
    }
    setTimeout(retry, 200).unref()
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
        if (!this.#closed) logger().warn({ err: error }, 'outbox could not be read')
      }
    } while (this.#again && !this.#closed)
  }

  async #read(): Promise<Event[]> {
    const from = (this.#highest - BigInt(lookBack)).toString()
    const { rows } = await this.#db.pool.query(
      `select seq::text as seq, project_id as "projectId", topic, type, ids, revision, at
       from outbox_event where seq > $1::bigint order by seq`,
      [from],
    )
    return rows
  }

  #deliver(event: Event): void {
    if (this.#delivered.has(event.seq)) return
    this.#delivered.add(event.seq)
    if (BigInt(event.seq) > this.#highest) this.#highest = BigInt(event.seq)
    if (this.#delivered.size > 4 * lookBack) this.#forgetOld()
    for (const listener of this.#listeners.get(event.projectId) ?? []) listener(event)
  }

  #forgetOld(): void {
    const oldest = this.#highest - BigInt(lookBack)
    this.#delivered = new Set([...this.#delivered].filter(seq => BigInt(seq) > oldest))
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
