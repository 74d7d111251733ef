import { type Database, poolSql } from '#lib/platform/db/client.ts'
import { pruneThrottle } from './throttle.ts'

/** Forgets counters of past windows, and sessions and links that ended a month ago: the audit log keeps what happened. */
export async function pruneAccess(db: Database): Promise<void> {
  const sql = poolSql(db)
  await pruneThrottle(sql)
  await sql.query(`delete from user_session where least(revoked_at, expires_at) < now() - interval '30 days'`)
  await sql.query(`delete from password_link where least(used_at, expires_at) < now() - interval '30 days'`)
}
