import { hash } from 'node:crypto'
import { authorize } from '#lib/platform/auth/authorize.ts'
import { requestIdOf } from '#lib/platform/auth/request-facts.ts'
import type { Context } from '#lib/platform/context.ts'
import { canonicalJson } from '#lib/shared/canonical-json.ts'
import { admission } from './admission.ts'
import { openContext, type Route } from './handle.ts'
import { type FlagContext, type OfrepFailure, readFlagContext } from './ofrep-context.ts'
import { type DescribedHandler, described, type PlainDescription } from './plain.ts'
import { toProblem } from './problem-response.ts'
import { rateLimitFields } from './rate-limit.ts'
import { readText } from './read-input.ts'
import { TextResponse } from './text-response.ts'

interface Evaluated {
  status: 200 | 404
  body: object
}

/** Answers for a context that was read; `key` is null where all flags are asked for. */
type Evaluate = (ctx: Context, asked: { key: string | null; context: FlagContext }) => Promise<Evaluated>

/**
 * An endpoint of the OpenFeature Remote Evaluation Protocol 0.3.0. Its ETag covers the context: a client that changes its
 * context sends the ETag of the answer before, and must not hear that nothing changed.
 */
export function ofrepHandler(
  description: Pick<PlainDescription, 'id' | 'summary' | 'description'>,
  evaluate: Evaluate,
): DescribedHandler {
  const about: PlainDescription = {
    ...description,
    ...{ permission: 'assignment.evaluate', consumes: ['application/json'], produces: 'application/json' },
    answers: { '304': 'Nothing has changed for this context since the answer with this ETag' },
  }
  return described(about, async (request, route) => {
    const { agent: key = null } = await paramsOf(route)
    const requestId = requestIdOf(request)
    const share = admission().open()
    try {
      const ctx = await openContext(request, requestId)
      await authorize(ctx, 'assignment.evaluate')
      const read = readFlagContext(await readText(request, share))
      const response =
        'failure' in read
          ? failed(400, key, read.failure)
          : answer(request, read.context, await evaluate(ctx, { key, context: read.context }))
      for (const [name, value] of rateLimitFields(ctx.actor)) response.headers.set(name, value)
      return response
    } catch (error) {
      return problemAnswer(error, key, requestId)
    } finally {
      share.close()
    }
  })
}

const paramsOf = (route: Route): Promise<{ agent?: string }> => route.params

function answer(request: Request, context: FlagContext, { status, body }: Evaluated): Response {
  if (status !== 200) return Response.json(body, { status, headers: { 'cache-control': 'no-store' } })
  const text = JSON.stringify(body)
  const digest = hash('sha256', `${canonicalJson(context)}\n${text}`, 'base64url')
  const etag = `"${digest.slice(0, 27)}"`
  const headers = { etag, 'cache-control': 'no-store' }
  if (knows(request.headers.get('if-none-match'), etag)) return new Response(null, { status: 304, headers })
  return new TextResponse(text, { headers: { ...headers, 'content-type': 'application/json' } })
}

/** A proxy may have made it weak. */
const knows = (header: string | null, etag: string): boolean =>
  header?.split(',').some(one => one.trim().replace(/^W\//, '') === etag) ?? false

function failed(status: number, key: string | null, failure: OfrepFailure, more: Record<string, string> = {}) {
  const body = { ...(key === null ? {} : { key }), ...failure }
  return Response.json(body, { status, headers: { 'cache-control': 'no-store', ...more } })
}

/** Clients show `errorDetails`, and read errors without `errorCode` as an answer of somebody else. */
function problemAnswer(error: unknown, key: string | null, requestId: string): Response {
  const { status, detail, title, type, retryAfter, headers } = toProblem(error, requestId).fields
  const malformed = type === 'bad-request' || status === 413 || status === 415
  const errorCode = malformed ? 'PARSE_ERROR' : 'GENERAL'
  const more = { ...headers, ...(retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }) }
  return failed(status, key, { errorCode, errorDetails: detail ?? title }, more)
}
