import type { Actor } from '#lib/platform/context.ts'
import { once } from '#lib/platform/registry.ts'
import { Problem } from '#lib/shared/problem.ts'

const windowMs = 60_000

/**
 * Requests of one key in a minute and process. Generous: it is there for a loop that went wild, not to share out
 * capacity. Overload is not this: it answers 503. 0: no limit.
 */
const keyRequestsPerMinute = (): number => Number(process.env.HOLDPOINT_KEY_REQUESTS_PER_MINUTE || 60_000)

interface Window {
  /** Milliseconds on the process's monotonic clock. */
  until: number
  used: number
}

const windows = () => once('http.key-windows', () => new Map<string, Window>())

/** Counts a request of a key; throws 429 `rate-limited` with Retry-After beyond its limit. People are not counted. */
export function countRequest(actor: Actor, now: number = performance.now()): void {
  const limit = keyRequestsPerMinute()
  if (actor.kind !== 'key' || limit === 0) return
  const open = windows().get(actor.id)
  const window = open && open.until > now ? open : { until: now + windowMs, used: 0 }
  window.used += 1
  windows().set(actor.id, window)
  if (window.used <= limit) return
  const wait = Math.ceil((window.until - now) / 1000)
  throw new Problem({
    status: 429,
    type: 'rate-limited',
    title: 'Too many requests',
    detail: `This key may send ${limit} requests a minute. Nothing was done; try again in ${wait} s.`,
    retryAfter: wait,
    headers: Object.fromEntries(fields(limit, window, now)),
  })
}

/** RateLimit-Policy and RateLimit (draft-ietf-httpapi-ratelimit-headers): what the key has left, and until when. */
export function rateLimitFields(actor: Actor, now: number = performance.now()): [string, string][] {
  const limit = keyRequestsPerMinute()
  const window = actor.kind === 'key' ? windows().get(actor.id) : undefined
  return window && limit > 0 ? fields(limit, window, now) : []
}

function fields(limit: number, { until, used }: Window, now: number): [string, string][] {
  const left = Math.max(0, limit - used)
  const seconds = Math.max(0, Math.ceil((until - now) / 1000))
  return [
    ['ratelimit-policy', `"key";q=${limit};w=${windowMs / 1000}`],
    ['ratelimit', `"key";r=${left};t=${seconds}`],
  ]
}
