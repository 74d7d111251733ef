import type { PoolClient } from 'pg'
import type { Context } from '#lib/platform/context.ts'
import { firstDifference } from './compare.ts'
import { countRun, type RunShare } from './count-trace.ts'
import { countTraces, type Difference, type Progress } from './count-traces.ts'
import { Expected, makeTables } from './expected.ts'

interface Verified {
  traces: number
  spans: number
  /** The first that was found; null: every rollup is what the raw spans, scores and cost records add up to. */
  difference: Difference | null
}

/**
 * Counts a project again from its raw spans, scores and cost records, and holds every rollup against it. It reads one snapshot, so that it
 * may run beside traffic, and keeps a few thousand spans in memory; what it adds up lies in temporary tables. `progress` is told the
 * spans counted so far after each few hundred traces.
 */
export async function verifyRollups(ctx: Context, progress: Progress = () => {}): Promise<Verified> {
  const client = await ctx.db.pool.connect()
  try {
    await client.query('begin isolation level repeatable read')
    await client.query('set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0')
    // Millions of expected rows are added up and joined with as many: in little memory each of these goes to the disk.
    await client.query("set local work_mem = '256MB'")
    await client.query(makeTables)
    const { rows } = await client.query(
      `select (select count(*) from trace where project_id = $1)::float8 as traces, (select count(*) from span where project_id = $1)::float8 as spans`,
      [ctx.projectId],
    )
    const { traces, spans } = rows[0]
    const difference = await differenceOf(client, ctx.projectId, counted => progress(counted, spans))
    return { traces, spans, difference }
  } finally {
    await client.query('rollback')
    client.release()
  }
}

async function differenceOf(
  client: PoolClient,
  projectId: string,
  progress: (counted: number) => void,
): Promise<Difference | null> {
  const expected = new Expected(client)
  return (
    (await strayedSpan(client, projectId)) ??
    (await wrongRun(client, projectId)) ??
    (await countTraces(client, projectId, expected, progress)) ??
    (await countJoinedRuns(client, expected)) ??
    (await countLoneScores(client, projectId)) ??
    (await firstDifference(client, projectId))
  )
}

/** Every span is in the partition of its trace. */
async function strayedSpan(client: PoolClient, projectId: string): Promise<Difference | null> {
  const { rows } = await client.query(
    `select s.trace_id, s.span_id from span s left join trace t using (project_id, trace_id)
     where project_id = $1 and t.day is distinct from s.day order by 1, 2 limit 1`,
    [projectId],
  )
  return rows[0] ? `span ${rows[0].span_id} of trace ${rows[0].trace_id}: its trace has no row on its day` : null
}

/** Traces with the same run name are one run, and so are linked traces without different names. */
async function wrongRun(client: PoolClient, projectId: string): Promise<Difference | null> {
  const { rows } = await client.query(
    `select trace_id, part, run_key from run_part where project_id = $1 and part <> '' and run_key <> 'r:' || part
     union all
     select a.trace_id, a.part, a.run_key from run_edge e join run_part a on a.project_id = $1 and a.trace_id = e.trace_id
     join run_part b on b.project_id = $1 and e.node = 't:' || b.trace_id
     where e.project_id = $1 and a.part = '' and b.part = '' and a.run_key <> b.run_key
       and not exists (select from run_part n where n.project_id = $1 and n.trace_id in (a.trace_id, b.trace_id) and n.part <> '')
     order by 1, 2 limit 1`,
    [projectId],
  )
  return rows[0] ? `run ${rows[0].run_key}: trace ${rows[0].trace_id} belongs to another` : null
}

async function countJoinedRuns(client: PoolClient, expected: Expected): Promise<Difference | null> {
  let after = ''
  for (;;) {
    const { rows } = await client.query<{ run_key: string; shares: RunShare[] }>(
      `select run_key, jsonb_agg(share order by (share ->> 'startUs')::bigint, trace_id, part) as shares
       from run_share where run_key > $1 group by run_key order by run_key limit 500`,
      [after],
    )
    for (const { shares } of rows) {
      const run = countRun(shares)
      if (run) expected.addValues(run.minute, run.key, run.values)
    }
    await expected.flush(rows.length === 0)
    if (rows.length === 0) return null
    after = rows.at(-1)?.run_key ?? ''
  }
}

/** Scores without a stored trace count at their own time. */
async function countLoneScores(client: PoolClient, projectId: string): Promise<null> {
  await client.query(
    `insert into expected_score select floor(extract(epoch from s.at) / 60)::bigint * 60, '', '', '', '', s.name, s.source, coalesce(s.label, ''), s.data_type, s.value::numeric
     from score s left join trace t on t.project_id = s.project_id and t.trace_id = s.trace_id
     where s.project_id = $1 and t.trace_id is null and s.rolled is not null`,
    [projectId],
  )
  return null
}
