import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Actor } from '#lib/platform/context.ts'
import { Problem } from '#lib/shared/problem.ts'
import { ownOrigin } from './origin.ts'
import { secrets } from './secrets.ts'

/** What a page of this session sends as `x-csrf-token` with every write. */
export const csrfToken = (sessionId: string): string =>
  createHmac('sha256', secrets().derive('csrf')).update(sessionId).digest('base64url')

const denied = (detail: string) => new Problem({ status: 403, type: 'csrf', title: 'Cross-site request', detail })

/**
 * Denies (403, type `csrf`) a cookie-authenticated write that another site may have caused: a foreign Origin or
 * Sec-Fetch-Site, or a missing or foreign `x-csrf-token`. Keys travel in no cookie and pass.
 */
export function checkCsrf(request: Request, actor: Actor): void {
  if (actor.kind !== 'user') return
  const origin = request.headers.get('origin')
  if (origin !== null && origin !== ownOrigin(request)) throw denied('The request comes from another site.')
  const site = request.headers.get('sec-fetch-site')
  if (site !== null && site !== 'same-origin') throw denied('The request comes from another site.')
  const sent = Buffer.from(request.headers.get('x-csrf-token') ?? '')
  const expected = Buffer.from(csrfToken(actor.sessionId))
  if (sent.length !== expected.length || !timingSafeEqual(sent, expected)) {
    throw denied('The header x-csrf-token is missing or belongs to another session. GET /api/v1/me answers it.')
  }
}
