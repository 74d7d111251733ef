import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { authenticate, defaultProject } from '#lib/platform/auth/authenticate.ts'
import { pathHeader, peerOf, requestIdOf } from '#lib/platform/auth/request-facts.ts'
import { type Context, databaseClock } from '#lib/platform/context.ts'
import { database } from '#lib/platform/db/client.ts'
import { now } from '#lib/platform/now.ts'
import { linkHolder } from './accept-link.ts'
import { isSetUp } from './internal.ts'

/** The signed-in person a page is rendered for, or null. Only cookies count: a page is nobody's API. */
export async function currentUser(): Promise<Context | null> {
  const incoming = await headers()
  const db = database()
  const cookie = new Headers({ cookie: incoming.get('cookie') ?? '' })
  const { actor, projectId } = await authenticate(new Request('http://page/', { headers: cookie }), db)
  if (actor.kind !== 'user') return null
  const facts = { headers: incoming }
  return { projectId, actor, requestId: requestIdOf(facts), address: peerOf(facts), db, clock: databaseClock }
}

/** Whom a one-time link is for, or null when it does not work. */
export async function holderOfLink(token: string) {
  const db = database()
  return linkHolder(db, defaultProject, token, await now({ db }))
}

/** Whether the first administrator exists. */
export const isInstanceSetUp = (): Promise<boolean> => isSetUp(database())

/** For server components: the caller's context, or a redirect to /setup (nobody has yet) or to /sign-in and back. */
export async function requireUser(): Promise<Context> {
  const context = await currentUser()
  if (context) return context
  if (!(await isInstanceSetUp())) redirect('/setup')
  const path = (await headers()).get(pathHeader)
  redirect(path && path !== '/' ? `/sign-in?callbackUrl=${encodeURIComponent(path)}` : '/sign-in')
}
