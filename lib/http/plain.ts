import { requestIdOf } from '#lib/platform/auth/request-facts.ts'
import type { Permission } from '#lib/shared/permissions.ts'
import type { Handler } from './handle.ts'
import { problemResponse } from './problem-response.ts'

/** What the API document says of an endpoint that speaks a protocol of its own, so that no contract fits it. */
export interface PlainDescription {
  /** Operation id. */
  id: string
  /** Where it is served, when not under its folder. */
  path?: string
  summary: string
  /** A function where it names what the domains declare, which is known when the server has started. */
  description?: string | (() => string)
  /** Absent: for everybody. */
  permission?: Permission
  /** Media types it takes; absent: no body. */
  consumes?: readonly string[]
  /** Media type of its answers. */
  produces: string
  /** Statuses beside 200, with what they mean. */
  answers?: Readonly<Record<string, string>>
}

export type DescribedHandler = Handler & { plain: PlainDescription }

export const described = (plain: PlainDescription, handler: Handler): DescribedHandler =>
  Object.assign((...args: Parameters<Handler>) => handler(...args), { plain })

/** A handler without a contract; what it throws is answered as a problem all the same. */
export function plain(
  description: PlainDescription,
  handler: (request: Request) => Promise<Response>,
): DescribedHandler {
  return described(description, async request => {
    try {
      return await handler(request)
    } catch (error) {
      return problemResponse(error, requestIdOf(request))
    }
  })
}
