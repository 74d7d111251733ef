import { expect } from 'vitest'
import type { Context } from '#lib/platform/context.ts'

interface Totals {
  input: string
  output: string
  /** Nano-dollars. */
  cost: string
  spans: string
  requests: string
  failed: string
}

/** The rollups, counted again from the spans by SQL that is independent of the writer. */
async function recount({ db, projectId }: Context): Promise<Totals> {
  const { rows } = await db.pool.query(
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
export async function rolledUp({ db, projectId }: Context, grain: 60 | 3600): Promise<Totals> {
  const { rows } = await db.pool.query(
    `select coalesce(sum(input_tokens), 0)::text as input, coalesce(sum(output_tokens), 0)::text as output,
       coalesce(sum(cost_nanos), 0)::text as cost, coalesce(sum(spans), 0)::text as spans,
       coalesce(sum(requests), 0)::text as requests, coalesce(sum(request_errors), 0)::text as failed
     from rollup where project_id = $1 and grain = $2`,
    [projectId, grain],
  )
  return rows[0]
}

/** Expects the rollups of both grains to be what a recount says; answers it. */
export async function expectExact(ctx: Context): Promise<Totals> {
  const counted = await recount(ctx)
  expect(await rolledUp(ctx, 60)).toEqual(counted)
  expect(await rolledUp(ctx, 3600)).toEqual(counted)
  return counted
}
