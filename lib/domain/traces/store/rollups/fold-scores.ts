import type { PoolClient } from 'pg'
import { rollupGrains } from '#lib/domain/traces/measures.ts'
import { promptIn, versionIn } from '#lib/shared/prompt-version.ts'
import { minuteOf } from './minute.ts'
import { versionsAlone } from './prompt-contribution.ts'

/**
 * [minute, environment, agent, framework, release, name, source, label, type, value]: a score's place and weight in the rollups.
 * Where it is a number, and its trace tells something about versions of prompts, that follows.
 */
type Rolled = [number, string, string, string, string, string, string, string, string, string | null, OfPrompts?]
/** Minute and environment of the trace, and the versions, `name@3`. */
type OfPrompts = [number, string, string[]]

interface Change {
  key: Rolled
  sign: 1 | -1
}

/** Ids of the scores to check, each branch through an index, because a long trace may have as many scores as spans. */
const picked = `select id from score where project_id = $1 and id = any($2::text[])
  union all select id from score where project_id = $1 and trace_id = any($3::text[])
  union all select id from score where project_id = $1 and trace_id = any($4::text[]) and span_id is null
  union all select s.id from unnest($5::text[], $6::text[]) as u(trace_id, span_id) cross join lateral (
    select id from score where project_id = $1 and trace_id = u.trace_id and span_id = u.span_id offset 0
  ) as s`

const read = `select s.id, s.trace_id, s.name, s.source, s.label, s.data_type, s.value::numeric::text as value, s.rolled, s.span_id,
    (extract(epoch from s.at) * 1000000)::bigint::text as at_us, coalesce(p.start_us, t.start_us)::text as start_us,
    coalesce(p.environment, t.environment) as environment, coalesce(p.agent, t.agent) as agent,
    coalesce(p.framework, t.framework) as framework, coalesce(p.release, t.release) as release, p.span_id as found,
    t.prompts, t.start_us::text as trace_us, coalesce(t.environment, '') as trace_environment
  from score s
  left join trace t on t.project_id = s.project_id and t.trace_id = s.trace_id
  left join lateral (
    select p.* from span p
    where p.project_id = t.project_id and p.day = t.day and p.trace_id = t.trace_id
      and (p.span_id = s.span_id or (s.span_id is null and p.response_id = s.response_id))
    order by p.start_us, p.span_id limit 1
  ) p on true
  where s.project_id = $1 and s.id in (${picked})
  order by s.id for update of s`

const given = `from unnest($2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::numeric[], $12::int[])
    as u(minute, environment, agent, framework, release, name, source, label, data_type, value, sign), (values ${rollupGrains.map(grain => `(${grain})`).join(', ')}) as grains(g)`
const key = 'project_id, grain, bucket, environment, agent, framework, release, name, source'
const keyOf =
  '$1, g, to_timestamp(u.minute - u.minute % g), u.environment, u.agent, u.framework, u.release, u.name, u.source'

/** The sums, and the distribution of numbers, in one statement. Both in the order of their keys, so that writers never deadlock. */
const add = `with bins as (
    insert into rollup_score_bin as r (${key}, value, count)
    select ${keyOf}, score_bin(u.value), sum(u.sign) ${given} where u.data_type = 'numeric' and u.value is not null
    group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 having sum(u.sign) <> 0 order by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
    on conflict (${key}, value) do update set count = r.count + excluded.count
  )
  insert into rollup_score as r (${key}, label, data_type, count, sum, sum_squares)
  select ${keyOf}, u.label, u.data_type,
    sum(u.sign), coalesce(sum(u.sign * u.value), 0), coalesce(sum(u.sign * u.value * u.value), 0) ${given}
  group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 order by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11
  on conflict (${key}, label, data_type)
  do update set count = r.count + excluded.count, sum = r.sum + excluded.sum, sum_squares = r.sum_squares + excluded.sum_squares`

/** By the minute in which the trace began, as its requests, errors and costs count for its prompts. */
const addOfPrompts = `insert into rollup_prompt_score as r (project_id, bucket, environment, prompt, version, name, source, count, sum, sum_squares)
  select $1, to_timestamp(u.minute), u.environment, u.prompt, u.version, u.name, u.source,
    sum(u.sign), sum(u.sign * u.value), sum(u.sign * u.value * u.value)
  from unnest($2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::numeric[], $9::int[])
    as u(minute, environment, prompt, version, name, source, value, sign)
  group by 1, 2, 3, 4, 5, 6, 7
  having sum(u.sign) <> 0 or sum(u.sign * u.value) <> 0 or sum(u.sign * u.value * u.value) <> 0 order by 1, 2, 3, 4, 5, 6, 7
  on conflict (project_id, bucket, environment, prompt, version, name, source)
  do update set count = r.count + excluded.count, sum = r.sum + excluded.sum, sum_squares = r.sum_squares + excluded.sum_squares`

/** Scores, by what changed: the scores themselves, their whole trace, or some of its spans. */
interface ScoresOf {
  ids?: readonly string[]
  traceIds?: readonly string[]
  /** Spans that came or changed: their scores, and those of their traces that name no span. */
  spans?: readonly { traceId: string; spanId: string }[]
}

/**
 * Brings the score rollup in line with some scores: each counts once, under the identity and the minute of what it
 * judges, as known now. Call it under the traces' locks. Answers which traces hold a score whose name, source or type is
 * another than before.
 */
export async function foldScores(
  client: PoolClient,
  projectId: string,
  { ids = [], traceIds = [], spans = [] }: ScoresOf,
): Promise<string[]> {
  const ofSpans = [...new Set(spans.map(({ traceId }) => traceId))]
  const values = [projectId, ids, traceIds, ofSpans, spans.map(span => span.traceId), spans.map(span => span.spanId)]
  const { rows } = await client.query(read, values)
  const moved = rows
    .map(row => ({
      id: row.id,
      traceId: row.trace_id as string | null,
      spanId: row.span_id ?? row.found,
      before: row.rolled as Rolled | null,
      after: place(row),
    }))
    .filter(({ before, after }) => JSON.stringify(before) !== JSON.stringify(after))
  if (moved.length === 0) return []
  await client.query(
    `update score set rolled = u.rolled::jsonb, span_id = u.span_id
     from unnest($2::text[], $3::text[], $4::text[]) as u(id, rolled, span_id) where project_id = $1 and score.id = u.id`,
    [projectId, moved.map(m => m.id), moved.map(m => JSON.stringify(m.after)), moved.map(m => m.spanId)],
  )
  const changes = moved.flatMap(({ before, after }): Change[] => [
    ...(before ? [{ key: before, sign: -1 as const }] : []),
    { key: after, sign: 1 },
  ])
  const column = (i: number) => changes.map(change => change.key[i])
  await client.query(add, [
    projectId,
    ...[0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map(column),
    changes.map(change => change.sign),
  ])
  const told = changes.flatMap(ofPrompts)
  if (told.length > 0) {
    await client.query(addOfPrompts, [projectId, ...[0, 1, 2, 3, 4, 5, 6, 7].map(i => told.map(row => row[i]))])
  }
  const renamed = moved.filter(({ before, after }) => before && [5, 6, 8].some(i => before[i] !== after[i]))
  return renamed.flatMap(({ traceId }) => traceId ?? [])
}

/** A score changes the figures of each version that its trace used. */
function ofPrompts({ key, sign }: Change) {
  const [minute, environment, versions] = key[10] ?? [0, '', []]
  return versions.map(used => [minute, environment, promptIn(used), versionIn(used), key[5], key[6], key[9], sign])
}

// biome-ignore lint/suspicious/noExplicitAny: a row of `read`
function place(row: any): Rolled {
  return [
    minuteOf(Number(row.start_us ?? row.at_us)),
    row.environment ?? '',
    row.agent ?? '',
    row.framework ?? '',
    row.release ?? '',
    row.name,
    row.source,
    row.label ?? '',
    row.data_type,
    row.value,
    ...placeOfPrompts(row),
  ]
}

// biome-ignore lint/suspicious/noExplicitAny: a row of `read`
function placeOfPrompts(row: any): [] | [OfPrompts] {
  const versions = row.value === null || row.data_type === 'categorical' ? [] : versionsAlone(row.prompts ?? [])
  return versions.length === 0 ? [] : [[minuteOf(Number(row.trace_us)), row.trace_environment, versions]]
}
