import { parseAsString, parseAsStringLiteral } from 'nuqs'
import { rangeParams } from '#lib/client/use-time-range.ts'

export const spanTabs = ['call', 'attributes', 'events', 'raw'] as const

/** Filters of the list beside its range, all in the URL: a link shows a colleague the same rows. */
export const traceFilters = {
  text: parseAsString,
  status: parseAsStringLiteral(['ok', 'error'] as const),
  environment: parseAsString,
  agent: parseAsString,
  framework: parseAsString,
  release: parseAsString,
  session: parseAsString,
  user: parseAsString,
  model: parseAsString,
  tool: parseAsString,
}
export type TraceFilterName = keyof typeof traceFilters

export const traceListParams = { ...traceFilters, ...rangeParams }

/** What is open on the trace page. */
export const traceView = {
  span: parseAsString,
  tab: parseAsStringLiteral(spanTabs).withDefault('call'),
  find: parseAsString.withDefault(''),
}
