import type { Sql } from '#lib/platform/db/sql.ts'
import type { ApiKey } from './schemas.ts'

/** RFC 3339 with microseconds, UTC. */
export const iso = (column: string) => `to_char((${column}) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`

const keyColumns = `k.id, k.name, k.prefix, k.scopes, k.agent, ${iso('k.created_at')} as "createdAt",
  ${iso('k.last_used_at')} as "lastUsedAt", ${iso('k.expires_at')} as "expiresAt", ${iso('k.revoked_at')} as "revokedAt",
  case when u.id is not null then jsonb_build_object('id', u.id, 'name', u.name) end as "createdBy"`

/** Keys of a project, newest first; at most `limit`, those older than key `before`. */
export function selectKeys(sql: Sql, projectId: string, limit: number, before: string | null): Promise<ApiKey[]> {
  return sql.query<ApiKey>(
    `select ${keyColumns} from api_key k left join app_user u on u.id = k.created_by
     where k.project_id = $1 and ($2::text is null or k.id < $2) order by k.id desc limit $3::int`,
    [projectId, before, limit],
  )
}

export async function selectKey(sql: Sql, projectId: string, id: string): Promise<ApiKey | null> {
  const rows = await sql.query<ApiKey>(
    `select ${keyColumns} from api_key k left join app_user u on u.id = k.created_by
     where k.project_id = $1 and k.id = $2`,
    [projectId, id],
  )
  return rows[0] ?? null
}

/** Whether somebody has set the instance up. */
export async function isSetUp(sql: Sql): Promise<boolean> {
  const rows = await sql.query<{ done: boolean }>(
    'select setup_at is not null as done from instance_state where id = 1',
  )
  return rows[0]?.done ?? false
}
