import { logger } from '#lib/platform/logger.ts'
import { isProblem, Problem } from '#lib/shared/problem.ts'

/** What a caller is told when the database cannot do it now; nothing was decided, and it may go through later. */
const away = 'The database cannot be reached. Nothing was changed; try again.'
const overloaded = 'The database is overloaded. Nothing was changed; try again.'
const diskFull = 'The database has no space left on its disk. Nothing was changed; make room, then try again.'

/** By the code of the database (SQLSTATE), of a connection (errno) or of Prisma. */
const details = new Map<string, string>([
  ...[
    ...['ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT'],
    ...['EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN'],
    // Connections lost or refused, shutting down, starting up.
    ...['08000', '08001', '08003', '08004', '08006', '57P01', '57P02', '57P03', '57P05'],
    ...['P1001', 'P1002', 'P1017'],
  ].map((code): [string, string] => [code, away]),
  ...[
    // Too many connections, out of memory or locks; a statement or a lock that took too long; a deadlock, which was undone.
    ...['53000', '53200', '53300', '53400', '57014', '55P03', '40001', '40P01', '25P03'],
    ...['P1008', 'P2024', 'P2028', 'P2034'],
  ].map((code): [string, string] => [code, overloaded]),
  ['53100', diskFull],
  ['ENOSPC', diskFull],
])
const lostConnection = /timeout exceeded when trying to connect|Connection terminated|not queryable|Connection ended/i

/** The sentence for an error that means: not now, come back. Undefined for any other error. */
function unavailableDetail(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined
  const code = 'code' in error ? String(error.code) : ''
  const own = details.get(code) ?? (lostConnection.test(error.message) ? away : undefined)
  return own ?? unavailableDetail(error.cause) ?? unavailableDetail(prismaCause(error))
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
  const detail = unavailableDetail(error)
  if (detail !== undefined) {
    logger().warn({ err: error, requestId }, 'database not available')
    return new Problem({
      status: 503,
      type: 'unavailable',
      title: 'Not available',
      detail,
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
