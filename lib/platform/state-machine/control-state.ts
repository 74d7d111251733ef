import type { Sql } from '#lib/platform/db/sql.ts'

// SQL: rows are locked together in one order, and changed together by one statement. Each is reached by its primary key,
// whatever the planner believes: a plan that was made while the table was small would read all rows of the project.

type StateKind = 'run' | 'period' | 'rate' | 'breaker' | 'slo'

export interface StateKey {
  kind: StateKind
  key: string
}

export interface StateRow<B = unknown> extends StateKey {
  revision: number
  /** Null: nothing has been stored yet. */
  body: B | null
}

export const nameOf = ({ kind, key }: StateKey): string => `${kind} ${key}`

/**
 * Locks the rows until the transaction ends, making those that there are not; everybody locks in the order of kind and
 * key, so that they wait and never deadlock.
 */
export async function lockStates(
  sql: Sql,
  projectId: string,
  keys: readonly StateKey[],
): Promise<Map<string, StateRow>> {
  return (await lockStatesAnd(sql, projectId, keys, async () => null)).rows
}

/**
 * The same, with the time at which the last of them was locked, none where there was nothing to lock; and with what
 * `read` finds once all are locked, in the same round trip.
 */
export async function lockStatesAnd<T>(
  sql: Sql,
  projectId: string,
  keys: readonly StateKey[],
  read: () => Promise<T>,
): Promise<{ rows: Map<string, StateRow>; at?: Date; read: T }> {
  const unique = [...new Map(keys.map(key => [nameOf(key), key])).values()]
  if (unique.length === 0) return { rows: new Map(), read: await read() }
  const wanted = [projectId, unique.map(({ kind }) => kind), unique.map(({ key }) => key)]
  // Locks nothing as long as one is missing: who makes it must not hold another one meanwhile.
  const locked = () =>
    sql.query<StateRow & { at: Date }>(
      // The time is read row by row, each after its lock: the last is that of all.
      `with held as materialized (
         select s.* from (select * from unnest($2::text[], $3::text[]) w(kind, key) order by w.kind collate "C", w.key collate "C") w
         cross join lateral (
           select kind, key, revision, case when revision = 0 then null else body end as body from control_state
           where project_id = $1 and kind = w.kind and key = w.key for update) s
         where cardinality($2::text[]) = (
           select count(*) from unnest($2::text[], $3::text[]) w(kind, key)
           cross join lateral (select from control_state where project_id = $1 and kind = w.kind and key = w.key limit 1) known))
       select held.*, clock_timestamp() as at from held`,
      wanted,
    )
  let [rows, found] = await Promise.all([locked(), read()])
  if (rows.length < unique.length) {
    const made = sql.query(
      `insert into control_state (project_id, kind, key, status, revision, body, updated_at)
       select $1, w.kind, w.key, '', 0, 'null', clock_timestamp() from unnest($2::text[], $3::text[]) w(kind, key)
       order by w.kind collate "C", w.key collate "C" on conflict do nothing`,
      wanted,
    )
    ;[, rows, found] = await Promise.all([made, locked(), read()])
  }
  const at = rows.at(-1)?.at
  return { rows: new Map(rows.map(row => [nameOf(row), row])), ...(at ? { at } : {}), read: found }
}

export interface StateChange extends StateKey {
  /** As it was read: another one means that somebody else has changed it. */
  revision: number
  status: string
  body: unknown
}

/** Changes all of them, which are locked, each only where its revision is still the one that was read; throws, and so undoes, otherwise. */
export async function writeStates(
  sql: Sql,
  projectId: string,
  changes: readonly StateChange[],
  at: Date,
): Promise<void> {
  if (changes.length === 0) return
  const of = <T>(read: (change: StateChange) => T) => changes.map(read)
  const rows = await sql.query(
    `insert into control_state as s (project_id, kind, key, revision, status, body, updated_at)
     select $1, w.kind, w.key, w.revision + 1, w.status, w.body::json, $7::timestamptz
     from unnest($2::text[], $3::text[], $4::int[], $5::text[], $6::text[]) w(kind, key, revision, status, body)
     on conflict (project_id, kind, key) do update
     set revision = excluded.revision, status = excluded.status, body = excluded.body, updated_at = excluded.updated_at
     where s.revision = excluded.revision - 1 returning 1`,
    [
      projectId,
      of(({ kind }) => kind),
      of(({ key }) => key),
      of(({ revision }) => revision),
      of(({ status }) => status),
      of(({ body }) => JSON.stringify(body, (_, value) => (typeof value === 'bigint' ? `${value}n` : value))),
      at.toISOString(),
    ],
  )
  if (rows.length !== changes.length) throw new Error('a state was changed by somebody else while it was locked')
}

/** Reads states without locking them. */
export async function readStates<B>(
  sql: Sql,
  projectId: string,
  kind: StateKind,
  keys: readonly string[],
): Promise<Map<string, B>> {
  const rows = await sql.query<{ key: string; body: B }>(
    'select key, body from control_state where project_id = $1 and kind = $2 and key = any($3::text[]) and revision > 0',
    [projectId, kind, [...keys]],
  )
  return new Map(rows.map(({ key, body }) => [key, body]))
}

/** Nano-dollars stand in JSON as text that ends in n. */
export function reviveAmounts<T>(value: T): T {
  if (typeof value === 'string') return (/^-?\d+n$/.test(value) ? BigInt(value.slice(0, -1)) : value) as T
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value
  const entries = Object.entries(value).map(([name, one]) => [name, reviveAmounts(one)])
  return Object.fromEntries(entries) as T
}
