import { authHandler } from '#lib/domain/access/auth-handler.ts'
import { plain } from '#lib/http/plain.ts'

const handler = plain(
  { id: 'access.signIn', summary: 'Sign-in and sign-out of browsers', produces: 'application/json' },
  authHandler,
)

export const GET = handler
export const POST = handler
