import { parseAsString, parseAsStringLiteral } from 'nuqs'

/** Filters in the URL, beside the time range: a link shows a colleague the same rows. */
export const auditFilters = {
  actor: parseAsString,
  action: parseAsString,
  objectType: parseAsString,
  object: parseAsString,
  outcome: parseAsStringLiteral(['ok', 'denied'] as const),
}
