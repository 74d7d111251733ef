import type { QualityScore } from '#lib/domain/agents/schemas.ts'
import type { Sql } from '#lib/platform/db/sql.ts'
import type { Arm, Moments } from './engine/types.ts'

// SQL: one statement sums, for all rollouts of a project, the traces by the version of the prompt that they used.

/** One side of one phase: the traces that used one version of a prompt. */
export interface PromptStretch {
  key: string
  from: string
  to: string
  environment: string
  prompt: string
  version: number
  score: QualityScore | null
}

const asked = `unnest($2::text[], $3::timestamptz[], $4::timestamptz[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[])
  w(key, from_at, to_at, environment, prompt, version, score, score_source)`
const join = `on r.project_id = $1 and r.prompt = w.prompt and r.version = w.version and r.environment = w.environment
  and r.bucket >= w.from_at and r.bucket < w.to_at`
const statement = `with counted as (
    select w.key, sum(r.traces)::float8 as requests, sum(r.errors)::float8 as errors, sum(r.priced)::float8 as priced,
      (sum(r.cost_nanos) / 1e9)::float8 as usd, (sum(r.cost_squares) / 1e18)::float8 as usd_squares
    from ${asked} join rollup_prompt r ${join} group by w.key
  ), scored as (
    select w.key, sum(r.count)::float8 as n, sum(r.sum)::float8 as sum, sum(r.sum_squares)::float8 as squares
    from ${asked} join rollup_prompt_score r ${join} and r.name = w.score and (w.score_source is null or r.source = w.score_source)
    group by w.key
  )
  select c.*, coalesce(s.n, 0) as n, coalesce(s.sum, 0) as sum, coalesce(s.squares, 0) as squares
  from counted c left join scored s on s.key = c.key`

interface Counted extends Moments {
  key: string
  requests: number
  errors: number
  priced: number
  usd: number
  usd_squares: number
}

/** Requests, errors, cost and quality of both versions, from the minutes in the rollups. */
export async function addPromptArms(
  sql: Sql,
  projectId: string,
  stretches: readonly PromptStretch[],
  armOf: (key: string) => Arm,
): Promise<void> {
  const list = <T>(read: (stretch: PromptStretch) => T) => stretches.map(read)
  const values = [
    ...[projectId, list(({ key }) => key), list(({ from }) => from), list(({ to }) => to)],
    ...[list(({ environment }) => environment), list(({ prompt }) => prompt)],
    list(({ version }) => String(version)),
    ...[list(({ score }) => score?.name ?? null), list(({ score }) => score?.source ?? null)],
  ]
  for (const { key, requests, errors, n, sum, squares, ...cost } of await sql.query<Counted>(statement, values))
    Object.assign(armOf(key), {
      ...{ requests, errors, quality: { n, sum, squares } },
      cost: { n: cost.priced, sum: cost.usd, squares: cost.usd_squares },
    })
}
