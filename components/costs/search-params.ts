import { parseAsString, parseAsStringLiteral } from 'nuqs'
import { monthRange, rangeParams } from '#lib/client/range-params.ts'

export const breakdowns = [
  'agent',
  'environment',
  'framework',
  'release',
  'model',
  'provider',
  'tool',
  'user',
  'session',
  'tag',
] as const
export type Breakdown = (typeof breakdowns)[number]

/** What the Costs page shows, all in the URL. */
export const costParams = {
  ...rangeParams,
  range: monthRange.withDefault('30d'),
  environment: parseAsString,
  by: parseAsStringLiteral(breakdowns).withDefault('agent'),
  /** The row that is the subject of the right side. */
  pick: parseAsString,
}
