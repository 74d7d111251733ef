import { agents, frameworkOf, models, oneIn, rare, rareKeys, tools } from './fleet.ts'

/** SQL of a text. */
export const quoted = (value: string) => `'${value.replaceAll("'", "''")}'`
const list = (values: readonly string[]) => `(array[${values.map(quoted).join(', ')}]::text[])`
/** A number from 0 to below `below` that follows from the trace, another one for each `salt`. */
const pick = (salt: number, below: number | string) => `(abs(hashint8extended(n, ${salt}) % ${below}))::int`
/** The rare value in the trace whose turn it is, else the usual one. */
const rarely = (name: keyof typeof rare, usual: string) =>
  `case when n % ${oneIn} = ${rareKeys.indexOf(name)} then ${quoted(rare[name])} else ${usual} end`

/**
 * The traces of one day, by number: who, when and what they were about. $1 project, $2 day, $3 its first trace, $4 traces a day,
 * $5 all traces.
 */
export const tracesOfDay = `create temp table filling on commit drop as
  with drawn as (
    select n, md5($1 || '/' || n) as trace_id, $2::date as day,
      (extract(epoch from $2::date) * 1000000)::bigint + (n - $3::bigint) * (86400000000 / $4::bigint) + ${pick(1, '(86400000000 / $4::bigint)')} as start_us,
      200000 + ${pick(2, 3_000_000)} as step_us, least(${pick(3, agents.length)}, ${pick(4, agents.length)}) as a,
      n * 3 / $5::bigint as third, ${pick(5, 25)} = 0 as failed
    from generate_series($3::bigint, least($3::bigint + $4::bigint, $5::bigint) - 1) as n
  )
  select n, trace_id, day, start_us, step_us, failed, ${pick(12, 6)} as size,
    ${rarely('agent', `${list(agents)}[a + 1]`)} as agent,
    ${rarely('framework', `${list(frameworkOf)}[a + 1]`)} as framework,
    ${rarely('release', `'2026.' || third + 1`)} as release,
    ${rarely('environment', `case when ${pick(6, 10)} = 0 then 'staging' else 'production' end`)} as environment,
    ${rarely('user', `'user-' || ${pick(7, 'greatest($5::bigint / 20, 1)')}`)} as user_id,
    ${rarely('session', `'session-' || n / 4`)} as session_id,
    case when n % ${oneIn} = ${rareKeys.indexOf('tag')} then array[${quoted(rare.tag)}] when ${pick(8, 10)} = 0 then array['beta'] else '{}'::text[] end as tags,
    ${rarely('model', `${list(models.map(model => model.name))}[1 + (a + ${pick(9, 2)}) % ${models.length}]`)} as model,
    ${rarely('tool', `${list(tools)}[1 + a % ${tools.length}]`)} as tool_a,
    ${list(tools)}[1 + (a + 1 + ${pick(10, 2)}) % ${tools.length}] as tool_b,
    ${rarely('tenant', `'tenant-' || ${pick(11, 200)}`)} as tenant,
    ${rarely('word', `'order ' || n`)} as subject
  from drawn`

/** Rows of the table trace, from the traces of the day and their spans. $1 project, $2 day, $3 the names of all measures. */
export const traceRows = `insert into trace (project_id, trace_id, day, name, agent, framework, release, environment, session_id, user_id, run_id,
    tags, models, tools, status, has_root, started_at, start_us, duration_us, span_count, noise_count, error_count, llm_calls,
    tool_calls, input_tokens, output_tokens, cached_input_tokens, reasoning_tokens, cost_nanos, unpriced_spans, unmetered_calls,
    input_preview, output_preview, executes, heads, measures, marked, revision)
  select $1, t.trace_id, t.day, r.name, t.agent, t.framework, t.release, t.environment, t.session_id, t.user_id, null,
    t.tags, s.models, s.tools, r.status, true, 'epoch'::timestamptz + t.start_us * interval '1 microsecond', t.start_us,
    s.ends - t.start_us, s.spans, 0, s.errors, s.calls, s.tool_calls, s.input, s.output, s.cached, s.reasoning, s.cost, s.unpriced, s.unmetered,
    r.input_preview, r.output_preview, true, jsonb_build_object('root', r.span_id, 'ownAgent', r.span_id, 'agent', r.span_id,
      'framework', r.span_id, 'release', r.span_id, 'environment', r.span_id, 'sessionId', r.span_id, 'userId', r.span_id,
      'llmInput', s.first_call, 'llmOutput', s.last_call), $3, true, 1
  from filling t
  join (
    select trace_id, count(*) as spans, max(end_us) as ends, count(*) filter (where status = 'error') as errors,
      count(*) filter (where model_call) as calls, count(*) filter (where kind = 'tool') as tool_calls,
      sum(input_tokens) filter (where counted) as input, sum(output_tokens) filter (where counted) as output,
      sum(cached_input_tokens) filter (where counted) as cached, sum(reasoning_tokens) filter (where counted) as reasoning,
      sum(computed_cost_nanos) filter (where counted) as cost, count(*) filter (where counted and computed_cost_nanos is null) as unpriced,
      count(*) filter (where unmetered) as unmetered,
      array_agg(distinct model collate "C") filter (where model is not null) as models, array_agg(distinct tool collate "C") filter (where kind = 'tool') as tools,
      (array_agg(span_id order by start_us) filter (where kind = 'llm'))[1] as first_call,
      (array_agg(span_id order by start_us desc) filter (where kind = 'llm'))[1] as last_call
    from span where project_id = $1 and day = $2::date group by trace_id
  ) s using (trace_id)
  join span r on r.project_id = $1 and r.day = $2::date and r.trace_id = t.trace_id and r.parent_span_id is null
  order by t.trace_id`
