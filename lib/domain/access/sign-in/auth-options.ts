import type { AuthOptions, CookieOption, User } from 'next-auth'
import type { CredentialsConfig } from 'next-auth/providers/credentials'
import { callbackCookieName, csrfCookieName, sessionCookieName } from '#lib/platform/auth/cookies.ts'
import { secrets } from '#lib/platform/auth/secrets.ts'
import { sessionMaxSeconds } from '#lib/platform/auth/sessions.ts'
import type { Context } from '#lib/platform/context.ts'
import { logger } from '#lib/platform/logger.ts'
import { isProblem } from '#lib/shared/problem.ts'
import { signIn } from './sign-in.ts'
import { signOut } from './sign-out.ts'

/** Error codes the sign-in page reads from `?error=`; `CredentialsSignin` is next-auth's own for a wrong pair. */
const signInErrors = { throttled: 'TooManyAttempts', unavailable: 'Unavailable' } as const

/** next-auth's settings for one request: local accounts, a signed token that names the session row. */
export function authOptions(ctx: Context, https: boolean, userAgent: string | null): AuthOptions {
  const cookie = (name: string): CookieOption => ({
    name,
    options: { httpOnly: true, sameSite: 'lax', path: '/', secure: https },
  })
  return {
    secret: secrets().nextAuth,
    session: { strategy: 'jwt', maxAge: sessionMaxSeconds },
    useSecureCookies: https,
    cookies: {
      sessionToken: cookie(sessionCookieName(https)),
      callbackUrl: cookie(callbackCookieName(https)),
      csrfToken: cookie(csrfCookieName(https)),
    },
    pages: { signIn: '/sign-in', signOut: '/sign-in', error: '/sign-in' },
    providers: [credentials(ctx, userAgent)],
    callbacks: {
      jwt: ({ token, user }) => (user ? claims(user) : token),
    },
    events: { signOut: () => signOut(ctx) },
    logger: {
      error: (code, metadata) => logger().error({ code, err: metadata }, 'next-auth'),
      warn: code => logger().debug({ code }, 'next-auth'),
      debug: () => {},
    },
  }
}

function claims(user: User & { sessionId?: string }) {
  return { sub: user.id, name: user.name, email: user.email, sessionId: user.sessionId }
}

function credentials(ctx: Context, userAgent: string | null): CredentialsConfig {
  return {
    id: 'credentials',
    name: 'Password',
    type: 'credentials',
    credentials: { email: { type: 'email' }, password: { type: 'password' } },
    async authorize(given) {
      const { email, password } = given ?? {}
      if (!email || !password) return null
      try {
        return await signIn(ctx, { email: String(email), password: String(password), userAgent })
      } catch (error) {
        // next-auth puts the message of an error into the address bar: only our own words may go there.
        if (isProblem(error) && error.fields.status === 429) throw new Error(signInErrors.throttled)
        logger().error({ err: error, requestId: ctx.requestId }, 'sign-in failed')
        throw new Error(signInErrors.unavailable)
      }
    },
  }
}
