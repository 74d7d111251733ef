import type { Context } from '#lib/platform/context.ts'

/** Columns that tell when or how often something was written, not what is so. */
const incidental = `'{project_id,day,revision,updated_at,contribution,rolled,at,stored_at}'::text[]`

const tables: [table: string, where: string][] = [
  ['trace', 'true'],
  ['span', 'true'],
  ['span_payload', 'true'],
  ['span_link', 'true'],
  ['span_message', 'true'],
  ['score', 'true'],
  ['run', 'true'],
  ['run_part', 'true'],
  ['run_edge', 'true'],
  ['agent_session', 'true'],
  ['rollup', 'spans <> 0 or requests <> 0'],
  ['rollup_bin', 'count <> 0'],
  ['rollup_top', 'traces <> 0'],
  ['rollup_score', 'count <> 0'],
  ['rollup_prompt', 'traces <> 0'],
  ['rollup_prompt_score', 'count <> 0'],
  ['cost_record', 'true'],
  ['rollup_cost', 'records <> 0'],
  ['rollup_cost_top', 'records <> 0'],
  ['rollup_score_bin', 'count <> 0'],
  ['rollup_by_agent', 'traces <> 0 or requests <> 0 or cost_nanos <> 0 or unpriced <> 0 or unmetered <> 0'],
  ['scored_trace', 'true'],
  ['rollup_scored', 'traces <> 0'],
]

/** Everything a project holds that a page, a gate or a bill could read, in a fixed order. */
export async function projectState({ db, projectId }: Context): Promise<Record<string, unknown[]>> {
  const state: Record<string, unknown[]> = {}
  for (const [table, where] of tables) {
    const { rows } = await db.pool.query(
      `select to_jsonb(t) - ${incidental} as row from ${table} t where project_id = $1 and (${where})
       order by (to_jsonb(t) - ${incidental})::text collate "C"`,
      [projectId],
    )
    state[table] = rows.map(({ row }) => row)
  }
  return state
}
