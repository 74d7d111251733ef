import type { Sql } from '#lib/platform/db/sql.ts'

// SQL: advisory locks, to the end of the transaction.

const key = `hashtextextended($1 || '/agent-switch', 2)`

/**
 * Who asks for something that may wait goes on beside others who ask, and never beside a switch-off: what it finds waiting
 * ends with it, and what is asked later is denied. To be called before anything else is read or locked.
 */
export async function besideSwitches(sql: Sql, projectId: string): Promise<void> {
  await sql.query(`select pg_advisory_xact_lock_shared(${key})::text`, [projectId])
}

/** Waits for those who are asking, and lets nobody ask until the switch is turned. */
export async function whileNobodyAsks(sql: Sql, projectId: string): Promise<void> {
  await sql.query(`select pg_advisory_xact_lock(${key})::text`, [projectId])
}
