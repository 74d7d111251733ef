import type { Actor } from '#lib/platform/context.ts'
import type { Database } from '#lib/platform/db/client.ts'
import { once } from '#lib/platform/registry.ts'
import type { Role } from '#lib/shared/permissions.ts'
import { type ShortCache, shortCache } from './short-cache.ts'

export interface SessionIdentity {
  actor: Extract<Actor, { kind: 'user' }>
  projectId: string
}

/** A session ends at the latest after this, whatever happens. */
export const sessionMaxSeconds = 14 * 24 * 60 * 60
/** A session unused for this long ends. */
export const sessionIdleSeconds = 24 * 60 * 60
/** Longest time another process may honour a revoked session. */
const cacheMs = 1_500

interface Row {
  user_id: string
  name: string
  role: Role
  project_id: string
  stale: boolean
}

const cache = () => once('auth.sessions', (): ShortCache<SessionIdentity | null> => shortCache(cacheMs))

/** Forgets every cached session of this process, so that sign-out and role changes hold at once. */
export const forgetSessions = (): void => cache().clear()

export interface SessionClaims {
  sessionId: string
  userId: string
}

/**
 * The living session with this id and its user, or null: revoked, expired, idle, or the user disabled or no member.
 * `passive`: a check that nobody's doing caused, which keeps no idle session alive.
 */
export const findSession = (db: Database, claims: SessionClaims, passive: boolean): Promise<SessionIdentity | null> =>
  cache().get(`${claims.sessionId} ${claims.userId} ${passive}`, () => loadSession(db, claims, passive))

async function loadSession(
  db: Database,
  { sessionId, userId }: SessionClaims,
  passive: boolean,
): Promise<SessionIdentity | null> {
  const result = await db.pool.query<Row>({
    name: 'auth_session',
    text: `select u.id as user_id, u.name, m.role, m.project_id, s.last_seen_at < now() - interval '1 minute' as stale
           from user_session s
           join app_user u on u.id = s.user_id
           join membership m on m.user_id = u.id
           where s.id = $1 and s.user_id = $2 and s.revoked_at is null and s.expires_at > now()
             and s.last_seen_at > now() - make_interval(secs => $3) and u.disabled_at is null
           order by m.created_at, m.project_id limit 1`,
    values: [sessionId, userId, sessionIdleSeconds],
  })
  const row = result.rows[0]
  if (!row) return null
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
