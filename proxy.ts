import { type NextRequest, NextResponse } from 'next/server'
import { isHttps } from '#lib/platform/auth/origin.ts'
import { pageHeaders } from '#lib/platform/auth/page-headers.ts'

/** Gives every page its nonce and security headers, and server components the path they are rendered for. */
export function proxy(request: NextRequest) {
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64')
  const headers = pageHeaders({ nonce, https: isHttps(), dev: process.env.NODE_ENV === 'development' })
  const forwarded = new Headers(request.headers)
  forwarded.set('x-nonce', nonce)
  forwarded.set('x-holdpoint-path', request.nextUrl.pathname + request.nextUrl.search)
  // Next reads the nonce for its own scripts from this header of the request.
  forwarded.set('content-security-policy', headers['content-security-policy'] ?? '')
  const response = NextResponse.next({ request: { headers: forwarded } })
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value)
  return response
}

/** Pages only: a proxy over /api would cut large bodies short (Next buffers at most 10 MB for it). */
export const config = { matcher: ['/((?!api(?:/|$)|_next/static|_next/image|icon\\.svg$|favicon\\.ico$).*)'] }
