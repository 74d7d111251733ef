import type { Sql } from '#lib/platform/db/sql.ts'
import { agentConfig } from './contract.ts'

// SQL: read within the transactions of permits, which have no Prisma.

interface AgentSwitch {
  enabled: boolean
  by: string
  fallback: string | null
}

/** Who of these agents is switched on, and what to use instead; an agent that nobody registered is not in it. */
export async function agentSwitches(
  sql: Sql,
  projectId: string,
  agents: readonly string[],
): Promise<Map<string, AgentSwitch>> {
  const rows = await sql.query<{ slug: string; enabled: boolean; by: string; fallback: string | null }>(
    `select slug, coalesce((body ->> 'enabled')::boolean, true) as enabled, updated_by_label as by, body ->> 'fallback' as fallback
     from config_object where project_id = $1 and kind = $2 and slug = any($3::text[]) and archived_at is null`,
    [projectId, agentConfig.name, [...new Set(agents)]],
  )
  return new Map(rows.map(({ slug, ...rest }) => [slug, rest]))
}

/** Who has switched the project off, and why; null: it runs. */
export async function projectSwitch(sql: Sql, projectId: string): Promise<{ by: string; reason: string } | null> {
  const [row] = await sql.query<{ by: string; reason: string }>(
    'select disabled_by as by, reason from project_switch where project_id = $1',
    [projectId],
  )
  return row ?? null
}
