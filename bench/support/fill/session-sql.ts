/** What each session comes to, from the rows of its traces. $1 project. */
export const sessionRows = `insert into agent_session (project_id, session_id, first_us, last_us, user_id, agents, environments, traces,
    message_traces, errors, llm_calls, tool_calls, input_tokens, output_tokens, cost_nanos, unpriced_spans, unmetered_calls)
  select project_id, session_id, min(start_us), max(start_us + duration_us), min(user_id collate "C"),
    coalesce(array_agg(distinct agent collate "C") filter (where agent is not null), '{}'),
    coalesce(array_agg(distinct environment collate "C") filter (where environment is not null), '{}'),
    count(*), count(*) filter (where noise_count = span_count), count(*) filter (where status = 'error'),
    sum(llm_calls), sum(tool_calls), sum(coalesce(input_tokens, 0)), sum(coalesce(output_tokens, 0)),
    sum(coalesce(cost_nanos, 0)), sum(unpriced_spans), sum(unmetered_calls)
  from trace where project_id = $1 and session_id is not null group by 1, 2`
