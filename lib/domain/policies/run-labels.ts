import type { Context } from '#lib/platform/context.ts'
import type { Sql } from '#lib/platform/db/sql.ts'
import type { Policy } from './schemas.ts'

// SQL: read and written for a whole batch of permits at once, in their transaction.

type Project = Pick<Context, 'projectId'>
interface Run {
  agent: string
  run: string | null
}
interface Touch extends Run {
  /** Left out: a span says so by itself, without a tool. */
  tool?: string
  labels: readonly string[]
  /** Where a span tells it, when that was: an agent writes its spans itself, so that they never let anything through. */
  told?: Date
}
/** What a run had touched: by what it was let do, and by what only its spans tell. */
export interface Labels {
  touched: string[]
  told: string[]
}
/** Before a time where one is given. */
type Touched = (run: Run, before?: Date) => Labels

const keyOf = ({ agent, run }: Run) => JSON.stringify([agent, run])

/** What runs have touched, by the labels of the tools that they used. Nothing is read where no policy asks. */
export async function touchedBy(
  sql: Sql,
  { projectId }: Project,
  policies: readonly Policy[],
  runs: readonly Run[],
): Promise<Touched> {
  const known = runs.filter(({ run }) => run !== null)
  if (known.length === 0 || policies.every(({ touched }) => touched.length === 0))
    return () => ({ touched: [], told: [] })
  const rows = await sql.query<{ agent: string; run: string; label: string; told: boolean; at: Date }>(
    // Each run by the index, whatever the planner believes: see control-state.ts.
    `select l.* from (select distinct agent, run from unnest($2::text[], $3::text[]) w(agent, run)) w
     cross join lateral (select agent, run, label, told, at from run_label where project_id = $1 and agent = w.agent and run = w.run offset 0) l`,
    [projectId, known.map(({ agent }) => agent), known.map(({ run }) => run)],
  )
  const byRun = Map.groupBy(rows, keyOf)
  return (run, before) => {
    const known = (byRun.get(keyOf(run)) ?? []).filter(({ at }) => !before || at <= before)
    const labels = (told: boolean) => known.flatMap(row => (row.told === told ? [row.label] : []))
    return { touched: labels(false), told: labels(true) }
  }
}

/** Keeps that runs used tools that touch these. What they were let do stands over what spans tell. */
export async function touch(sql: Sql, { projectId }: Project, touches: readonly Touch[], at: Date): Promise<void> {
  const rows = touches.flatMap(({ agent, run, tool = '', labels, told }) => {
    const when = { told: told !== undefined, at: (told ?? at).toISOString() }
    return run === null ? [] : labels.map(label => ({ agent, run, label, tool, ...when }))
  })
  if (rows.length === 0) return
  // In one order: two batches must not wait for each other.
  await sql.query(
    `insert into run_label (project_id, agent, run, label, tool, at, told)
     select distinct on (u.agent collate "C", u.run collate "C", u.label collate "C") $1, u.agent, u.run, u.label, u.tool, u.at, u.told
     from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[], $7::boolean[]) as u(agent, run, label, tool, at, told)
     order by u.agent collate "C", u.run collate "C", u.label collate "C", u.told, u.at
     on conflict (project_id, agent, run, label) do update set told = false, tool = excluded.tool, at = excluded.at
       where run_label.told and not excluded.told`,
    [projectId, ...(['agent', 'run', 'label', 'tool', 'at', 'told'] as const).map(name => rows.map(row => row[name]))],
  )
}
