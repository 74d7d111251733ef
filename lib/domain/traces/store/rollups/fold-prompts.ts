import type { PoolClient } from 'pg'
import type { TracePlan } from '#lib/domain/traces/store/plan.ts'

const sums = ['calls', 'errors', 'input_tokens', 'output_tokens', 'cost_nanos', 'unpriced', 'timed', 'duration_us']
const names = sums.join(', ')
const place = 'project_id, prompt, version, environment, hour'

/**
 * What the traces do with prompts now, what was kept of them, and the difference for the hours and for their bins, which are
 * as wide as those of other durations. All parts read the state before the statement. A trace counts in the hour of its
 * first call with the version.
 */
const fold = `with now_used as (
    select project_id, trace_id, prompt_name as prompt, coalesce(prompt_version, '') as version,
      date_trunc('hour', 'epoch'::timestamptz + min(start_us) * interval '1 microsecond', 'UTC') as hour,
      coalesce(min(environment), '') as environment,
      count(*) as calls, count(*) filter (where status = 'error') as errors,
      coalesce(sum(input_tokens) filter (where counted), 0)::bigint as input_tokens,
      coalesce(sum(output_tokens) filter (where counted), 0)::bigint as output_tokens,
      coalesce(sum(coalesce(reported_cost_nanos, computed_cost_nanos)) filter (where counted), 0)::bigint as cost_nanos,
      count(*) filter (where not counted or coalesce(reported_cost_nanos, computed_cost_nanos) is null) as unpriced,
      count(end_us) as timed, coalesce(sum(end_us - start_us), 0)::bigint as duration_us,
      coalesce(array_agg(case when end_us - start_us < 1 then -1 else floor(ln((end_us - start_us)::float8) / ln(1.1::float8)) end::smallint)
        filter (where end_us is not null), '{}') as bins
    from span where project_id = $1 and day = any($3::date[]) and trace_id = any($2::text[]) and prompt_name is not null
    group by project_id, trace_id, prompt_name, coalesce(prompt_version, '')
  ), before as (
    select * from prompt_use where project_id = $1 and trace_id = any($2::text[])
  ), gone as (
    delete from prompt_use u using before b
    where u.project_id = $1 and u.trace_id = b.trace_id and u.prompt = b.prompt and u.version = b.version
      and not exists (select 1 from now_used n where n.trace_id = b.trace_id and n.prompt = b.prompt and n.version = b.version)
  ), kept as (
    insert into prompt_use (project_id, trace_id, prompt, version, hour, environment, ${names}, bins)
    select project_id, trace_id, prompt, version, hour, environment, ${names}, bins from now_used
    on conflict (project_id, trace_id, prompt, version) do update
    set hour = excluded.hour, environment = excluded.environment, bins = excluded.bins, ${sums.map(name => `${name} = excluded.${name}`).join(', ')}
  ), difference as (
    select ${place}, 1 as traces, ${names} from now_used
    union all
    select ${place}, -1, ${sums.map(name => `-${name}`).join(', ')} from before
  ), binned as (
    insert into prompt_hour_bin as h (${place}, bin, count)
    select ${place}, bin, sum(n) from (
      select ${place}, unnest(bins) as bin, 1 as n from now_used union all select ${place}, unnest(bins), -1 from before
    ) changed group by ${place}, bin having sum(n) <> 0
    order by ${place}, bin
    on conflict (${place}, bin) do update set count = h.count + excluded.count
  )
  insert into prompt_hour as h (${place}, traces, ${names})
  select ${place}, sum(traces), ${sums.map(name => `sum(${name})`).join(', ')}
  from difference group by ${place}
  having sum(traces) <> 0 or ${sums.map(name => `sum(${name}) <> 0`).join(' or ')}
  order by ${place}
  on conflict (${place}) do update
  set traces = h.traces + excluded.traces, ${sums.map(name => `${name} = h.${name} + excluded.${name}`).join(', ')}`

/**
 * Brings the figures of prompts in line with these traces, of which `prompted` were counted before. Call it under their locks;
 * traces without prompts cost nothing.
 */
export async function foldPrompts(
  client: PoolClient,
  projectId: string,
  plans: readonly TracePlan[],
  prompted: ReadonlySet<string>,
): Promise<void> {
  const folded = plans.filter(
    ({ traceId, written, replaced, reattributed }) =>
      written.some(({ span }) => span.promptName !== null) ||
      // A span that named a prompt may be attributed otherwise now, or name none any more.
      (prompted.has(traceId) && replaced.length + reattributed.length > 0),
  )
  if (folded.length === 0) return
  await client.query(fold, [
    projectId,
    folded.map(({ traceId }) => traceId),
    [...new Set(folded.map(({ day }) => day))],
  ])
}
