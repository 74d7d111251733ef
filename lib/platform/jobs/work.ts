import type { Context } from '#lib/platform/context.ts'
import type { Database } from '#lib/platform/db/client.ts'
import type { Sql } from '#lib/platform/db/sql.ts'
import type { Env } from '#lib/platform/env.ts'

/** Work that one process of the installation does, by the clock. */
export interface Job {
  name: string
  /** Cron expression, UTC. */
  cron: string
  run(db: Database): Promise<void>
}

/**
 * Work that is done for each project again and again: once in a period, by one worker. A worker that hangs and comes
 * back may still be at it when another has taken over, so changes stay conditional updates all the same.
 */
export interface Tick {
  /** Unique; also its name in the figures of the process. */
  name: string
  everySeconds: number
  /** A run that takes longer is given up; another worker may begin the project again after the same time once more. */
  limitSeconds: number
  /** Projects with something to do at `now`, at most a few hundred; absent: all of them. */
  projects?(sql: Sql, now: Date): Promise<string[]>
  /** `ctx.signal` aborts at the limit. */
  run(ctx: Context): Promise<void>
}

/** What is printed when the server listens: a text and the path that it leads to. */
export interface Announcement {
  text: string
  path: string
}

/** What a domain does by itself. */
export interface DomainWork {
  jobs?: readonly Job[]
  ticks?: readonly Tick[]
  /** Before the server listens, in the order of the list of domains. */
  atStart?(db: Database, env: Env): Promise<Announcement[]>
}
