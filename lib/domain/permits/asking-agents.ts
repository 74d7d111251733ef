import type { Context } from '#lib/platform/context.ts'
import { poolSql } from '#lib/platform/db/client.ts'

// SQL: the agent is a part of the key of a run's row, which Prisma cannot split.

/** Agents with a run that asked for a permit since then. A run without any limit has no row. */
export async function askingAgents({ db, projectId }: Context, since: Date): Promise<Set<string>> {
  const rows = await poolSql(db).query<{ agent: string }>(
    `select distinct key::json->>0 as agent from control_state
     where project_id = $1 and kind = 'run' and updated_at >= $2`,
    [projectId, since],
  )
  return new Set(rows.map(({ agent }) => agent))
}
