import { boundsOf, type TimeRange } from '#lib/shared/time-range.ts'

/** Rows that the page begins with. */
export const first = 20

/** What is asked for a range; one that ends now is counted back on the server, so that the question stays the same. */
export const changesQueryOf = (environment: string | null, range: TimeRange, limit = first) => ({
  environment: environment ?? undefined,
  limit,
  ...(range.kind === 'preset' ? { last: range.preset } : range.kind === 'custom' ? boundsOf(range, 0) : {}),
})
