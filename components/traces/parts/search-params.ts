import { parseAsBoolean, parseAsString, parseAsStringLiteral } from 'nuqs/server'
import { monthRange, rangeParams } from '#lib/client/range-params.ts'
import { traceOrders } from '#lib/domain/traces/list-schemas.ts'

const spanTabs = ['call', 'attributes', 'events', 'links', 'raw'] as const
export type SpanTab = (typeof spanTabs)[number]

const traceForms = ['tree', 'transcript', 'graph'] as const
export type TraceForm = (typeof traceForms)[number]

/** Filters of the list beside its range, all in the URL: a link shows a colleague the same rows. */
const traceFilters = {
  text: parseAsString,
  status: parseAsStringLiteral(['ok', 'error', 'running'] as const),
  environment: parseAsString,
  agent: parseAsString,
  framework: parseAsString,
  release: parseAsString,
  session: parseAsString,
  user: parseAsString,
  model: parseAsString,
  tool: parseAsString,
  attribute: parseAsString,
  run: parseAsString,
  score: parseAsString,
  prompt: parseAsString,
  promptVersion: parseAsString,
}
export type TraceFilterName = keyof typeof traceFilters

export const traceListParams = {
  ...traceFilters,
  ...rangeParams,
  range: monthRange.withDefault('7d'),
  sort: parseAsStringLiteral(traceOrders),
  /** `show`: traces of framework messages only are among the rows. */
  messages: parseAsStringLiteral(['show'] as const),
}

/** What is open on the trace page. */
export const traceView = {
  view: parseAsStringLiteral(traceForms).withDefault('tree'),
  span: parseAsString,
  tab: parseAsStringLiteral(spanTabs).withDefault('call'),
  find: parseAsString.withDefault(''),
  errors: parseAsBoolean.withDefault(false),
}
