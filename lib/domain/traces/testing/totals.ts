import type pg from 'pg'

export interface Totals {
  input: string
  output: string
  /** Nano-dollars. */
  cost: string
  spans: string
  requests: string
  failed: string
}

/** The rollups, counted again from the spans by SQL that shares nothing with the writer. */
export async function recount(pool: pg.Pool, projectId: string): Promise<Totals> {
  const { rows } = await pool.query(
    `select coalesce(sum(input_tokens) filter (where counted), 0)::text as input,
       coalesce(sum(output_tokens) filter (where counted), 0)::text as output,
       coalesce(sum(coalesce(reported_cost_nanos, computed_cost_nanos)) filter (where counted), 0)::text as cost,
       count(*) filter (where not noise or counted)::text as spans, count(*) filter (where request)::text as requests,
       count(*) filter (where request and status = 'error')::text as failed
     from span where project_id = $1`,
    [projectId],
  )
  return rows[0]
}

/** What the rollups of one grain (60 or 3600 seconds) say. */
export async function rolledUp(pool: pg.Pool, projectId: string, grain: 60 | 3600): Promise<Totals> {
  const { rows } = await pool.query(
    `select coalesce(sum(input_tokens), 0)::text as input, coalesce(sum(output_tokens), 0)::text as output,
       coalesce(sum(cost_nanos), 0)::text as cost, coalesce(sum(spans), 0)::text as spans,
       coalesce(sum(requests), 0)::text as requests, coalesce(sum(request_errors), 0)::text as failed
     from rollup where project_id = $1 and grain = $2`,
    [projectId, grain],
  )
  return rows[0]
}
