alter table prompt_use add column bins smallint[] not null default '{}';

create table prompt_hour_bin (
  project_id text not null,
  prompt text not null,
  version text not null,
  environment text not null,
  hour timestamptz(3) not null,
  bin smallint not null,
  count bigint not null,
  primary key (project_id, prompt, version, environment, hour, bin)
);

-- What was stored before: each trace that used a prompt is known, and its spans are reached by their key.
update prompt_use u set bins = timed.bins
from (
  select u.project_id, u.trace_id, u.prompt, u.version,
    array_agg(case when s.end_us - s.start_us < 1 then -1 else floor(ln((s.end_us - s.start_us)::float8) / ln(1.1::float8)) end::smallint) as bins
  from prompt_use u
  join trace t on t.project_id = u.project_id and t.trace_id = u.trace_id
  join span s on s.project_id = t.project_id and s.day = t.day and s.trace_id = t.trace_id
    and s.prompt_name = u.prompt and coalesce(s.prompt_version, '') = u.version and s.end_us is not null
  group by 1, 2, 3, 4
) timed
where u.project_id = timed.project_id and u.trace_id = timed.trace_id and u.prompt = timed.prompt and u.version = timed.version;

insert into prompt_hour_bin (project_id, prompt, version, environment, hour, bin, count)
select project_id, prompt, version, environment, hour, bin, count(*)
from prompt_use, unnest(bins) as bin
group by 1, 2, 3, 4, 5, 6;

-- Traces that name a prompt get a mark of it, in the background; until then they are looked at without.
update trace t set marked = false
where exists (select from prompt_use u where u.project_id = t.project_id and u.trace_id = t.trace_id);
