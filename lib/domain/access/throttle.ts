import { createHash } from 'node:crypto'
import type { Sql } from '#lib/platform/db/sql.ts'
import { Problem } from '#lib/shared/problem.ts'
import { throttleLimits, throttleWindowSeconds } from './rules.ts'

/** The counters one attempt touches. Accounts are hashed: the table holds no addresses that nobody has registered. */
export function throttleKeys(account: string, address: string | null): { key: string; limit: number }[] {
  const digest = createHash('sha256').update(account).digest('hex')
  const keys = [{ key: `account:${digest}`, limit: throttleLimits.account as number }]
  if (address) keys.push({ key: `address:${address}`, limit: throttleLimits.address })
  return keys
}

export interface Admission {
  /** Null: go on. Otherwise why not, as a 429. */
  refusal: Problem | null
  /** True for the first refusal of a window: the one worth an audit row. */
  firstRefusal: boolean
}

/**
 * Counts the attempt before the password is looked at, so that a burst of parallel guesses cannot slip through.
 * Rows are touched in key order, so two attempts never deadlock.
 */
export async function admitAttempt(sql: Sql, account: string, address: string | null): Promise<Admission> {
  const keys = throttleKeys(account, address)
  const rows = await sql.query<{ key: string; attempts: number; wait: number }>(
    `insert into login_throttle as t (key, attempts, window_until)
     select key, 1, now() + make_interval(secs => ${throttleWindowSeconds}) from unnest($1::text[]) as key order by key
     on conflict (key) do update set
       attempts = case when t.window_until <= now() then 1 else t.attempts + 1 end,
       window_until = case when t.window_until <= now() then excluded.window_until else t.window_until end
     returning key, attempts, ceil(extract(epoch from window_until - now()))::int as wait`,
    [keys.map(({ key }) => key)],
  )
  const limits = new Map(keys.map(({ key, limit }) => [key, limit]))
  const over = rows.filter(row => row.attempts > (limits.get(row.key) ?? 0))
  const wait = Math.max(0, ...over.map(row => row.wait))
  return {
    refusal: over.length > 0 ? tooMany(wait) : null,
    firstRefusal: over.some(row => row.attempts === (limits.get(row.key) ?? 0) + 1),
  }
}

/** A success clears the account and takes its own attempt off the address; old windows go along. */
export async function forgiveAttempts(sql: Sql, account: string, address: string | null): Promise<void> {
  const [ofAccount, ofAddress] = throttleKeys(account, address)
  await sql.query('delete from login_throttle where key = $1', [ofAccount?.key])
  if (ofAddress) {
    await sql.query('update login_throttle set attempts = greatest(attempts - 1, 0) where key = $1', [ofAddress.key])
  }
}

/** Deletes counters whose window is over. */
export async function pruneThrottle(sql: Sql): Promise<void> {
  await sql.query(`delete from login_throttle where window_until < now() - interval '1 hour'`)
}

const tooMany = (wait: number) =>
  new Problem({
    status: 429,
    type: 'too-many-attempts',
    title: 'Too many attempts',
    detail: `Too many failed sign-ins. Try again in ${Math.max(1, Math.ceil(wait / 60))} min.`,
    retryAfter: wait,
  })
