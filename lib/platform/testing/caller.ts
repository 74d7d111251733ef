import { encode } from 'next-auth/jwt'
import { keyHash } from '#lib/platform/auth/api-keys.ts'
import { authenticate } from '#lib/platform/auth/authenticate.ts'
import { sessionCookieName } from '#lib/platform/auth/cookies.ts'
import { csrfToken } from '#lib/platform/auth/csrf.ts'
import { secrets } from '#lib/platform/auth/secrets.ts'
import { type Context, systemContext } from '#lib/platform/context.ts'
import type { Database } from '#lib/platform/db/client.ts'
import { newId } from '#lib/shared/ids.ts'
import type { Role, Scope } from '#lib/shared/permissions.ts'

export interface Caller {
  /** Of the person or key. */
  id: string
  sessionId: string | null
  /** What a request of theirs carries. */
  headers: Record<string, string>
}

/** A signed-in browser of a new member with a recently typed password; `passwordHash` where a test signs in with one. */
export async function browserOf(db: Database, role: Role, passwordHash = 'none'): Promise<Caller> {
  const [id, sessionId] = [newId('usr'), newId('ses')]
  await db.pool.query(
    "insert into project (id, slug, name) values ('default', 'default', 'Default') on conflict do nothing",
  )
  await db.pool.query(
    'insert into app_user (id, email, name, password_hash, password_set_at) values ($1, $2, $3, $4, now())',
    [id, `${id}@example.test`, `A ${role}`, passwordHash],
  )
  await db.pool.query("insert into membership (project_id, user_id, role) values ('default', $1, $2)", [id, role])
  await db.pool.query("insert into user_session (id, user_id, expires_at) values ($1, $2, now() + interval '1 day')", [
    sessionId,
    id,
  ])
  const token = await encode({ token: { sub: id, sessionId }, secret: secrets().nextAuth })
  return {
    id,
    sessionId,
    headers: { cookie: `${sessionCookieName(false)}=${token}`, 'x-csrf-token': csrfToken(sessionId) },
  }
}

/** A client with a new key. */
export async function clientOf(db: Database, scopes: readonly Scope[]): Promise<Caller> {
  const id = newId('key')
  const secret = `hp_${id}`
  await db.pool.query(
    "insert into project (id, slug, name) values ('default', 'default', 'Default') on conflict do nothing",
  )
  await db.pool.query(
    `insert into api_key (id, project_id, hash, name, prefix, scopes, last_used_at)
     values ($1, 'default', $2, 'a key', 'hp_', $3::text[], now())`,
    [id, keyHash(secret), [...scopes]],
  )
  return { id, sessionId: null, headers: { authorization: `Bearer ${secret}` } }
}

/** The context of a request with these headers, as the handler opens it. */
export async function contextOf(db: Database, headers: Record<string, string>, project?: string): Promise<Context> {
  const named = new Headers({ ...headers, ...(project && { 'x-holdpoint-project': project }) })
  const { actor, projectId } = await authenticate(new Request('http://x/', { headers: named }), db)
  return { ...systemContext(db, projectId, 'test'), actor }
}
