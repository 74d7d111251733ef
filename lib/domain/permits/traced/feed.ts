import type { Context } from '#lib/platform/context.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import type { Sql } from '#lib/platform/db/sql.ts'

/** A trace as it is now. */
export interface ChangedTrace {
  traceId: string
  day: string
  revision: number
}

/** How many rows one check reads; the rest follows at once. */
export const tracesAtATime = 500
/** A transaction that stores spans ends within this time, so nothing older can appear after it. */
const overlap = "interval '60 seconds'"
/** If nothing was judged yet, it begins with what was stored within this time. */
const firstLook = "interval '1 hour'"

/** Projects with traces that have changed since they were judged. */
export async function projectsToJudge(sql: Sql): Promise<string[]> {
  const rows = await sql.query<{ id: string }>(
    `select p.id from project p left join judged_until u on u.project_id = p.id
     where exists (select from trace t where t.project_id = p.id and t.updated_at > coalesce(u.until, now() - ${firstLook}) - ${overlap}) limit 500`,
  )
  return rows.map(row => row.id)
}

/**
 * The next traces that have changed since they were judged, the oldest change first, and until when these are all of
 * them.
 */
export async function changedTraces({ db, projectId }: Context): Promise<{ traces: ChangedTrace[]; until: string }> {
  const sql = poolSql(db)
  const [clock] = await sql.query<{ now: string }>(`select ${micros('now()')} as now`)
  const traces = await sql.query<ChangedTrace & { updatedAt: string }>(
    `select t.trace_id as "traceId", to_char(t.day, 'YYYY-MM-DD') as day, t.revision, ${micros('t.updated_at')} as "updatedAt"
     from trace t left join judged_trace j on j.project_id = t.project_id and j.trace_id = t.trace_id
     where t.project_id = $1 and t.updated_at > coalesce((select until from judged_until where project_id = $1), now() - ${firstLook}) - ${overlap}
       and j.revision is distinct from t.revision
     order by t.updated_at limit ${tracesAtATime}`,
    [projectId],
  )
  const all = traces.length < tracesAtATime
  return { traces, until: (all ? clock?.now : traces.at(-1)?.updatedAt) ?? '' }
}

const micros = (time: string) => `to_char(${time} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`

/** Marks these traces as judged, and everything that was stored before `until`. */
export async function keepJudged(
  { db, projectId }: Context,
  traces: readonly ChangedTrace[],
  until: string,
): Promise<void> {
  await poolSql(db).query(
    `with judged as (
       insert into judged_trace (project_id, trace_id, revision, at)
       select $1, u.trace_id, u.revision, now() from unnest($2::text[], $3::int[]) u(trace_id, revision)
       on conflict (project_id, trace_id) do update set revision = excluded.revision, at = excluded.at
     ), gone as (
       delete from judged_trace where project_id = $1 and at < now() - interval '2 hours'
     ), old as (
       delete from judged_step where project_id = $1 and at < now() - interval '2 hours'
     )
     insert into judged_until (project_id, until) values ($1, $4::timestamptz)
     on conflict (project_id) do update set until = greatest(judged_until.until, excluded.until)`,
    [projectId, traces.map(({ traceId }) => traceId), traces.map(({ revision }) => revision), until],
  )
}
