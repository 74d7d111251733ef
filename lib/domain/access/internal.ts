import { keyHash } from '#lib/platform/auth/api-keys.ts'
import { defaultProject } from '#lib/platform/auth/authenticate.ts'
import type { Sql } from '#lib/platform/db/sql.ts'
import { newId } from '#lib/shared/ids.ts'
import type { Role, Scope } from '#lib/shared/permissions.ts'

/** First characters of a secret that are shown again: ten, or fewer where that would give away a short one. */
const shownPrefix = (secret: string) => secret.slice(0, Math.min(10, 3 + Math.floor((secret.length - 3) / 4)))

export interface NewUser {
  email: string
  name: string
  passwordHash: string
}

/** Inserts a person and their membership of the default project. */
export async function insertUser(sql: Sql, id: string, user: NewUser, role: Role): Promise<void> {
  await sql.query(`insert into project (id, name) values ($1, 'Default') on conflict (id) do nothing`, [defaultProject])
  await sql.query(
    'insert into app_user (id, email, name, password_hash, password_set_at) values ($1, $2, $3, $4, now())',
    [id, user.email, user.name, user.passwordHash],
  )
  await sql.query('insert into membership (project_id, user_id, role) values ($1, $2, $3)', [defaultProject, id, role])
}

export interface NewKey {
  projectId: string
  name: string
  secret: string
  scopes: readonly Scope[]
  agent: string | null
  createdBy: string | null
  /** RFC 3339; null: it lives until it is revoked. */
  expiresAt?: string | null
}

/** Inserts a key; only its hash and first characters are kept. Answers its id. */
export async function insertKey(sql: Sql, key: NewKey): Promise<string> {
  const id = newId('key')
  await sql.query(
    `insert into api_key (id, project_id, name, prefix, hash, scopes, agent, created_by, expires_at)
     values ($1, $2, $3, $4, $5, $6::text[], $7, $8, $9::timestamptz)`,
    [
      id,
      key.projectId,
      key.name,
      shownPrefix(key.secret),
      keyHash(key.secret),
      [...key.scopes],
      key.agent,
      key.createdBy,
      key.expiresAt ?? null,
    ],
  )
  return id
}
