import type { IncomingMessage, ServerResponse } from 'node:http'
import { getRequestListener, RequestError } from '@hono/node-server'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import { peerHeader, requestIdHeader } from '#lib/platform/auth/request-facts.ts'
import { logger } from '#lib/platform/logger.ts'
import { prometheus } from '#lib/platform/prometheus.ts'
import { badRequest, notFound, Problem } from '#lib/shared/problem.ts'
import { type LaneRoute, laneMatcher } from './lane.ts'
import { isLangfusePath, withLangfuseError } from './langfuse-errors.ts'
import { problemResponse } from './problem-response.ts'
import { TextResponse } from './text-response.ts'

/** What the server in front knows of a request. */
export interface Facts {
  requestId: string
  peer: string
}

type Listener = (incoming: IncomingMessage, outgoing: ServerResponse, facts: Facts) => void

/** Answers requests under /api without Next: routes, 404 and 405, metrics and log. */
export function laneListener(routes: readonly LaneRoute[]): Listener {
  const match = laneMatcher(routes)
  const answer = async (request: Request, facts: Facts): Promise<{ pattern: string; response: Response }> => {
    const { pathname } = new URL(request.url)
    const path = pathname === '/.well-known/jwks.json' ? '/api/jwks' : pathname.replace(/\/$/, '')
    const found = match(path)
    if (!found) {
      const what = isLangfusePath(pathname) ? "part of Langfuse's API here" : 'endpoint'
      return { pattern: 'none', response: problemResponse(notFound(what), facts.requestId) }
    }
    const { pattern, methods } = found.route
    const handler = methods[request.method === 'HEAD' ? 'GET' : request.method]
    if (!handler) return { pattern, response: methodNotAllowed(found.route, facts.requestId) }
    const response = await handler(request, { params: Promise.resolve(found.params) })
    return { pattern, response }
  }
  const serve = async (request: Request, facts: Facts, outgoing: ServerResponse): Promise<Response> => {
    const began = performance.now()
    const { pattern, response } = await answer(request, facts)
    record(request.method, pattern, response.status, performance.now() - began, facts)
    const whole = isLangfusePath(new URL(request.url).pathname) ? await withLangfuseError(response) : response
    return request.method === 'HEAD' ? withoutBody(whole) : writtenAtOnce(whole, outgoing)
  }
  return (incoming, outgoing, facts) => {
    writeFacts(incoming, facts)
    const listener = getRequestListener(request => serve(request, facts, outgoing), {
      overrideGlobalObjects: false,
      // What throws before there is a request: a Host header or a path that makes no URL.
      errorHandler: error => {
        const { requestId } = facts
        const problem =
          error instanceof RequestError
            ? badRequest('The Host header and the path do not make a valid address.')
            : error
        return problemResponse(problem, requestId)
      },
    })
    return void listener(incoming, outgoing)
  }
}

/** Tells the handlers who asks; what a client sent under these names is overwritten: throttling and audit go by them. */
function writeFacts({ headers, rawHeaders }: IncomingMessage, { peer, requestId }: Facts): void {
  for (const [name, value] of [[peerHeader, peer] as const, [requestIdHeader, requestId] as const]) {
    for (let i = rawHeaders.length - 2; i >= 0; i -= 2) {
      const sent = rawHeaders[i] ?? ''
      if (sent.length === name.length && sent.toLowerCase() === name) rawHeaders.splice(i, 2)
    }
    rawHeaders.push(name, value)
    headers[name] = value
  }
}

/** A text is sent without a stream, which would cost more than the rest of a small answer. */
function writtenAtOnce(response: Response, outgoing: ServerResponse): Response {
  if (!(response instanceof TextResponse) || response.headers.has('set-cookie')) return response
  const { content, status, headers } = response
  outgoing.writeHead(status, { ...Object.fromEntries(headers), 'content-length': Buffer.byteLength(content) })
  outgoing.end(content)
  return RESPONSE_ALREADY_SENT
}

function record(method: string, route: string, status: number, ms: number, { requestId, peer }: Facts): void {
  // A client may invent methods; each would be a series of its own.
  const known = /^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)$/.test(method) ? method : 'other'
  const { requests, seconds } = prometheus()
  requests.inc({ method: known, route, status })
  seconds.observe({ method: known, route }, ms / 1000)
  logger().info({ requestId, method, route, status, ms: Math.round(ms), peer }, 'request')
}

/** The head alone; a body nobody reads must not stay in memory. */
function withoutBody(response: Response): Response {
  void response.body?.cancel()
  return new Response(null, { status: response.status, headers: response.headers })
}

function methodNotAllowed(route: LaneRoute, requestId: string): Response {
  const methods = Object.keys(route.methods).flatMap(method => (method === 'GET' ? ['GET', 'HEAD'] : [method]))
  const allow = methods.join(', ')
  const problem = new Problem({
    status: 405,
    type: 'method-not-allowed',
    title: 'Method not allowed',
    detail: `This endpoint takes ${allow}.`,
    headers: { allow },
  })
  return problemResponse(problem, requestId)
}
