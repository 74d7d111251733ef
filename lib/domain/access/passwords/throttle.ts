import { createHash } from 'node:crypto'
import { addressGroup } from '#lib/platform/auth/client-address.ts'
import { type Database, poolSql } from '#lib/platform/db/client.ts'
import type { Sql } from '#lib/platform/db/sql.ts'
import { Problem } from '#lib/shared/problem.ts'
import { throttleLimits, throttleWindowSeconds } from '../rules.ts'

// SQL: counters are counted up in the database, in one statement, whatever else counts at the same time.

/** A counter of guesses. An account's name is hashed: the table holds no address that nobody has registered. */
type Counter = { key: string; limit: number }

const accountCounter = (account: string): Counter => ({
  key: `account:${createHash('sha256').update(account).digest('hex')}`,
  limit: throttleLimits.account,
})
const addressCounter = (address: string): Counter => ({
  key: `address:${addressGroup(address)}`,
  limit: throttleLimits.address,
})

export interface Admission {
  /** Null: go on. Otherwise why not, as a 429. */
  problem: Problem | null
  /** True for the first one that a window turns away: the one worth an audit row. */
  first: boolean
}

/**
 * Counts the attempt before the secret is looked at, so that a burst of parallel guesses cannot slip through. The address
 * comes first: once it is turned away, its guesses touch no more counters. `account` null: only the address is known, as
 * with a setup link.
 */
export async function admitAttempt(db: Database, account: string | null, address: string | null): Promise<Admission> {
  const sql = poolSql(db)
  const ofAddress = address ? await count(sql, addressCounter(address)) : admitted
  if (ofAddress.problem || account === null) return ofAddress
  return count(sql, accountCounter(account))
}

const admitted: Admission = { problem: null, first: false }

async function count(sql: Sql, { key, limit }: Counter): Promise<Admission> {
  const [row] = await sql.query<{ attempts: number; wait: number }>(
    `insert into login_throttle as t (key, attempts, window_until)
     values ($1, 1, now() + make_interval(secs => ${throttleWindowSeconds}))
     on conflict (key) do update set
       attempts = case when t.window_until <= now() then 1 else t.attempts + 1 end,
       window_until = case when t.window_until <= now() then excluded.window_until else t.window_until end
     returning attempts, ceil(extract(epoch from window_until - now()))::int as wait`,
    [key],
  )
  if (!row || row.attempts <= limit) return admitted
  return { problem: tooMany(Math.max(0, row.wait)), first: row.attempts === limit + 1 }
}

/** A success clears the account and takes its own attempt off the address. */
export async function forgiveAttempts(sql: Sql, account: string | null, address: string | null): Promise<void> {
  if (account !== null) await sql.query('delete from login_throttle where key = $1', [accountCounter(account).key])
  if (address) {
    await sql.query('update login_throttle set attempts = greatest(attempts - 1, 0) where key = $1', [
      addressCounter(address).key,
    ])
  }
}

const tooMany = (wait: number) =>
  new Problem({
    status: 429,
    type: 'too-many-attempts',
    title: 'Too many attempts',
    detail: `Too many failed attempts. Try again in ${Math.max(1, Math.ceil(wait / 60))} min.`,
    retryAfter: wait,
  })
