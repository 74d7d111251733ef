import { logger } from '#lib/platform/logger.ts'
import { isProblem, Problem } from '#lib/shared/problem.ts'

/** Codes of a database (SQLSTATE), a connection (errno) or Prisma that mean: not now. */
const transient = new Set([
  ...[
    'ECONNREFUSED',
    'ECONNRESET',
    'ECONNABORTED',
    'EPIPE',
    'ETIMEDOUT',
    'EHOSTUNREACH',
    'ENETUNREACH',
    'ENOTFOUND',
    'EAI_AGAIN',
  ],
  // Connections lost or refused, shutting down, starting up.
  ...['08000', '08001', '08003', '08004', '08006', '57P01', '57P02', '57P03', '57P05', '53300'],
  // Out of memory, disk or locks; a statement or a lock that took too long; a deadlock: undone, and may go through later.
  ...['53000', '53100', '53200', '53400', '57014', '55P03', '40001', '40P01', '25P03'],
  // Prisma's words for the same.
  ...['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2028', 'P2034'],
])
const lostConnection = /timeout exceeded when trying to connect|Connection terminated|not queryable|Connection ended/i

/** True when the database is away or full: the caller should come back, nothing was decided. */
function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = 'code' in error ? String(error.code) : ''
  if (transient.has(code) || lostConnection.test(error.message)) return true
  return isUnavailable(error.cause) || isUnavailable(prismaCause(error))
}

/** The adapter's error inside a Prisma error: `meta.driverAdapterError.cause.originalCode` is the SQLSTATE. */
function prismaCause(error: Error): Error | undefined {
  const meta =
    'meta' in error ? (error.meta as { driverAdapterError?: { cause?: { originalCode?: string } } }) : undefined
  const code = meta?.driverAdapterError?.cause?.originalCode
  return code === undefined ? undefined : Object.assign(new Error('driver'), { code })
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
  const { status, type, title, detail, field, extra, retryAfter, headers: more } = toProblem(error, requestId).fields
  const body = { ...extra, type, title, status, detail, field, requestId }
  const headers = new Headers({ ...more, 'content-type': 'application/problem+json', 'cache-control': 'no-store' })
  if (retryAfter !== undefined) headers.set('retry-after', String(retryAfter))
  if (status === 401) headers.set('www-authenticate', 'Bearer realm="holdpoint"')
  return new Response(JSON.stringify(body), { status, headers })
}
