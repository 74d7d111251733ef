import type { Role, Scope } from '#lib/shared/permissions.ts'
import type { Database } from './db/client.ts'
import type { Sql } from './db/sql.ts'

/** Who acts. Jobs, agents and people go through the same verbs. */
export type Actor =
  | { kind: 'user'; id: string; label: string; role: Role; sessionId: string }
  | { kind: 'key'; id: string; label: string; scopes: readonly Scope[]; agent: string | null; createdBy: string | null }
  | { kind: 'system'; id: string; label: string }
  | { kind: 'anonymous'; id: null; label: 'anonymous' }

/** Everything a verb needs besides its input. */
export interface Context {
  projectId: string
  actor: Actor
  requestId: string
  /** Caller's network address where known, for audit and throttling. */
  address: string | null
  db: Database
  clock: Clock
  /** Aborts when the caller goes away: what only waits for them may end. */
  signal?: AbortSignal
  /** Under an Idempotency-Key: keeps the verb's answer, inside the transaction of its change. See `change`. */
  remember?: (sql: Sql, answer: unknown) => Promise<void>
}

/** Time for decisions is the database's; tests put their own clock here. */
export interface Clock {
  /** `told`: the time that the database has just answered with something else. */
  now(sql: Sql, told?: Date): Promise<Date>
}

export const databaseClock: Clock = {
  async now(sql, told) {
    if (told) return told
    const rows = await sql.query<{ now: Date }>('select clock_timestamp() as now')
    const row = rows[0]
    if (!row) throw new Error('the database did not tell the time')
    return row.now
  },
}

export function systemContext(db: Database, projectId: string, id: string): Context {
  return {
    projectId,
    actor: { kind: 'system', id, label: id },
    requestId: `${id}-${Date.now().toString(36)}`,
    address: null,
    db,
    clock: databaseClock,
  }
}
