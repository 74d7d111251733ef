import { logger } from '#lib/platform/logger.ts'
import { isProblem, Problem } from '#lib/shared/problem.ts'

const overloaded = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  '57P01',
  '57P03',
  '53300',
  '08006',
  '08001',
  'P2024',
  'P1001',
  'P1017',
  'P2028',
])

/** True when the database is away or full: the caller should come back, nothing was decided. */
export function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = 'code' in error ? String(error.code) : ''
  if (overloaded.has(code) || /timeout exceeded when trying to connect|Connection terminated/i.test(error.message))
    return true
  return error.cause !== undefined && isUnavailable(error.cause)
}

/** What an error means to the outside. Unknown ones never show their message. */
export function toProblem(error: unknown, requestId: string): Problem {
  if (isProblem(error)) return error
  if (isUnavailable(error)) {
    logger().warn({ err: error, requestId }, 'database not available')
    return new Problem({
      status: 503,
      type: 'unavailable',
      title: 'Not available',
      detail: 'The database cannot be reached or is overloaded. Nothing was changed; try again.',
      retryAfter: 2,
    })
  }
  logger().error({ err: error, requestId }, 'request failed')
  return new Problem({
    status: 500,
    type: 'internal',
    title: 'Internal error',
    detail: `Something broke on our side. Quote request ${requestId}.`,
  })
}

/** RFC 9457 document. */
export function problemResponse(error: unknown, requestId: string): Response {
  const { status, type, title, detail, field, extra, retryAfter } = toProblem(error, requestId).fields
  const body = { type, title, status, detail, field, requestId, ...extra }
  const headers = new Headers({ 'content-type': 'application/problem+json', 'cache-control': 'no-store' })
  if (retryAfter !== undefined) headers.set('retry-after', String(retryAfter))
  if (status === 401) headers.set('www-authenticate', 'Bearer realm="holdpoint"')
  return new Response(JSON.stringify(body), { status, headers })
}
