import type { Database } from '#lib/platform/db/client.ts'
import { transaction } from '#lib/platform/db/transaction.ts'
import { testContext } from '#lib/platform/testing/database.ts'
import type { Role } from '#lib/shared/permissions.ts'
import { isProblem } from '#lib/shared/problem.ts'
import { authHandler } from '../auth-handler.ts'
import { insertUser, type NewUser } from '../internal.ts'

/** As the route answers: what is thrown becomes its status. */
const answer = (request: Request) =>
  authHandler(request).catch(error => {
    if (isProblem(error)) return Response.json(error.fields, { status: error.fields.status })
    throw error
  })

/** A browser's cookie jar and the sign-in contract over the plain handler, for tests. */
export function testBrowser(origin = 'http://127.0.0.1:3999', address = '192.0.2.1') {
  const jar = new Map<string, string>()
  const cookie = () => [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
  const headers = (extra: Record<string, string> = {}) =>
    new Headers({ host: new URL(origin).host, cookie: cookie(), 'x-holdpoint-peer': address, ...extra })
  const keep = (response: Response) => {
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (value) jar.set(name, value)
      else jar.delete(name)
    }
    return response
  }
  const get = async (path: string) => keep(await answer(new Request(`${origin}${path}`, { headers: headers() })))
  const post = async (path: string, form: Record<string, string>, extra: Record<string, string> = {}) =>
    keep(
      await answer(
        new Request(`${origin}${path}`, {
          method: 'POST',
          headers: headers({ 'content-type': 'application/x-www-form-urlencoded', ...extra }),
          body: new URLSearchParams(form).toString(),
        }),
      ),
    )
  return {
    jar,
    get,
    post,
    request: (path = '/') => new Request(`${origin}${path}`, { headers: headers() }),
    async signIn(email: string, password: string, extra: Record<string, string> = {}) {
      const { csrfToken } = await (await get('/api/auth/csrf')).json()
      return post('/api/auth/callback/credentials', { csrfToken, email, password, ...extra })
    },
  }
}

/** A person who has chosen a password, with a role in the default project. */
export const givenUser = (db: Database, id: string, user: NewUser, role: Role = 'admin') =>
  transaction(db, tx => insertUser(tx, testContext(db), id, user, role))
