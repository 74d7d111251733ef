import type { z } from 'zod'
import { auditDenied } from '#lib/platform/audit/denied.ts'
import { authenticate } from '#lib/platform/auth/authenticate.ts'
import { authorize } from '#lib/platform/auth/authorize.ts'
import { checkCsrf } from '#lib/platform/auth/csrf.ts'
import { type Context, databaseClock } from '#lib/platform/context.ts'
import { database } from '#lib/platform/db/client.ts'
import type { AnyContract, Input, Output } from '#lib/shared/contract.ts'
import { newId } from '#lib/shared/ids.ts'
import { badRequest, invalid, Problem, shortened } from '#lib/shared/problem.ts'
import { cleaned, findFault, nestedDeeperThan } from '#lib/shared/strict-json.ts'
import { admission, type Share } from './admission.ts'
import { readBody } from './body.ts'
import { idempotencyKey, idempotently } from './idempotency.ts'
import { problemResponse } from './problem-response.ts'

/** JSON bodies of the API; OTLP has its own limit. */
const maxJsonBytes = 4 * 1024 * 1024
const maxJsonLevels = 200
/** Faults named in one answer. */
const maxIssues = 20

export type Route = { params: Promise<Record<string, string>> }
export type Handler = (request: Request, route: Route) => Promise<Response>
export type Verb<C extends AnyContract> = (ctx: Context, input: Input<C>, request: Request) => Promise<Output<C>>

/** A handler that remembers its contract, so that the document and the contract test can find it. */
export type ContractHandler = Handler & { contract: AnyContract }

/** authenticate → authorize → parse → verb → parse out; any error becomes problem+json. */
export function handle<C extends AnyContract>(contract: C, verb: Verb<C>): ContractHandler {
  const handler: Handler = async (request, route) => {
    const requestId = newId('req')
    const share = admission().open()
    try {
      const ctx = await openContext(request, requestId)
      await authorize(ctx, contract.permission, {
        type: 'endpoint',
        id: `${request.method} ${new URL(request.url).pathname}`,
      })
      const text = contract.body ? await readText(request, share) : ''
      const input = await parseInput(contract, request, route, text)
      const run = async (as: Context) => answer(contract, await verb(as, input, request), requestId)
      const key = contract.idempotent ? idempotencyKey(request) : null
      if (key === null) return await run(ctx)
      const call = { key, operation: `${request.method} ${new URL(request.url).pathname}`, bodyText: text }
      return await idempotently(ctx, call, remember =>
        run({
          ...ctx,
          remember: (sql, output) => remember(sql, answer(contract, output as Output<C>, requestId)),
        }).catch(error => problemResponse(error, requestId)),
      )
    } catch (error) {
      return problemResponse(error, requestId)
    } finally {
      share.close()
    }
  }
  return Object.assign(handler, { contract })
}

/** Who is asking and in which project; refuses a cross-site write of a signed-in browser. `passive`: see findSession. */
export async function openContext(request: Request, requestId: string, passive = false): Promise<Context> {
  const db = database()
  const { actor, projectId } = await authenticate(request, db, passive)
  const address = request.headers.get('x-holdpoint-peer')
  const ctx: Context = { projectId, actor, requestId, address, db, clock: databaseClock }
  if (actor.kind === 'user' && request.method !== 'GET' && request.method !== 'HEAD')
    await refuseCrossSite(ctx, request)
  return ctx
}

async function refuseCrossSite(ctx: Context, request: Request): Promise<void> {
  try {
    checkCsrf(request, ctx.actor)
  } catch (error) {
    const object = { type: 'endpoint', id: `${request.method} ${new URL(request.url).pathname}` }
    await auditDenied(ctx, { action: 'csrf', object, reason: error instanceof Error ? error.message : 'cross-site' })
    throw error
  }
}

async function readText(request: Request, share: Share): Promise<string> {
  try {
    const body = await readBody(request, { maxBytes: maxJsonBytes, onBytes: count => share.grow(count) })
    return new TextDecoder('utf-8', { fatal: true }).decode(body)
  } catch (error) {
    if (error instanceof TypeError) throw badRequest('The body is not UTF-8 text.', 'body')
    if (error instanceof Error && error.name === 'BodyTooLargeError') {
      throw new Problem({ status: 413, type: 'too-large', title: 'Too large', detail: error.message, field: 'body' })
    }
    if (error instanceof Error && error.name === 'BadBodyError') throw badRequest(error.message, 'body')
    throw error
  }
}

async function parseInput<C extends AnyContract>(contract: C, request: Request, route: Route, text: string) {
  const query = Object.fromEntries(new URL(request.url).searchParams)
  return {
    params: parsePart(contract.params, refuseNul(await route.params, 'path'), 'path'),
    query: parsePart(contract.query, refuseNul(query, 'query'), 'query'),
    body: contract.body ? parsePart(contract.body, parseJson(text, contract.text), 'body') : undefined,
  } as Input<C>
}

function parseJson(text: string, mode: AnyContract['text']): unknown {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw badRequest('The body is not JSON.', 'body')
  }
  if (nestedDeeperThan(text, maxJsonLevels)) throw invalid(`Nested deeper than ${maxJsonLevels} levels.`, 'body')
  if (mode === 'clean') return cleaned(value)
  const fault = findFault(text)
  if (fault) throw invalid(fault.message, fault.path ? `body.${fault.path}` : 'body')
  return value
}

function parsePart(schema: z.ZodType, value: unknown, part: string): unknown {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const issues = parsed.error.issues.slice(0, maxIssues).map(issue => faultOf(issue, part))
  const [first] = issues
  throw invalid(first ? `${first.field}: ${first.message}` : 'invalid', first?.field ?? part, { issues })
}

/** What a caller sent wrong is named, not sent back whole: an error stays small whatever the request was. */
function faultOf(issue: z.core.$ZodIssue, part: string) {
  const unknown = issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined
  const field = [part, ...issue.path.map(String), ...(unknown === undefined ? [] : [unknown])].join('.')
  return { field: shortened(field), message: unknown === undefined ? issue.message : 'There is no such field.' }
}

/** A NUL cannot be looked up in the database, where it would be an error of ours. */
function refuseNul(values: Record<string, string>, part: string): Record<string, string> {
  const [name] = Object.entries(values).find(([, value]) => value.includes('\0')) ?? []
  if (name !== undefined) throw invalid('The text holds a NUL character.', `${part}.${name}`)
  return values
}

function answer(contract: AnyContract, output: unknown, requestId: string): Response {
  const headers = { 'cache-control': 'no-store', 'x-request-id': requestId }
  if (contract.status === 204) return new Response(null, { status: 204, headers })
  return Response.json(contract.response.parse(output), { status: contract.status, headers })
}
