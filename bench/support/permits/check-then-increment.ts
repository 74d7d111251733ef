import type pg from 'pg'
import type { Client, Question } from './load.ts'

/** What many gateways do: read the counter, compare, and count up when the call is over. */
export async function checkThenIncrement(pool: pg.Pool, limit: number) {
  await pool.query(
    'create table check_then_increment (agent text, run text, used int not null default 0, primary key (agent, run))',
  )
  const client: Client = {
    async ask({ agent, runId }: Question) {
      const { rows } = await pool.query('select used from check_then_increment where agent = $1 and run = $2', [
        agent,
        runId,
      ])
      return (rows[0]?.used ?? 0) < limit ? runId : null
    },
    async tell(_, { agent, runId }: Question) {
      await pool.query(
        `insert into check_then_increment (agent, run, used) values ($1, $2, 1)
         on conflict (agent, run) do update set used = check_then_increment.used + 1`,
        [agent, runId],
      )
    },
  }
  const overspend = async (): Promise<number> => {
    const { rows } = await pool.query(
      'select coalesce(sum(greatest(0, used - $1)), 0)::int as over from check_then_increment',
      [limit],
    )
    return rows[0].over
  }
  return { client, overspend }
}
