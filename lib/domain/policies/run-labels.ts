import type { Context } from '#lib/platform/context.ts'
import type { Sql } from '#lib/platform/db/sql.ts'
import type { Policy } from './schemas.ts'

// SQL: read and written for a whole batch of permits at once, in their transaction.

type Project = Pick<Context, 'projectId'>
interface Run {
  agent: string
  run: string | null
}
export interface Touch extends Run {
  tool: string
  labels: readonly string[]
}
/** What a run had touched; before a time where one is given. */
type Touched = (run: Run, before?: Date) => string[]

const keyOf = ({ agent, run }: Run) => JSON.stringify([agent, run])

/** What runs have touched, by the labels of the tools that they were let use. Nothing is read where no policy asks. */
export async function touchedBy(
  sql: Sql,
  { projectId }: Project,
  policies: readonly Policy[],
  runs: readonly Run[],
): Promise<Touched> {
  const known = runs.filter(({ run }) => run !== null)
  if (known.length === 0 || policies.every(({ touched }) => touched.length === 0)) return () => []
  const rows = await sql.query<{ agent: string; run: string; label: string; at: Date }>(
    `select agent, run, label, at from run_label
     where project_id = $1 and (agent, run) in (select agent, run from unnest($2::text[], $3::text[]) as asked(agent, run))`,
    [projectId, known.map(({ agent }) => agent), known.map(({ run }) => run)],
  )
  const byRun = Map.groupBy(rows, keyOf)
  return (run, before) =>
    (byRun.get(keyOf(run)) ?? []).flatMap(({ label, at }) => (before && at > before ? [] : [label]))
}

/** Keeps that runs were let use tools that touch these. */
export async function touch(sql: Sql, { projectId }: Project, touches: readonly Touch[], at: Date): Promise<void> {
  const rows = touches.flatMap(({ agent, run, tool, labels }) =>
    run === null ? [] : labels.map(label => ({ agent, run, label, tool })),
  )
  if (rows.length === 0) return
  // In one order: two batches must not wait for each other.
  await sql.query(
    `insert into run_label (project_id, agent, run, label, tool, at)
     select $1, u.agent, u.run, u.label, u.tool, $2::timestamptz
     from unnest($3::text[], $4::text[], $5::text[], $6::text[]) as u(agent, run, label, tool)
     order by u.agent collate "C", u.run collate "C", u.label collate "C"
     on conflict do nothing`,
    [
      ...[projectId, at.toISOString()],
      ...(['agent', 'run', 'label', 'tool'] as const).map(name => rows.map(row => row[name])),
    ],
  )
}
