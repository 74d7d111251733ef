import { requestIdOf } from '#lib/platform/auth/request-facts.ts'
import type { Context } from '#lib/platform/context.ts'
import { admission } from './admission.ts'
import { openContext } from './handle.ts'
import { type DescribedHandler, described, type PlainDescription } from './plain.ts'
import { toProblem } from './problem-response.ts'
import { parseJson, readText } from './read-input.ts'

/** Answers what a hook sent. */
type Answer = (
  ctx: Context,
  input: { query: Record<string, string>; body: unknown },
) => Promise<Record<string, unknown>>
/** The answer that denies the call, for what went wrong; `body` as far as it could be read. */
type Deny = (why: string, body: unknown) => Record<string, unknown>

/**
 * An endpoint for hooks of agent programs. Most of these take any status but 2xx for "go on": so a fault is answered 200
 * with an answer that denies.
 */
export function hookHandler(description: PlainDescription, answer: Answer, deny: Deny): DescribedHandler {
  return described(description, async request => {
    const requestId = requestIdOf(request)
    const share = admission().open()
    let body: unknown = null
    try {
      const ctx = await openContext(request, requestId)
      const text = await readText(request, share)
      body = parseJson(text, 'strict')
      const query = Object.fromEntries(new URL(request.url).searchParams)
      return reply(await answer({ ...ctx, signal: request.signal }, { query, body }))
    } catch (error) {
      const { fields } = toProblem(error, requestId)
      const detail = fields.detail ?? fields.title
      return reply(deny(fields.field ? `${detail} (${fields.field})` : detail, body))
    } finally {
      share.close()
    }
  })
}

const reply = (body: unknown) => Response.json(body, { headers: { 'cache-control': 'no-store' } })
