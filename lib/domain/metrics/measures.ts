import {
  type HistogramName,
  histograms,
  type SpanSum,
  spanSums,
  sumMeasures,
  type TraceSum,
  traceSums,
  type Unit,
} from '#lib/domain/traces/measures.ts'
import {
  type ScoredMeasureName,
  type ScoreMeasureName,
  scoredMeasureNames,
  scoredMeasures,
  scoreMeasureNames,
  scoreMeasures,
} from './score-measures.ts'

type Percentile<Name extends HistogramName = HistogramName> = Name extends HistogramName
  ? `${(typeof histograms)[Name]['measure']}P${(typeof histograms)[Name]['percentiles'][number]}`
  : never
type Share = keyof typeof shares
/** Sums of the table `rollup_cost`: costs that are not tokens. */
export const costSums = {
  otherCost: {
    column: 'amount_nanos',
    unit: 'usd',
    better: 'lower',
    description: 'Costs that are not tokens, as recorded',
  },
  otherCostRecords: {
    column: 'records',
    unit: 'count',
    better: null,
    description: 'Records of costs that are not tokens',
  },
} as const
export type CostSum = keyof typeof costSums
export const isCostSum = (sum: Sum): sum is CostSum => sum in costSums

/** A sum of the table `rollup`, of `rollup_top`, of both, or of `rollup_cost`. */
export type SpanOrTraceSum = SpanSum | TraceSum
export type Sum = SpanOrTraceSum | CostSum
export type Measure = Sum | 'totalCost' | 'runs' | Share | Percentile | ScoreMeasureName | ScoredMeasureName

export type Quantile = 50 | 95 | 99

/** Where a measure is read from. */
export type Reading =
  | { from: 'sum'; sum: Sum }
  /** Several sums added up; unknown if one of them is. */
  | { from: 'total'; of: readonly Sum[] }
  | { from: 'share'; of: readonly Sum[]; per: Sum }
  | { from: 'percentile'; histogram: HistogramName; quantile: Quantile }
  /** How many values a histogram has. */
  | { from: 'count'; histogram: HistogramName }
  | { from: 'scores'; name: ScoreMeasureName }
  /** How many traces began, and how many of them are scored. */
  | { from: 'scored'; name: ScoredMeasureName }

/** What the code that draws a measure needs to know. */
interface MeasureInfo {
  unit: Unit
  /** The value of a bucket without any row. A count of nothing is 0; a rate or a percentile of nothing is unknown. */
  empty: 0 | null
  /** Known only for whole runs or requests, which have no one kind, model or tool. */
  whole: boolean
  /** Which way is good; null where neither is. */
  better: 'lower' | 'higher' | null
  description: string
}

/** Measures that are one sum divided by another; unknown if that is 0. */
const shares = {
  errorRate: {
    of: ['requestErrors'],
    per: 'requests',
    unit: 'ratio',
    whole: false,
    description: 'requestErrors / requests; null without requests',
  },
  costPerRequest: {
    of: ['cost'],
    per: 'requests',
    unit: 'usd',
    whole: true,
    description: 'cost / requests, rounded to a nano-dollar',
  },
  totalCostPerRequest: {
    of: ['cost', 'otherCost'],
    per: 'requests',
    unit: 'usd',
    whole: true,
    description: 'totalCost / requests, rounded to a nano-dollar',
  },
  costPerTrace: {
    of: ['cost'],
    per: 'traces',
    unit: 'usd',
    whole: true,
    description: 'cost / traces, rounded to a nano-dollar; by user, session or tag',
  },
} as const satisfies Record<string, { of: readonly Sum[]; per: Sum; unit: Unit; whole: boolean; description: string }>

const readings = new Map<string, { reading: Reading; info: MeasureInfo }>()
readings.set('runs', {
  reading: { from: 'count', histogram: 'run_steps' },
  info: { ...sumInfo('count', 'Executions of an agent, by the minute they began'), whole: true },
})
for (const sum of new Set<SpanOrTraceSum>([...spanSums, ...traceSums])) {
  const { unit, description, better } = sumMeasures[sum]
  readings.set(sum, { reading: { from: 'sum', sum }, info: { ...sumInfo(unit, description), better } })
}
for (const sum of Object.keys(costSums) as CostSum[]) {
  const { unit, description, better } = costSums[sum]
  readings.set(sum, { reading: { from: 'sum', sum }, info: { ...sumInfo(unit, description), better, whole: true } })
}
readings.set('totalCost', {
  reading: { from: 'total', of: ['cost', 'otherCost'] },
  info: {
    ...sumInfo(
      'usd',
      'cost plus otherCost; null if cost is null. Calls that are not in it are counted by unpricedSpans and unmeteredCalls',
    ),
    better: 'lower',
    whole: true,
  },
})
for (const [name, { of, per, ...about }] of Object.entries(shares)) {
  readings.set(name, { reading: { from: 'share', of, per }, info: { ...about, empty: null, better: 'lower' } })
}
for (const histogram of Object.keys(histograms) as HistogramName[]) {
  const { measure, percentiles, unit, whole, description } = histograms[histogram]
  for (const quantile of percentiles) {
    const rank = quantile === 50 ? 'median' : `${quantile}th percentile`
    readings.set(`${measure}P${quantile}`, {
      reading: { from: 'percentile', histogram, quantile },
      info: { unit, whole, empty: null, better: 'lower', description: `${description}, ${rank}` },
    })
  }
}

for (const name of scoreMeasureNames) {
  const { unit, empty, better, description } = scoreMeasures[name]
  readings.set(name, { reading: { from: 'scores', name }, info: { unit, empty, better, whole: false, description } })
}
for (const name of scoredMeasureNames) {
  const info = { ...scoredMeasures[name], whole: false, better: null }
  readings.set(name, { reading: { from: 'scored', name }, info })
}

function sumInfo(unit: Unit, description: string): MeasureInfo {
  return { unit, empty: 0, whole: false, better: null, description }
}

export const measures = [...readings.keys()] as [Measure, ...Measure[]]

function entryOf(measure: Measure) {
  const entry = readings.get(measure)
  if (!entry) throw new Error(`no measure ${measure}`)
  return entry
}
export const measureInfo = (measure: Measure): MeasureInfo => entryOf(measure).info
export const readingOf = (measure: Measure): Reading => entryOf(measure).reading

/** The sum itself, and the sums that say whether it is known. */
const known = (sum: Sum): Sum[] => {
  if (isCostSum(sum)) return [sum]
  const row = sumMeasures[sum]
  return [sum, ...('leavesOut' in row ? row.leavesOut : [])]
}

/** The sums that a measure needs. */
export function sumsOf(measure: Measure): Sum[] {
  const reading = readingOf(measure)
  if (reading.from === 'sum') return known(reading.sum)
  if (reading.from === 'total') return reading.of.flatMap(known)
  return reading.from === 'share' ? [...reading.of.flatMap(known), reading.per] : []
}

/** The histogram that a measure needs, if any. */
export function histogramOf(measure: Measure): HistogramName | null {
  const reading = readingOf(measure)
  return reading.from === 'percentile' || reading.from === 'count' ? reading.histogram : null
}

/** The name of the measure in `scoreMeasures`, if it is one of them. */
export function scoresOf(measure: Measure): ScoreMeasureName | null {
  const reading = readingOf(measure)
  return reading.from === 'scores' ? reading.name : null
}

/** Whether a measure counts how many traces are scored. */
export const isOfScored = (measure: Measure): boolean => readingOf(measure).from === 'scored'
