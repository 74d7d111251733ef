import { authorize } from '#lib/platform/auth/authorize.ts'
import { requestIdOf } from '#lib/platform/auth/request-facts.ts'
import type { Context } from '#lib/platform/context.ts'
import { admission, maxOtlpBytes } from './admission.ts'
import { readBody } from './body.ts'
import { openContext } from './handle.ts'
import { type Encoding, encodingOf, exportResponse, statusResponse } from './otlp-respond.ts'
import { type DescribedHandler, described, type PlainDescription } from './plain.ts'
import { toProblem } from './problem-response.ts'

/** Stores a body; throws DecodeError for one that cannot be read. */
type Take = (
  ctx: Context,
  body: { encoding: Encoding; bytes: Uint8Array },
) => Promise<{ rejected: number; message: string | null }>

const description: Omit<PlainDescription, 'id'> = {
  summary: 'OTLP/HTTP 1.11: an Export request, protobuf or JSON, plain, gzip or deflate',
  description:
    'Answers in the encoding of the request: an Export response, with partial success where some was rejected, or google.rpc.Status.',
  permission: 'traces.ingest',
  consumes: ['application/x-protobuf', 'application/json'],
  produces: 'application/json',
}

/**
 * An OTLP/HTTP endpoint: 200 only after the store has committed, errors as google.rpc.Status in the request's encoding.
 * Overload is 503 with a short Retry-After: Python's exporter never retries 429.
 */
export function otlpHandler(id: string, take: Take): DescribedHandler {
  return described({ ...description, id }, async request => {
    const requestId = requestIdOf(request)
    const encoding = encodingOf(request)
    if (encoding === null) {
      return statusResponse('json', 415, 'Content-Type must be application/x-protobuf or application/json.')
    }
    const share = admission().open()
    try {
      const ctx = await openContext(request, requestId)
      await authorize(ctx, 'traces.ingest')
      const bytes = await readBody(request, { maxBytes: maxOtlpBytes, onBytes: count => share.grow(count) })
      const stored = await share.turn(() => take(ctx, { encoding, bytes }))
      return exportResponse(encoding, stored)
    } catch (error) {
      return failure(encoding, error, requestId)
    } finally {
      share.close()
    }
  })
}

/** Metrics: taken and dropped, so that clients that send all three signals stay quiet. */
export function discardHandler(id: string): DescribedHandler {
  return otlpHandler(id, async () => ({ rejected: 0, message: null }))
}

function failure(encoding: Encoding, error: unknown, requestId: string): Response {
  if (error instanceof Error && error.name === 'BodyTooLargeError') return statusResponse(encoding, 413, error.message)
  if (error instanceof Error && error.name === 'BadBodyError') {
    const status = 'status' in error && error.status === 415 ? 415 : 400
    return statusResponse(encoding, status, error.message)
  }
  if (error instanceof Error && error.name === 'DecodeError') return statusResponse(encoding, 400, error.message)
  const { fields } = toProblem(error, requestId)
  return statusResponse(encoding, fields.status, fields.detail ?? fields.title, fields.retryAfter)
}
