import type { Database } from '#lib/platform/db/client.ts'

const tables = ['span', 'span_payload'] as const
const daysBehind = 2
const daysAhead = 7

/**
 * Makes the day partitions around today; other days go to the default partition. A day whose spans already lie in the
 * default partition stays there: nothing is moved under running traffic.
 */
export async function ensurePartitions(db: Database): Promise<void> {
  const { rows } = await db.pool.query(
    "select to_char((now() at time zone 'UTC')::date + n, 'YYYY-MM-DD') as day from generate_series($1::int, $2::int) n",
    [-daysBehind, daysAhead],
  )
  for (const { day } of rows) for (const table of tables) await ensurePartition(db, table, day)
}

async function ensurePartition(db: Database, table: (typeof tables)[number], day: string): Promise<void> {
  const name = `${table}_${day.replaceAll('-', '')}`
  const { rows } = await db.pool.query('select to_regclass($1) is not null as exists', [name])
  if (rows[0]?.exists) return
  const next = new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10)
  try {
    await db.pool.query(
      `create table if not exists "${name}" partition of "${table}" for values from ('${day}') to ('${next}')`,
    )
  } catch (error) {
    const code = (error as { code?: string }).code
    // 23514: the default partition holds rows of that day. 42P07: another process was first.
    if (code !== '23514' && code !== '42P07') throw error
  }
}
