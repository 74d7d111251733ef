import { boundsOf, type TimeRange } from '#lib/shared/time-range.ts'

/** Rows that the page begins with. */
export const first = 20

/** What is asked for a range; one that ends now is counted back on the server, so that the question stays the same. */
export const changesQueryOf = (environment: string | null, range: TimeRange, limit = first) => ({
  environment: environment ?? undefined,
  limit,
  ...(range.kind === 'preset' ? { last: range.preset } : range.kind === 'custom' ? boundsOf(range, 0) : {}),
})

/** What the page asks before a range: what waits for a person, and whether there is any trace. */
export const needsOf = (environment: string | null) => ({ query: { environment: environment ?? undefined } })
export const anyTrace = { query: { limit: 1, messageTraces: 'include' } } as const
