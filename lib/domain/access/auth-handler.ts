import type { NextApiRequest, NextApiResponse } from 'next'
import NextAuth from 'next-auth'
import { authenticate } from '#lib/platform/auth/authenticate.ts'
import { readCookies, sessionCookieName } from '#lib/platform/auth/cookies.ts'
import { isHttps, ownOrigin } from '#lib/platform/auth/origin.ts'
import { peerOf, requestIdOf } from '#lib/platform/auth/request-facts.ts'
import { type Context, databaseClock } from '#lib/platform/context.ts'
import { database } from '#lib/platform/db/client.ts'
import { badRequest, notFound, Problem } from '#lib/shared/problem.ts'
import { authOptions } from './sign-in/auth-options.ts'
import { responseCollector } from './sign-in/response-collector.ts'

/** Under Node the CommonJS module itself is the default import, under a bundler its default export. */
const nextAuth = ('default' in NextAuth ? NextAuth.default : NextAuth) as typeof NextAuth

/** A sign-in form is a few hundred bytes. */
const maxBodyBytes = 16 * 1024

/** The paths of next-auth that are open. The others write into our log what a stranger sends, or show pages of next-auth's own. */
const actions: Record<string, readonly string[]> = {
  GET: ['csrf', 'session', 'providers', 'signin', 'signout', 'error'],
  POST: ['callback/credentials', 'signout'],
}

/**
 * next-auth as a plain handler of Request, for `/api/auth/*`. It drives next-auth's classic interface, so that nothing
 * of Next is needed and the origin is the one the browser asked for, not an environment variable.
 * Throws 403 `csrf`, 404, 413 or 400 problems.
 */
export async function authHandler(request: Request): Promise<Response> {
  const url = new URL(request.url)
  const action = url.pathname.split('/').slice(3).join('/')
  if (!actions[request.method]?.includes(action)) throw notFound('endpoint')
  if (request.method === 'POST' && isForeign(request)) throw crossSite()
  const origin = originOf(request)
  const form = request.method === 'POST' ? await readForm(request) : {}
  const ctx = await openContext(request)
  // next-auth reads the origin from these headers only when told to trust them; they are set here, never passed on.
  process.env.AUTH_TRUST_HOST = 'true'
  const collected = responseCollector()
  const incoming = {
    method: request.method,
    query: { ...Object.fromEntries(url.searchParams), nextauth: action.split('/') },
    body: form,
    cookies: liveCookies(request, ctx),
    headers: {
      ...Object.fromEntries(request.headers),
      'x-forwarded-host': origin.host,
      'x-forwarded-proto': origin.protocol.slice(0, -1),
    },
  }
  await nextAuth(
    incoming as unknown as NextApiRequest,
    collected.res as unknown as NextApiResponse,
    authOptions(ctx, isHttps(), request.headers.get('user-agent')),
  )
  return collected.response(origin.origin)
}

async function openContext(request: Request): Promise<Context> {
  const db = database()
  const withoutKeys = new Headers({ cookie: request.headers.get('cookie') ?? '' })
  const { actor, projectId } = await authenticate(new Request(request.url, { headers: withoutKeys }), db)
  const facts = { requestId: requestIdOf(request), address: peerOf(request) }
  return { projectId, actor, ...facts, db, clock: databaseClock }
}

/** A token whose session row is gone must not look signed in to next-auth either. */
function liveCookies(request: Request, ctx: Context): Record<string, string> {
  const cookies = readCookies(request.headers.get('cookie'))
  if (ctx.actor.kind !== 'user') delete cookies[sessionCookieName(isHttps())]
  return { ...cookies }
}

function isForeign(request: Request): boolean {
  const origin = request.headers.get('origin')
  const site = request.headers.get('sec-fetch-site')
  return (origin !== null && origin !== ownOrigin(request)) || (site !== null && site !== 'same-origin')
}

/** A Host header may hold anything. */
function originOf(request: Request): URL {
  const origin = ownOrigin(request)
  if (!URL.canParse(origin)) throw badRequest('The Host header is not a host.', 'header.Host')
  return new URL(origin)
}

/** Form or JSON fields as text. */
async function readForm(request: Request): Promise<Record<string, string>> {
  let text = ''
  const decoder = new TextDecoder()
  for await (const chunk of request.body ?? []) {
    text += decoder.decode(chunk, { stream: true })
    if (text.length > maxBodyBytes) throw tooLarge()
  }
  if (!request.headers.get('content-type')?.includes('json')) return Object.fromEntries(new URLSearchParams(text))
  try {
    const fields: Record<string, unknown> = Object(JSON.parse(text))
    return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, String(value)]))
  } catch {
    return {}
  }
}

const crossSite = () =>
  new Problem({
    status: 403,
    type: 'csrf',
    title: 'Cross-site request',
    detail: 'The request comes from another site.',
  })

const tooLarge = () =>
  new Problem({
    status: 413,
    type: 'too-large',
    title: 'Too large',
    detail: `The form is larger than ${maxBodyBytes} bytes.`,
    field: 'body',
  })
