import type { Actor } from '#lib/platform/context.ts'
import type { Database } from '#lib/platform/db/client.ts'
import { once } from '#lib/platform/registry.ts'
import type { Role } from '#lib/shared/permissions.ts'
import { type ShortCache, shortCache } from './short-cache.ts'

interface SessionIdentity {
  actor: Extract<Actor, { kind: 'user' }>
  projectId: string
}

/** The session lives, and its user is no member of the project that was asked for. */
export const foreignProject = 'foreign project'
type Found = SessionIdentity | typeof foreignProject | null

/** A session ends at the latest after this, whatever happens. */
export const sessionMaxSeconds = 14 * 24 * 60 * 60
/** A session unused for this long ends. */
export const sessionIdleSeconds = 24 * 60 * 60
/** Longest time another process may honour a revoked session. */
const cacheMs = 1_500

interface Row {
  user_id: string
  name: string
  role: Role | null
  project_id: string | null
  stale: boolean
}

const cache = () => once('auth.sessions', (): ShortCache<Found> => shortCache(cacheMs))

/** Forgets every cached session of this process, so that sign-out and role changes hold at once. */
export const forgetSessions = (): void => cache().clear()

interface SessionClaims {
  sessionId: string
  userId: string
}

export interface SessionQuestion {
  /** Slug or id of the project in which the session acts; null: the one that its user joined first. */
  project: string | null
  /** A check that no action of a person caused; it does not keep an idle session alive. */
  passive: boolean
}

/**
 * The living session with this id, its user and the user's role in the project. Null: revoked, expired, idle, or the
 * user a member of nothing.
 */
export const findSession = (db: Database, claims: SessionClaims, asked: SessionQuestion): Promise<Found> =>
  cache().get(JSON.stringify([claims.sessionId, claims.userId, asked.project, asked.passive]), () =>
    loadSession(db, claims, asked),
  )

async function loadSession(
  db: Database,
  { sessionId, userId }: SessionClaims,
  { project, passive }: SessionQuestion,
): Promise<Found> {
  const result = await db.pool.query<Row>({
    name: 'auth_session',
    text: `select u.id as user_id, u.name, m.role, m.project_id, s.last_seen_at < now() - interval '1 minute' as stale
           from user_session s
           join app_user u on u.id = s.user_id
           left join lateral (
             select m.role, m.project_id from membership m join project p on p.id = m.project_id
             where m.user_id = u.id and m.disabled_at is null and p.removed_at is null
               and ($4::text is null or p.slug = $4 or p.id = $4)
             order by m.created_at, m.project_id limit 1
           ) m on true
           where s.id = $1 and s.user_id = $2 and s.revoked_at is null and s.expires_at > now()
             and s.last_seen_at > now() - make_interval(secs => $3)`,
    values: [sessionId, userId, sessionIdleSeconds, project],
  })
  const row = result.rows[0]
  if (!row) return null
  if (row.role === null || row.project_id === null) return project === null ? null : foreignProject
  if (row.stale && !passive) {
    await db.pool.query({
      name: 'auth_session_seen',
      text: 'update user_session set last_seen_at = now() where id = $1 and revoked_at is null',
      values: [sessionId],
    })
  }
  return {
    actor: { kind: 'user', id: row.user_id, label: row.name, role: row.role, sessionId },
    projectId: row.project_id,
  }
}
