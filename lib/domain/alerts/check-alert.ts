import type { Measure } from '#lib/domain/metrics/measures.ts'
import { checkQuery } from '#lib/domain/metrics/rules.ts'
import type { Dimension } from '#lib/domain/metrics/schemas.ts'
import { invalid, isProblem } from '#lib/shared/problem.ts'
import { isSignal, type Signal, signalInfo } from './measures.ts'
import { countOf, type Filter } from './read-measure.ts'
import type { AlertFields } from './schemas.ts'

/** Throws 422 for a rule that could not work. */
export function checkAlert(rule: AlertFields): void {
  const { measure } = rule
  if (isSignal(measure)) checkSignal(rule, measure)
  else checkMeasure(rule, measure)
}

function checkMeasure(rule: AlertFields, measure: Measure): void {
  const { by, filter, window } = rule
  const query = { measures: [measure], by: by as Dimension[], filter: filter as Filter, bucket: 'none' as const }
  try {
    if (by.some((name, i) => by.indexOf(name) !== i)) throw invalid('Each dimension once.', 'body.by')
    requireKnown(measure, ofMeasures, rule)
    checkQuery(query)
    checkQuery({ ...query, measures: [countOf(measure, rule)] })
  } catch (error) {
    if (isProblem(error) && error.fields.field === 'body.measures.0')
      throw invalid(error.fields.detail ?? error.fields.title, 'body.measure')
    throw error
  }
  const hourly = [...by, ...Object.keys(filter)].some(name => ['user', 'session', 'tag'].includes(name))
  if (hourly && window % 3_600 !== 0)
    throw invalid('Figures by user, session or tag are kept by the hour: use whole hours.', 'body.window')
}

const ofSignalsOnly = ['budget', 'breaker', 'guardrail', 'cause', 'channel']
const ofMeasures = (name: string) => !ofSignalsOnly.includes(name)

function requireKnown(
  measure: string,
  isKnown: (name: string) => boolean,
  { by, filter }: Pick<AlertFields, 'by' | 'filter'>,
): void {
  const at = by.findIndex(name => !isKnown(name))
  if (at >= 0) throw invalid(`${measure} cannot be grouped by ${by[at]}.`, `body.by.${at}`)
  const name = Object.keys(filter).find(one => !isKnown(one))
  if (name) throw invalid(`${measure} cannot be filtered by ${name}.`, `body.filter.${name}`)
}

function checkSignal(rule: AlertFields, signal: Signal): void {
  const { condition, minimum } = rule
  requireKnown(signal, name => signalInfo(signal).dimensions.includes(name), rule)
  if (condition.changeAbove !== undefined && !signalInfo(signal).windowed)
    throw invalid(`${signal} has only a current value: use above or below.`, 'body.condition.changeAbove')
  if (minimum > 0) throw invalid(`${signal} is not measured from requests.`, 'body.minimum')
}
