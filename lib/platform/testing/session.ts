import type { Actor } from '#lib/platform/context.ts'
import { type Database, poolSql } from '#lib/platform/db/client.ts'

/** The person and the living session behind a test's user actor, signed in `secondsAgo` (0: `requireRecentSignIn` passes). */
export async function seedSession(db: Database, actor: Actor, secondsAgo = 0): Promise<void> {
  if (actor.kind !== 'user') throw new Error('only people have sessions')
  const sql = poolSql(db)
  await sql.query(
    `insert into app_user (id, email, name, password_hash, password_set_at) values ($1, $2, $3, 'none', now())
     on conflict (id) do nothing`,
    [actor.id, `${actor.id}@example.test`, actor.label],
  )
  await sql.query(
    `insert into user_session (id, user_id, expires_at, authenticated_at)
     values ($1, $2, now() + interval '1 day', now() - make_interval(secs => $3))
     on conflict (id) do update set authenticated_at = excluded.authenticated_at`,
    [actor.sessionId, actor.id, secondsAgo],
  )
}
