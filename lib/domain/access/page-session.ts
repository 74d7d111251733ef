import { headers } from 'next/headers'
import { notFound, redirect } from 'next/navigation'
import { cache } from 'react'
import { authenticate } from '#lib/platform/auth/authenticate.ts'
import { readCookie } from '#lib/platform/auth/cookies.ts'
import { pathHeader, peerOf, requestIdOf } from '#lib/platform/auth/request-facts.ts'
import { type Context, databaseClock } from '#lib/platform/context.ts'
import { database } from '#lib/platform/db/client.ts'
import { placeNow } from '#lib/platform/events/place.ts'
import { now } from '#lib/platform/now.ts'
import { lastProjectCookie, projectHeader } from '#lib/shared/current-project.ts'
import { isProblem } from '#lib/shared/problem.ts'
import { isSetUp } from './internal.ts'
import { linkHolder } from './members/accept-link.ts'

/** The signed-in person, in the project that they joined first, or null. */
export const currentUser = (): Promise<Context | null> => userIn(null)

/** Only cookies count: a page is nobody's API. Throws 404 where the person is no member of the project. */
async function userIn(project: string | null): Promise<Context | null> {
  const incoming = await headers()
  const db = database()
  const carried = new Headers({ cookie: incoming.get('cookie') ?? '' })
  if (project !== null) carried.set(projectHeader, project)
  const { actor, projectId } = await authenticate(new Request('http://page/', { headers: carried }), db)
  if (actor.kind !== 'user') return null
  const facts = { headers: incoming }
  return { projectId, actor, requestId: requestIdOf(facts), address: peerOf(facts), db, clock: databaseClock }
}

/** Whom a one-time link is for, or null when it does not work. */
export async function holderOfLink(token: string) {
  const db = database()
  return linkHolder(db, token, await now({ db }))
}

/** Whether the first administrator exists. */
export const isInstanceSetUp = (): Promise<boolean> => isSetUp(database())

/**
 * For the layout of the pages: the caller's context in the project of the address, else in the one they used last, else
 * in the one they joined first. A project of the address that is unknown or foreign is a page that does not exist.
 * Nobody signed in: a redirect to /setup (nobody has set it up yet) or to /sign-in and back. Read once for a page.
 */
export const requireUser = cache(async (): Promise<Context> => {
  const incoming = await headers()
  const path = incoming.get(pathHeader)
  const named =
    path && URL.canParse(path, 'http://page') ? new URL(path, 'http://page').searchParams.get('project') : null
  const context = named === null ? await userInLast(incoming.get('cookie')) : await userIn(named).catch(orNotFound)
  if (context) return context
  if (!(await isInstanceSetUp())) redirect('/setup')
  redirect(path && path !== '/' ? `/sign-in?callbackUrl=${encodeURIComponent(path)}` : '/sign-in')
})

/** Of the stream of changes, one for all that a page and its frame read; the page reads after it. */
export const placeOfPage = cache(() => placeNow(database()))

/** Whether a browser loads the page as a whole. Where it only goes on to another page, it reads by itself. */
export async function isWholePage(): Promise<boolean> {
  const path = (await headers()).get(pathHeader)
  return path !== null && URL.canParse(path, 'http://page') && !new URL(path, 'http://page').searchParams.has('_rsc')
}

/** The cookie is only a memory: what it names may be gone, or the person no member any more. */
async function userInLast(cookie: string | null): Promise<Context | null> {
  const last = readCookie(cookie, lastProjectCookie)
  if (last === null) return currentUser()
  try {
    return await userIn(last)
  } catch (error) {
    if (isProblem(error)) return currentUser()
    throw error
  }
}

function orNotFound(error: unknown): never {
  if (isProblem(error) && error.fields.status === 404) notFound()
  throw error
}
