import type { PoolClient } from 'pg'
import { rollupGrains } from '#lib/domain/traces/measures.ts'
import type { TraceSummary } from '#lib/domain/traces/store/attribution/summarise.ts'
import type { TracePlan } from '#lib/domain/traces/store/plan.ts'
import { minuteOf } from './minute.ts'

/** Dimensions of many values, as traces are kept by: `['user', 'ines']`. */
type Top = [dimension: string, value: string]

/** [minute, environment, agent, framework, release, kind, nano-dollars, tops]: the places and the weight of a cost in its rollups. */
type Rolled = [number, string, string, string, string, string, string, Top[]?]

interface Change {
  key: Rolled
  sign: 1 | -1
}

/** Whether the costs of a trace count elsewhere now: it is of another agent, or names another user, session or tag. */
export function costsMove({ moved, before, summary }: Pick<TracePlan, 'moved' | 'before' | 'summary'>): boolean {
  const names = ({ userId, sessionId, tags }: TraceSummary) => JSON.stringify([userId, sessionId, tags])
  return moved || before === null || names(before) !== names(summary)
}

const read = `select c.id, c.kind, c.amount_nanos::text as nanos, (extract(epoch from c.at) * 1000000)::bigint::text as at_us, c.rolled,
    coalesce(c.user_id, t.user_id) as user, t.session_id as session, coalesce(t.tags, '{}') as tags,
    coalesce(c.environment, t.environment) as environment, coalesce(c.agent, t.agent) as agent, t.framework,
    coalesce(c.release, case when c.agent is null or c.agent = t.agent then t.release end) as release
  from cost_record c left join trace t on t.project_id = c.project_id and t.trace_id = c.trace_id
  where c.project_id = $1 and (c.id = any($2::text[]) or c.trace_id = any($3::text[]))
  order by c.id for update of c`

const add = `insert into rollup_cost as r (project_id, grain, bucket, environment, agent, framework, release, cost_kind, records, amount_nanos)
  select $1, g, to_timestamp(u.minute - u.minute % g), u.environment, u.agent, u.framework, u.release, u.kind, sum(u.sign), sum(u.sign * u.nanos)
  from unnest($2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bigint[], $9::int[])
    as u(minute, environment, agent, framework, release, kind, nanos, sign), (values ${rollupGrains.map(grain => `(${grain})`).join(', ')}) as grains(g)
  group by 1, 2, 3, 4, 5, 6, 7, 8 order by 1, 2, 3, 4, 5, 6, 7, 8
  on conflict (project_id, grain, bucket, environment, agent, framework, release, cost_kind)
  do update set records = r.records + excluded.records, amount_nanos = r.amount_nanos + excluded.amount_nanos`

const addTops = `insert into rollup_cost_top as r (project_id, bucket, environment, dimension, value, records, amount_nanos)
  select $1, to_timestamp(u.minute - u.minute % 3600), u.environment, u.dimension, u.value, sum(u.sign), sum(u.sign * u.nanos)
  from unnest($2::bigint[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::int[]) as u(minute, environment, dimension, value, nanos, sign)
  group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5
  on conflict (project_id, bucket, environment, dimension, value)
  do update set records = r.records + excluded.records, amount_nanos = r.amount_nanos + excluded.amount_nanos`

/**
 * Brings the rollups of other costs in line with some records, named themselves or by their traces: each counts once, at
 * its own minute, under what it says and else what its trace tells now. Call it under the locks of these traces.
 */
export async function foldCosts(
  client: PoolClient,
  projectId: string,
  { ids = [], traceIds = [] }: { ids?: readonly string[]; traceIds?: readonly string[] },
): Promise<void> {
  const { rows } = await client.query(read, [projectId, ids, traceIds])
  const moved = rows
    .map(row => ({ id: row.id, before: row.rolled as Rolled | null, after: place(row) }))
    .filter(({ before, after }) => JSON.stringify(before) !== JSON.stringify(after))
  if (moved.length === 0) return
  await client.query(
    `update cost_record c set rolled = u.rolled::jsonb from unnest($2::text[], $3::text[]) as u(id, rolled)
     where project_id = $1 and c.id = u.id`,
    [projectId, moved.map(({ id }) => id), moved.map(({ after }) => JSON.stringify(after))],
  )
  const changes = moved.flatMap(({ before, after }): Change[] => [
    ...(before ? [{ key: before, sign: -1 as const }] : []),
    { key: after, sign: 1 },
  ])
  const column = (i: number) => changes.map(change => change.key[i])
  await client.query(add, [projectId, ...[0, 1, 2, 3, 4, 5, 6].map(column), changes.map(change => change.sign)])
  const tops = changes.flatMap(({ key, sign }) =>
    (key[7] ?? []).map(([dimension, value]) => [key[0], key[1], dimension, value, key[6], sign] as const),
  )
  if (tops.length === 0) return
  await client.query(addTops, [projectId, ...([0, 1, 2, 3, 4, 5] as const).map(i => tops.map(row => row[i]))])
}

// biome-ignore lint/suspicious/noExplicitAny: a row of `read`
function place(row: any): Rolled {
  return [
    minuteOf(Number(row.at_us)),
    row.environment ?? '',
    row.agent ?? '',
    row.framework ?? '',
    row.release ?? '',
    row.kind,
    row.nanos,
    topsOf(row),
  ]
}

// biome-ignore lint/suspicious/noExplicitAny: a row of `read`
function topsOf({ user, session, tags }: any): Top[] {
  const one = (dimension: string, value: string | null): Top[] => (value === null ? [] : [[dimension, value]])
  return [...one('user', user), ...one('session', session), ...tags.map((tag: string): Top => ['tag', tag])]
}
