import { sessionIdleSeconds } from '#lib/platform/auth/sessions.ts'
import type { Sql } from '#lib/platform/db/sql.ts'
import { conflict, notFound } from '#lib/shared/problem.ts'
import { iso } from './queries.ts'
import type { Member } from './schemas.ts'

const select = `select u.id, u.name, u.email, m.role,
    case when u.disabled_at is not null then 'deactivated' when u.password_set_at is null then 'invited' else 'active' end as status,
    ${iso('m.created_at')} as "createdAt", ${iso('s.seen')} as "lastSeenAt", coalesce(s.living, 0)::int as sessions
  from membership m join app_user u on u.id = m.user_id
  left join lateral (
    select max(last_seen_at) as seen, count(*) filter (where revoked_at is null and expires_at > now()
      and last_seen_at > now() - make_interval(secs => ${sessionIdleSeconds})) as living
    from user_session where user_id = u.id
  ) s on true`

/** Members of a project, newest first; at most `limit`, those before member `before`. */
export const selectMembers = (sql: Sql, projectId: string, limit: number, before: string | null): Promise<Member[]> =>
  sql.query<Member>(
    `${select} where m.project_id = $1 and ($2::text is null or u.id < $2) order by u.id desc limit $3::int`,
    [projectId, before, limit],
  )

/** One member, or 404: unknown and of another project look the same. */
export async function findMember(sql: Sql, projectId: string, id: string): Promise<Member> {
  const [member] = await sql.query<Member>(`${select} where m.project_id = $1 and u.id = $2`, [projectId, id])
  if (!member) throw notFound('member')
  return member
}

/**
 * Serialises changes that could take away the last administrator: they queue on the project's row, so that each sees
 * what the one before it committed. NO KEY: inserts that refer to the project go on meanwhile.
 */
export async function lockMembers(tx: Sql, projectId: string): Promise<void> {
  await tx.query('select 1 from project where id = $1 for no key update', [projectId])
}

/** After a change under `lockMembers`: throws 409 `last-administrator`, which undoes it, when nobody could sign in as one. */
export async function keepAnAdministrator(tx: Sql, projectId: string): Promise<void> {
  const left = await tx.query(
    `select 1 from membership m join app_user u on u.id = m.user_id
     where m.project_id = $1 and m.role = 'admin' and u.disabled_at is null and u.password_set_at is not null limit 1`,
    [projectId],
  )
  if (left.length > 0) return
  throw conflict('last-administrator', 'This is the last administrator who can sign in. Make somebody else one first.')
}
