import type { PoolClient } from 'pg'
import { rollupGrains } from '#lib/domain/traces/measures.ts'
import type { TracePlan } from '#lib/domain/traces/store/plan.ts'
import { placeOfTrace, type TracePlace } from './contribution.ts'

/** Name, source and type of scores. */
type Key = [name: string, source: string, type: string]

/** What may have changed which traces are scored, or where they count. */
interface Changes {
  /** Scores that were written. */
  ids?: readonly string[]
  /** Traces that may have lost their last score of some name, source and type. */
  left?: readonly string[]
  /** Traces that were scored and count elsewhere now. */
  moved?: readonly TracePlan[]
}

const came = `insert into scored_trace (project_id, trace_id, name, source, data_type)
  select distinct project_id, trace_id, name, source, data_type from score
  where project_id = $1 and id = any($2::text[]) and trace_id is not null order by 1, 2, 3, 4, 5
  on conflict do nothing returning trace_id, name, source, data_type`

const gone = `delete from scored_trace k where project_id = $1 and trace_id = any($2::text[]) and not exists (
    select from score s where s.project_id = $1 and s.trace_id = k.trace_id and s.name = k.name and s.source = k.source and s.data_type = k.data_type
  ) returning trace_id, name, source, data_type`

const keysNow =
  'select trace_id, name, source, data_type from scored_trace where project_id = $1 and trace_id = any($2::text[])'
const placesNow =
  'select trace_id, start_us, environment, agent, framework, release from trace where project_id = $1 and trace_id = any($2::text[])'

const key = 'project_id, grain, bucket, environment, agent, framework, release, name, source, data_type'
const add = `insert into rollup_scored as r (${key}, traces)
  select $1, g, to_timestamp(u.minute - u.minute % g), u.environment, u.agent, u.framework, u.release, u.name, u.source, u.data_type, sum(u.sign)
  from unnest($2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::int[])
      as u(minute, environment, agent, framework, release, name, source, data_type, sign),
    (values ${rollupGrains.map(grain => `(${grain})`).join(', ')}) as grains(g)
  group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 having sum(u.sign) <> 0 order by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
  on conflict (${key}) do update set traces = r.traces + excluded.traces`

/**
 * Counts each trace once for every name of a score that it has, however many scores that are: by name, by name and source, by
 * all three, and as scored at all. It counts where the trace itself does (`rollup_by_agent`). Call it under the traces' locks,
 * after scores and traces are written.
 */
export async function foldScored(
  client: PoolClient,
  projectId: string,
  { ids = [], left = [], moved = [] }: Changes,
): Promise<void> {
  const read = async (text: string, list: readonly string[]) =>
    list.length === 0 ? [] : (await client.query(text, [projectId, list])).rows
  const [gained, lost] = [keysOf(await read(came, ids)), keysOf(await read(gone, left))]
  const plans = new Map(moved.map(plan => [plan.traceId, plan]))
  const traceIds = [...new Set([...gained.keys(), ...lost.keys(), ...plans.keys()])]
  const now = keysOf(await read(keysNow, traceIds))
  const rows = await read(
    placesNow,
    traceIds.filter(id => !plans.has(id)),
  )
  const places = new Map(
    rows.map(row => [row.trace_id as string, placeOfTrace({ ...row, startUs: Number(row.start_us) })]),
  )
  const changes = traceIds.flatMap(id => {
    const [keys, fresh] = [now.get(id) ?? [], new Set((gained.get(id) ?? []).map(text))]
    const before = [...keys.filter(each => !fresh.has(text(each))), ...(lost.get(id) ?? [])]
    const plan = plans.get(id)
    // A score may come before its trace, which counts when it comes.
    const [from, to] = plan
      ? [plan.before && placeOfTrace(plan.before), placeOfTrace(plan.summary)]
      : [places.get(id) ?? null, places.get(id) ?? null]
    return [...counted(from, before, -1), ...counted(to, keys, 1)]
  })
  if (changes.length === 0) return
  const column = (i: number) => changes.map(change => change[i])
  await client.query(add, [projectId, ...[0, 1, 2, 3, 4, 5, 6, 7, 8].map(column)])
}

// biome-ignore lint/suspicious/noExplicitAny: rows of the statements above
function keysOf(rows: readonly any[]): Map<string, Key[]> {
  const keys = new Map<string, Key[]>()
  for (const { trace_id: id, name, source, data_type: type } of rows) {
    keys.set(id, [...(keys.get(id) ?? []), [name, source, type]])
  }
  return keys
}

const text = (keyOfScore: Key) => JSON.stringify(keyOfScore)

/** What a trace with these scores adds to an hour: `sign` for each combination that can be queried, where an empty part means any. */
function counted(place: TracePlace | null, keys: readonly Key[], sign: 1 | -1): [...TracePlace, ...Key, 1 | -1][] {
  if (place === null) return []
  const asked = keys.flatMap(([name, source, type]): Key[] => [
    ['', '', ''],
    [name, '', ''],
    [name, source, ''],
    [name, source, type],
  ])
  return [...new Map(asked.map(each => [text(each), each])).values()].map(each => [...place, ...each, sign])
}
