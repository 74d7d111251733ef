import type { Sql } from '#lib/platform/db/sql.ts'
import { agentConfig } from './contract.ts'

// SQL: read within the transactions of permits, which have no Prisma; by one statement for a whole batch.

interface AgentSwitch {
  enabled: boolean
  by: string
  fallback: string | null
}

interface Switches {
  /** Who has switched the project off, and why; null: it runs. */
  project: { by: string; reason: string } | null
  /** An agent that nobody registered is not in it. */
  agents: Map<string, AgentSwitch>
}

/** Whether the project runs, and who of these agents is switched on, and what to use instead. */
export async function switches(sql: Sql, projectId: string, agents: readonly string[]): Promise<Switches> {
  const rows = await sql.query<{ slug: string | null; by: string; reason: string } & AgentSwitch>(
    `select null as slug, false as enabled, disabled_by as by, null as fallback, reason from project_switch where project_id = $1
     union all
     select slug, coalesce((body ->> 'enabled')::boolean, true), updated_by_label, body ->> 'fallback', ''
     from config_object where project_id = $1 and kind = $2 and slug = any($3::text[]) and archived_at is null`,
    [projectId, agentConfig.name, [...new Set(agents)]],
  )
  const [project = null] = rows.filter(({ slug }) => slug === null)
  return {
    project: project && { by: project.by, reason: project.reason },
    agents: new Map(
      rows.flatMap(({ slug, enabled, by, fallback }) => (slug === null ? [] : [[slug, { enabled, by, fallback }]])),
    ),
  }
}
