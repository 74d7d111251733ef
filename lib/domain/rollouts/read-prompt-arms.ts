import type { Sql } from '#lib/platform/db/sql.ts'
import type { Arm, Moments } from './engine/types.ts'

// SQL: traces by the version of a prompt that they used, summed by one statement for all rollouts of a project.

export interface QualityScore {
  name: string
  source: string | null
}

/** One side of one phase: the traces that used one version of a prompt. */
export interface PromptStretch {
  key: string
  from: string
  to: string
  environment: string
  prompt: string
  version: number
  /** The other version of the rollout. */
  other: number
  score: QualityScore | null
}

/**
 * A trace counts with the minute in which it began, as its figures elsewhere do, and the use of a prompt with the hour of
 * its first call, which comes later. A trace that used both versions tells nothing about either. Spans name a version with or
 * without a v; a trace that does both counts once.
 */
const statement = `with asked as (
    select * from unnest($2::text[], $3::timestamptz[], $4::timestamptz[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[])
      w(key, from_at, to_at, environment, prompt, version, other, score, score_source)
  ), used as materialized (
    select w.key, w.score, w.score_source, t.trace_id, t.status, t.cost_nanos / 1e9 as usd from asked w
    join prompt_use u on u.project_id = $1 and u.prompt = w.prompt and u.version in (w.version, 'v' || w.version)
      and u.environment = w.environment and u.hour >= date_trunc('hour', w.from_at, 'UTC') and u.hour < w.to_at + interval '1 day'
    join trace t on t.project_id = $1 and t.trace_id = u.trace_id and t.started_at >= w.from_at and t.started_at < w.to_at
    where not exists (select 1 from prompt_use o where o.project_id = $1 and o.trace_id = u.trace_id and o.prompt = w.prompt
        and o.version in (w.other, 'v' || w.other))
      and (u.version = w.version or not exists (select 1 from prompt_use d where d.project_id = $1
        and d.trace_id = u.trace_id and d.prompt = w.prompt and d.version = w.version))
  ), scored as (
    select u.key, count(*)::int as n, sum(s.value)::float8 as sum, sum(s.value * s.value)::float8 as squares
    from used u join score s on s.project_id = $1 and s.trace_id = u.trace_id and s.name = u.score
      and (u.score_source is null or s.source = u.score_source) and s.data_type <> 'categorical' and s.value is not null
    group by u.key
  ), counted as (
    select key, count(*)::int as requests, (count(*) filter (where status = 'error'))::int as errors,
      count(usd)::int as priced, coalesce(sum(usd), 0)::float8 as usd, coalesce(sum(usd * usd), 0)::float8 as usd_squares
    from used group by key
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

/** Requests, errors, cost and quality of both versions, from the same rows as the figures on the page of the prompt. */
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
    ...[list(({ version }) => String(version)), list(({ other }) => String(other))],
    ...[list(({ score }) => score?.name ?? null), list(({ score }) => score?.source ?? null)],
  ]
  for (const { key, requests, errors, n, sum, squares, ...cost } of await sql.query<Counted>(statement, values))
    Object.assign(armOf(key), {
      ...{ requests, errors, quality: { n, sum, squares } },
      cost: { n: cost.priced, sum: cost.usd, squares: cost.usd_squares },
    })
}
