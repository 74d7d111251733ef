import { auditDenied } from '#lib/platform/audit/denied.ts'
import { authenticate } from '#lib/platform/auth/authenticate.ts'
import { authorize } from '#lib/platform/auth/authorize.ts'
import { checkCsrf } from '#lib/platform/auth/csrf.ts'
import { peerOf, requestIdOf } from '#lib/platform/auth/request-facts.ts'
import { type Context, databaseClock } from '#lib/platform/context.ts'
import { database } from '#lib/platform/db/client.ts'
import type { AnyContract, Input, Output } from '#lib/shared/contract.ts'
import { admission } from './admission.ts'
import { idempotencyKey, idempotently } from './idempotency.ts'
import { problemResponse } from './problem-response.ts'
import { countRequest, rateLimitFields } from './rate-limit.ts'
import { parseInput, readText } from './read-input.ts'
import { TextResponse } from './text-response.ts'

export type Route = { params: Promise<Record<string, string>> }
export type Handler = (request: Request, route: Route) => Promise<Response>
/** Every verb has this form; jobs, pages and tests call it as the handler does. */
export type Verb<C extends AnyContract> = (ctx: Context, input: Input<C>) => Promise<Output<C>>

/** A handler that remembers its contract, so that the document and the contract test can find it. */
export type ContractHandler = Handler & { contract: AnyContract }

/** authenticate → authorize → parse → verb → parse out; any error becomes problem+json. */
export function handle<C extends AnyContract>(contract: C, verb: Verb<C>): ContractHandler {
  const serve = async (ctx: Context, request: Request, route: Route): Promise<Response> => {
    const url = new URL(request.url)
    const operation = `${request.method} ${url.pathname}`
    await authorize(ctx, contract.permission, { type: 'endpoint', id: operation })
    const share = admission().open()
    try {
      const text = contract.body ? await readText(request, share, contract.files) : ''
      const input = await parseInput(contract, url, await route.params, text)
      const run = async (as: Context) => answer(contract, await verb({ ...as, signal: request.signal }, input))
      const key = contract.idempotent ? idempotencyKey(request) : null
      if (key === null) return await run(ctx)
      return await idempotently(ctx, { key, operation, bodyText: text }, remember =>
        run({
          ...ctx,
          remember: (sql, output) => remember(sql, answer(contract, output)),
        }).catch(error => problemResponse(error, ctx.requestId)),
      )
    } finally {
      share.close()
    }
  }
  const handler: Handler = async (request, route) => {
    const requestId = requestIdOf(request)
    let ctx: Context | null = null
    let response: Response
    try {
      ctx = await openContext(request, requestId)
      response = await serve(ctx, request, route)
    } catch (error) {
      response = problemResponse(error, requestId)
    }
    for (const [name, value] of ctx ? rateLimitFields(ctx.actor) : []) response.headers.set(name, value)
    return response
  }
  return Object.assign(handler, { contract })
}

/**
 * Who is asking and in which project; denies a cross-site write of a signed-in browser, and a key beyond its rate.
 * `passive`: see findSession.
 */
export async function openContext(request: Request, requestId: string, passive = false): Promise<Context> {
  const db = database()
  const { actor, projectId } = await authenticate(request, db, passive)
  const ctx: Context = { projectId, actor, requestId, address: peerOf(request), db, clock: databaseClock }
  countRequest(actor)
  if (actor.kind === 'user' && request.method !== 'GET' && request.method !== 'HEAD')
    await requireSameSite(ctx, request)
  return ctx
}

async function requireSameSite(ctx: Context, request: Request): Promise<void> {
  try {
    checkCsrf(request, ctx.actor)
  } catch (error) {
    const object = { type: 'endpoint', id: `${request.method} ${new URL(request.url).pathname}` }
    await auditDenied(ctx, { action: 'csrf', object, reason: error instanceof Error ? error.message : 'cross-site' })
    throw error
  }
}

function answer(contract: AnyContract, output: unknown): Response {
  const headers = { 'cache-control': 'no-store' }
  if (contract.status === 204) return new Response(null, { status: 204, headers })
  const body = contract.response.parse(output)
  return TextResponse.json(body, { status: contract.created?.(body) ? 201 : contract.status, headers })
}
