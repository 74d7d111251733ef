import { createHash } from 'node:crypto'
import type { ContractHandler } from './handle.ts'

/** Of a header that names several, weak or not. */
const names = (header: string, tag: string) =>
  header.trim() === '*' || header.split(',').some(each => each.trim().replace(/^W\//, '') === tag)

/**
 * A GET whose answer the caller may keep: it carries an ETag of its body and `cacheControl`, and whoever has it still is
 * answered 304 without a body. Anything but 200 stays as it is.
 */
export function revalidated(handler: ContractHandler, cacheControl: string): ContractHandler {
  const serve = async (...[request, route]: Parameters<ContractHandler>) => {
    const response = await handler(request, route)
    if (response.status !== 200) return response
    const body = await response.text()
    const tag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`
    const headers = new Headers(response.headers)
    headers.set('etag', tag)
    headers.set('cache-control', cacheControl)
    headers.set('vary', 'authorization, cookie')
    const known = request.headers.get('if-none-match')
    if (known === null || !names(known, tag)) return new Response(body, { status: 200, headers })
    headers.delete('content-type')
    return new Response(null, { status: 304, headers })
  }
  return Object.assign(serve, { contract: handler.contract })
}
