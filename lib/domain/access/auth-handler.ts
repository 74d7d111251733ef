import type { NextApiRequest, NextApiResponse } from 'next'
import NextAuth from 'next-auth'
import { authenticate, defaultProject } from '#lib/platform/auth/authenticate.ts'
import { readCookies, sessionCookieName } from '#lib/platform/auth/cookies.ts'
import { isHttps, ownOrigin } from '#lib/platform/auth/origin.ts'
import { type Context, databaseClock } from '#lib/platform/context.ts'
import { database } from '#lib/platform/db/client.ts'
import { newId } from '#lib/shared/ids.ts'
import { authOptions } from './auth-options.ts'
import { responseCollector } from './response-collector.ts'

/** Under Node the CommonJS module itself is the default import, under a bundler its default export. */
const nextAuth = ('default' in NextAuth ? NextAuth.default : NextAuth) as typeof NextAuth

/** A sign-in form is a few hundred bytes. */
const maxBodyBytes = 16 * 1024

/**
 * next-auth as a plain handler of Request, for `/api/auth/*`. It drives next-auth's classic interface, so that nothing
 * of Next is needed and the origin is the one the browser asked for, not an environment variable.
 */
export async function authHandler(request: Request): Promise<Response> {
  if (request.method === 'POST' && isForeign(request)) return refuse(403, 'The request comes from another site.')
  const form = request.method === 'POST' ? await readForm(request) : {}
  if (form === null) return refuse(413, 'The form is too large.')
  const ctx = await openContext(request)
  const origin = new URL(ownOrigin(request))
  // next-auth reads the origin from these headers only when told to trust them; they are set here, never passed on.
  process.env.AUTH_TRUST_HOST = 'true'
  const url = new URL(request.url)
  const collected = responseCollector()
  const incoming = {
    method: request.method,
    query: { ...Object.fromEntries(url.searchParams), nextauth: url.pathname.split('/').slice(3) },
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
  const { actor } = await authenticate(new Request(request.url, { headers: withoutKeys }), db)
  const address = request.headers.get('x-holdpoint-peer')
  return { projectId: defaultProject, actor, requestId: newId('req'), address, db, clock: databaseClock }
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

/** Form or JSON fields as text; null when there are too many bytes. */
async function readForm(request: Request): Promise<Record<string, string> | null> {
  let text = ''
  const decoder = new TextDecoder()
  for await (const chunk of request.body ?? []) {
    text += decoder.decode(chunk, { stream: true })
    if (text.length > maxBodyBytes) return null
  }
  if (!request.headers.get('content-type')?.includes('json')) return Object.fromEntries(new URLSearchParams(text))
  try {
    const fields: Record<string, unknown> = Object(JSON.parse(text))
    return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, String(value)]))
  } catch {
    return {}
  }
}

function refuse(status: number, detail: string): Response {
  const body = { type: status === 403 ? 'csrf' : 'too-large', title: 'Refused', status, detail }
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/problem+json' } })
}
