import type { Sql } from '#lib/platform/db/sql.ts'

// SQL: the newest answer of a person for each output or trace, beside that of the judge.

/** The scores of a judge and of a person, for one criterion of one trace or of one output of an eval run. */
export interface Pair {
  traceId: string | null
  evalRunId: string | null
  scenario: string | null
  criterion: string
  version: number
  judge: number
  passAt: number
  people: number
  peoplePass: boolean
  reason: string | null
}

/** How many of the newest pairs count; more would hardly change the figures. */
const most = 5_000

/**
 * What a person thinks as yes or no. For an output: that the judge is right or wrong. For a trace: a boolean, 4 or 5 of
 * five if a review rule asks so, or else a number that would pass for the judge.
 */
export async function readPairs(sql: Sql, projectId: string, judge: string): Promise<Pair[]> {
  return sql.query<Pair>(
    `select t.trace_id as "traceId", t.run_id as "evalRunId", t.scenario, t.criterion, t.judge_version as version,
       t.score as judge, t.reason, (v.body ->> 'passAt')::float8 as "passAt",
       coalesce(l.passes::int::float8, h.value) as people,
       case when l.passes is not null then l.passes
         when h.data_type = 'boolean' then h.value >= 1
         when exists (select from config_object c where c.project_id = $1 and c.kind = 'review-rule'
           and c.body ->> 'ask' = t.criterion and c.body ->> 'answer' = 'five') then h.value >= 4
         else h.value >= (v.body ->> 'passAt')::float8 end as "peoplePass"
     from scoring_task t
     join judge_version v on v.project_id = $1 and v.judge = t.judge and v.version = t.judge_version
     left join lateral (select o.passes from output_label o where o.project_id = $1 and o.task_id = t.id
       and o.digest = t.digest order by o.at desc, o.person_id limit 1) l on true
     left join lateral (select s.value, s.data_type from score s where s.project_id = $1 and s.trace_id = t.trace_id
       and s.name = t.criterion and s.source = 'human' and s.span_id is null and s.value is not null
       order by s.at desc, s.id desc limit 1) h on true
     where t.project_id = $1 and t.judge = $2 and t.state = 'scored' and (l.passes is not null or h.value is not null)
     order by t.done_at desc, t.id limit ${most}`,
    [projectId, judge],
  )
}

/** Both scores, as yes or no. */
export const verdictsOf = ({ judge, passAt, peoplePass }: Pair) => ({ judge: judge >= passAt, people: peoplePass })
