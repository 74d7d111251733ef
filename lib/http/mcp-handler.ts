import { authorize } from '#lib/platform/auth/authorize.ts'
import { ownOrigin } from '#lib/platform/auth/origin.ts'
import { requestIdOf } from '#lib/platform/auth/request-facts.ts'
import type { Context } from '#lib/platform/context.ts'
import { draining } from '#lib/platform/draining.ts'
import { forbidden } from '#lib/shared/problem.ts'
import { admission } from './admission.ts'
import { openContext } from './handle.ts'
import { type DescribedHandler, described, type PlainDescription } from './plain.ts'
import { problemResponse } from './problem-response.ts'
import { parseJson, readText } from './read-input.ts'

interface Connection {
  ctx: Context
  query: Record<string, string>
}
type Serve = (connection: Connection, request: Request, message: unknown) => Promise<Response>

/** An MCP endpoint over streamable HTTP: who asks is known by the key, before the message is read. */
export function mcpHandler(description: PlainDescription, serve: Serve): DescribedHandler {
  return described(description, async request => {
    const requestId = requestIdOf(request)
    const share = admission().open()
    try {
      const ctx = await openContext(request, requestId)
      await authorize(ctx, 'gate.connect')
      requireOwnOrigin(request)
      const message = parseJson(await readText(request, share), 'strict')
      const query = Object.fromEntries(new URL(request.url).searchParams)
      const signal = AbortSignal.any([request.signal, draining()])
      // Made anew: the server's own kind of request cannot be copied, and its body is read.
      const plain = new Request(request.url, { method: 'POST', headers: request.headers, signal })
      return await serve({ ctx: { ...ctx, signal }, query }, plain, message)
    } catch (error) {
      return problemResponse(error, requestId)
    } finally {
      share.close()
    }
  })
}

/** A page of another site must not act for its reader. */
function requireOwnOrigin(request: Request): void {
  const origin = request.headers.get('origin')
  if (origin !== null && origin !== ownOrigin(request)) throw forbidden('The request comes from another site.')
}
