import { parseAsString, parseAsStringLiteral } from 'nuqs'

export const ranges = ['1h', '24h', '7d', '30d', 'all'] as const
export type Range = (typeof ranges)[number]

const hours: Record<Exclude<Range, 'all'>, number> = { '1h': 1, '24h': 24, '7d': 168, '30d': 720 }

/** Start of a range that ends now, or undefined for everything. */
export function rangeStart(range: Range, nowMs: number): string | undefined {
  return range === 'all' ? undefined : new Date(nowMs - hours[range] * 3_600_000).toISOString()
}

export const spanTabs = ['call', 'attributes', 'events', 'raw'] as const

/** Filters of the list, all in the URL: a link shows a colleague the same rows. */
export const traceFilters = {
  text: parseAsString,
  status: parseAsStringLiteral(['ok', 'error'] as const),
  agent: parseAsString,
  release: parseAsString,
  session: parseAsString,
  user: parseAsString,
  model: parseAsString,
  tool: parseAsString,
  range: parseAsStringLiteral(ranges).withDefault('7d'),
}

/** What is open on the trace page. */
export const traceView = {
  span: parseAsString,
  tab: parseAsStringLiteral(spanTabs).withDefault('call'),
  find: parseAsString.withDefault(''),
}
