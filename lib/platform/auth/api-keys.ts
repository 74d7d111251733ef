import { hash } from 'node:crypto'
import type { Actor } from '#lib/platform/context.ts'
import type { Database } from '#lib/platform/db/client.ts'
import { once } from '#lib/platform/registry.ts'
import type { Scope } from '#lib/shared/permissions.ts'
import { type ShortCache, shortCache } from './short-cache.ts'

export interface KeyIdentity {
  actor: Extract<Actor, { kind: 'key' }>
  projectId: string
  projectSlug: string
  /** Why the key is known but no longer valid. */
  ended: 'revoked' | 'expired' | null
}

/** Longest time a revoked key may still be honoured by another process; the revoking one forgets it at once. */
const cacheMs = 2_000

interface Row {
  id: string
  project_id: string
  slug: string
  name: string
  scopes: Scope[]
  agent: string | null
  created_by: string | null
  ended: KeyIdentity['ended']
}

/** SHA-256 of a key's secret, hex: what the table holds. */
export const keyHash = (secret: string): string => hash('sha256', secret)

const cache = () => once('auth.keys', (): ShortCache<KeyIdentity | null> => shortCache(cacheMs))

/** Forgets a cached key, so that its revocation holds from now on in this process. */
export const forgetKey = (hash: string): void => cache().delete(hash)

/** The key with this secret, also one that is `ended`; null when there never was one. */
export async function findKey(db: Database, secret: string): Promise<KeyIdentity | null> {
  if (!/^[\x21-\x7e]{8,200}$/.test(secret)) return null
  const hash = keyHash(secret)
  return cache().get(hash, () => loadKey(db, hash))
}

async function loadKey(db: Database, hash: string): Promise<KeyIdentity | null> {
  const result = await db.pool.query<Row>({
    name: 'auth_key',
    text: `select k.id, k.project_id, p.slug, k.name, k.scopes, k.agent, k.created_by,
             case when k.revoked_at is not null or p.removed_at is not null then 'revoked'
                  when k.expires_at <= now() then 'expired' end as ended
           from api_key k join project p on p.id = k.project_id where k.hash = $1`,
    values: [hash],
  })
  const row = result.rows[0]
  if (!row) return null
  if (!row.ended) {
    await db.pool.query({
      name: 'auth_key_used',
      text: `update api_key set last_used_at = now()
             where id = $1 and (last_used_at is null or last_used_at < now() - interval '1 minute')`,
      values: [row.id],
    })
  }
  const { id, name, scopes, agent, ended } = row
  return {
    actor: { kind: 'key', id, label: name, scopes, agent, createdBy: row.created_by },
    projectId: row.project_id,
    projectSlug: row.slug,
    ended,
  }
}
