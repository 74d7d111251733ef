import { authHandler } from '#lib/domain/access/auth-handler.ts'
import { plain } from '#lib/http/plain.ts'

export const GET = plain(
  {
    id: 'access.browserSession',
    path: '/api/auth/{action}',
    summary: 'What the sign-in page of a browser reads: csrf, session, providers',
    produces: 'application/json',
  },
  authHandler,
)
export const POST = plain(
  {
    id: 'access.browserSignIn',
    path: '/api/auth/{action}',
    summary: 'Sign-in (callback/credentials: csrfToken, email, password) and sign-out of a browser',
    consumes: ['application/x-www-form-urlencoded'],
    produces: 'application/json',
  },
  authHandler,
)
