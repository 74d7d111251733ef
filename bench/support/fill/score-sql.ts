import { rollupGrains } from '#lib/domain/traces/measures.ts'

/** One trace in five is scored: how helpful it was, and half of those by whether it was resolved. $1 project. */
export const scoreRows = `insert into score (project_id, id, name, data_type, value, label, source, trace_id, at, rolled)
  select $1, md5('score/' || s.name || '/' || trace_id), s.name, s.data_type, s.value, s.label, s.source, trace_id,
    'epoch'::timestamptz + (start_us + 60000000) * interval '1 microsecond',
    jsonb_build_array(start_us / 60000000 * 60, environment, agent, framework, release, s.name, s.source, coalesce(s.label, ''), s.data_type, s.value::numeric::text)
  from filling cross join lateral (values
    ('helpful', 'numeric', (1 + n / 5 % 5) / 5.0::float8, null, 'judge', n % 5 = 0),
    ('outcome', 'categorical', null, (array['resolved', 'handed over', 'given up'])[(1 + n % 3)::int], 'human', n % 10 = 0)
  ) as s(name, data_type, value, label, source, given)
  where s.given`

const key = 'project_id, grain, bucket, environment, agent, framework, release, name, source'
const keyOf =
  '$1, g, to_timestamp(t.start_us / 1000000 / g * g), t.environment, t.agent, t.framework, t.release, s.name, s.source'
const given = `from filling t join score s on s.project_id = $1 and s.trace_id = t.trace_id cross join (values ${rollupGrains.map(grain => `(${grain})`).join(', ')}) as grains(g)`

/** Their rollups: sums, of numbers how they are spread, and which traces have them. $1 project. */
export const scoreRollupRows: readonly string[] = [
  `insert into rollup_score as r (${key}, label, data_type, count, sum, sum_squares)
   select ${keyOf}, coalesce(s.label, ''), s.data_type, count(*), coalesce(sum(s.value::numeric), 0), coalesce(sum(s.value::numeric * s.value::numeric), 0)
   ${given} group by 2, 3, 4, 5, 6, 7, 8, 9, 10, 11
   on conflict (${key}, label, data_type)
   do update set count = r.count + excluded.count, sum = r.sum + excluded.sum, sum_squares = r.sum_squares + excluded.sum_squares`,
  `insert into rollup_score_bin as r (${key}, value, count)
   select ${keyOf}, score_bin(s.value::numeric), count(*) ${given} where s.data_type = 'numeric' and s.value is not null group by 2, 3, 4, 5, 6, 7, 8, 9, 10
   on conflict (${key}, value) do update set count = r.count + excluded.count`,
  `insert into scored_trace select distinct $1, s.trace_id, s.name, s.source, s.data_type
   from filling t join score s on s.project_id = $1 and s.trace_id = t.trace_id`,
  `insert into rollup_scored as r (${key}, data_type, traces)
   select $1, g, to_timestamp(t.start_us / 1000000 / g * g), t.environment, t.agent, t.framework, t.release, l.*, count(distinct t.trace_id)
   ${given} cross join lateral (values ('', '', ''), (s.name, '', ''), (s.name, s.source, ''), (s.name, s.source, s.data_type)) as l(name, source, data_type)
   group by 2, 3, 4, 5, 6, 7, 8, 9, 10
   on conflict (${key}, data_type) do update set traces = r.traces + excluded.traces`,
]
