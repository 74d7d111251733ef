import { decode } from 'next-auth/jwt'
import { auditDenied } from '#lib/platform/audit/denied.ts'
import { type Actor, databaseClock } from '#lib/platform/context.ts'
import type { Database } from '#lib/platform/db/client.ts'
import { projectHeader } from '#lib/shared/current-project.ts'
import { notFound, unauthenticated } from '#lib/shared/problem.ts'
import { findKey, type KeyIdentity } from './api-keys.ts'
import { readCookie, sessionCookieName } from './cookies.ts'
import { isHttps } from './origin.ts'
import { peerOf, requestIdOf } from './request-facts.ts'
import { secrets } from './secrets.ts'
import { findSession, foreignProject, type SessionQuestion } from './sessions.ts'

export interface Identity {
  actor: Actor
  projectId: string
}

/**
 * The project that an instance begins with. It cannot be removed: what concerns no project, such as the sign-in of a
 * stranger or the end of another project, stands in its audit log.
 */
export const defaultProject = 'default'

const anonymous: Identity = { actor: { kind: 'anonymous', id: null, label: 'anonymous' }, projectId: defaultProject }

/**
 * Who sent this request: an API key (Bearer, Basic password, x-api-key), else the session cookie, else anonymous.
 * Throws 401 when a key was sent and is unknown, revoked or expired: a client with a bad key must hear so. Audited.
 * Throws 404 when the request names a project that is not the key's, or of which the person is no member.
 * `passive`: see findSession.
 */
export async function authenticate(request: Request, db: Database, passive = false): Promise<Identity> {
  const project = request.headers.get(projectHeader)
  const secret = keySecret(request.headers)
  if (secret !== null) {
    const key = await findKey(db, secret)
    if (key && !key.ended) {
      if (project !== null && project !== key.projectId && project !== key.projectSlug) throw notFound('project')
      return { actor: key.actor, projectId: key.projectId }
    }
    await auditDeniedKey(request, db, key)
    throw unauthenticated('The API key is unknown, revoked or expired.')
  }
  return (await sessionOf(request, db, { project, passive })) ?? anonymous
}

/** A withdrawn key that is still in use is worth knowing, by its name; a guess is only counted. */
function auditDeniedKey(request: Request, db: Database, key: KeyIdentity | null): Promise<void> {
  const { actor, projectId } = key ?? anonymous
  const address = peerOf(request)
  const reason = key ? `the key is ${key.ended}` : 'unknown key'
  const ctx = { projectId, actor, requestId: requestIdOf(request), address, db, clock: databaseClock }
  return auditDenied(ctx, { action: 'key.used', object: { type: 'key', id: actor.id ?? 'unknown' }, reason })
}

/**
 * The key a client sent, in any of the three ways; null when it sent none. Pure. OTEL_EXPORTER_OTLP_HEADERS is URL-encoded
 * by its specification, but Claude Code sends it as it stands: `Bearer%20…` is a space too, or all its traces would be lost.
 */
export function keySecret(headers: Headers): string | null {
  const header = headers.get('authorization')
  if (header === null) return headers.get('x-api-key')
  const [, scheme = '', credentials = ''] = /^([^\s%]+)(?:\s|%20)+(.*)$/.exec(header.trim()) ?? []
  if (scheme.toLowerCase() === 'bearer') return credentials.trim()
  if (scheme.toLowerCase() === 'basic') {
    const pair = Buffer.from(credentials.trim(), 'base64').toString('utf8')
    return pair.slice(pair.indexOf(':') + 1)
  }
  return ''
}

async function sessionOf(request: Request, db: Database, asked: SessionQuestion): Promise<Identity | null> {
  const token = readCookie(request.headers.get('cookie'), sessionCookieName(isHttps()))
  if (!token) return null
  const claims = await decode({ token, secret: secrets().nextAuth }).catch(() => null)
  if (typeof claims?.sessionId !== 'string' || typeof claims.sub !== 'string') return null
  const found = await findSession(db, { sessionId: claims.sessionId, userId: claims.sub }, asked)
  if (found === foreignProject) throw notFound('project')
  return found
}
