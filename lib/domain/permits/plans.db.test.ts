import { expect, test } from 'vitest'
import { openDatabase } from '#lib/platform/db/client.ts'
import { sqlTransaction } from '#lib/platform/db/transaction.ts'
import { lockStates, type StateKey, writeStates } from '#lib/platform/state-machine/control-state.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { lockPermits, updatePermits } from './rows.ts'

const database = givenDatabase()

const many = 3_000
const few = 5

test('a batch reads only its own rows, also with query plans from when the tables were empty', async () => {
  // One connection, which keeps its plans.
  const db = openDatabase(database.url, { max: 1 })
  try {
    const project = 'p_plans'
    const keys = Array.from({ length: few }, (_, n): StateKey => ({ kind: 'run', key: `run-${n}` }))
    const ids = keys.map((_, n) => `prm_${n}`)
    const batch = () =>
      sqlTransaction(
        db.pool,
        async (client, sql) => {
          await client.query("set local plan_cache_mode = 'force_generic_plan'")
          const permits = await lockPermits(sql, project, ids)
          const states = await lockStates(sql, project, keys)
          const changes = [...states.values()].map(({ kind, key, revision }) => ({
            kind,
            key,
            revision,
            status: '',
            body: { key },
          }))
          await writeStates(sql, project, changes, new Date())
          await updatePermits(sql, project, [...permits.values()])
          const { rows } = await client.query<{ table: string; read: number }>(
            `select relname as table, (coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0))::int as read
             from pg_stat_xact_user_tables where relname in ('permit', 'control_state') order by 1`,
          )
          return rows
        },
        { prepared: true },
      )
    await batch()
    await db.pool.query(
      `insert into permit (project_id, id, agent, run_id, step, environment, key_id, decision, status, reasons, held, asked_at)
       select $1, 'prm_' || n, 'a', 'run-' || n, 'llm', 'staging', 'k', 'allow', 'open', '[]', '{"amounts": {}}', now() from generate_series(0, $2) n`,
      [project, many],
    )
    await db.pool.query(
      `insert into control_state (project_id, kind, key, status, revision, body, updated_at)
       select $1, 'run', 'run-' || n, '', 1, '{}', now() from generate_series($2::int, $3) n`,
      [project, few, many],
    )
    const read = await batch()
    expect(read.map(({ table }) => table)).toEqual(['control_state', 'permit'])
    for (const { read: rows } of read) {
      expect(rows).toBeGreaterThanOrEqual(few)
      expect(rows).toBeLessThan(few * 10)
    }
    expect((await batch()).map(({ table }) => table)).toEqual(['control_state', 'permit'])
  } finally {
    await db.close()
  }
})
