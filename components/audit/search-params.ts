import { parseAsString, parseAsStringLiteral } from 'nuqs'

export const ranges = ['24h', '7d', '30d', 'all'] as const
export type Range = (typeof ranges)[number]

const days: Record<Exclude<Range, 'all'>, number> = { '24h': 1, '7d': 7, '30d': 30 }

/** Start of a range that ends now, or undefined for everything. */
export const rangeStart = (range: Range, nowMs: number): string | undefined =>
  range === 'all' ? undefined : new Date(nowMs - days[range] * 86_400_000).toISOString()

/** Filters and the open entry, all in the URL: a link shows a colleague the same rows. */
export const auditFilters = {
  actor: parseAsString,
  action: parseAsString,
  objectType: parseAsString,
  object: parseAsString,
  outcome: parseAsStringLiteral(['ok', 'denied'] as const),
  range: parseAsStringLiteral(ranges).withDefault('all'),
}
