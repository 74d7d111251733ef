import { binGrains, type RollupGrain, rollupGrains, spanSums, traceSums } from '#lib/domain/traces/measures.ts'
import { bucketMs } from '#lib/shared/bucket.ts'
import { invalid } from '#lib/shared/problem.ts'
import { isCostSum, isOfScored, type Measure, measureInfo, readingOf, type Sum, scoresOf, sumsOf } from './measures.ts'
import {
  type Dimension,
  dimensions,
  type FilterDimension,
  type MetricsQuery,
  type ScoreDimension,
  scoreDimensions,
  type TopDimension,
  topDimensions,
} from './schemas.ts'

const hour = 3_600_000
const day = 24 * hour

const maxRangeMs = 400 * day
export const maxBuckets = 1_500
export const maxRows = 20_000

/** A stretch of one grain of the rollups, in milliseconds since the epoch. `to` is exclusive. */
export interface Segment {
  grainSeconds: RollupGrain
  from: number
  to: number
}

export interface Range {
  from: number
  to: number
  segments: Segment[]
  /** The same range for the table of histograms, which also has weeks. */
  binSegments: Segment[]
}

/**
 * The whole buckets that a query covers, and the rollups to read for them: minutes for buckets below an hour, hours for
 * those below a day, and otherwise days. Without buckets the middle of the range is read from days (of histograms,
 * weeks), and its ends from smaller ones.
 * @throws Problem 422 that names `body.from`, `body.to` or `body.bucket`.
 */
export function rangeOf({ from, to, bucket, ...query }: Asked & Pick<MetricsQuery, 'from' | 'to' | 'bucket'>): Range {
  const [start, end] = [Date.parse(from), Date.parse(to)]
  if (start >= end) throw invalid('The range is empty: to must be after from.', 'body.to')
  if (end - start > maxRangeMs) throw invalid('The range is longer than 400 days.', 'body.from')
  const hourly = topOf(query) !== null
  const size = hourly ? Math.max(bucketMs[bucket], hour) : bucketMs[bucket]
  const range = { from: Math.floor(start / size) * size, to: Math.ceil(end / size) * size }
  const count = (range.to - range.from) / size
  if (bucket !== 'none' && count > maxBuckets) {
    throw invalid(`The range has ${count} buckets; at most ${maxBuckets}.`, 'body.bucket')
  }
  if (bucket === 'none' && !hourly) {
    const ragged = (grains: readonly RollupGrain[]) => raggedSegments(range.from, range.to, grains)
    return { ...range, segments: ragged(rollupGrains), binSegments: ragged(binGrains) }
  }
  const segments: Segment[] = [{ grainSeconds: size < hour ? 60 : size < day ? 3600 : 86_400, ...range }]
  return { ...range, segments, binSegments: segments }
}

/** The widest buckets in the middle, and smaller and smaller ones towards both ends. */
function raggedSegments(from: number, to: number, grains: readonly RollupGrain[]): Segment[] {
  const grainSeconds = grains.at(-1) ?? 60
  const size = grainSeconds * 1000
  const [first, last] = [Math.ceil(from / size) * size, Math.floor(to / size) * size]
  const smaller = grains.slice(0, -1)
  if (first >= last) return from < to ? raggedSegments(from, to, smaller) : []
  return [
    ...(from < first ? raggedSegments(from, first, smaller) : []),
    { grainSeconds, from: first, to: last },
    ...(last < to ? raggedSegments(last, to, smaller) : []),
  ]
}

/** The parts of a query that decide which rollups answer it. */
type Asked = Partial<Pick<MetricsQuery, 'by' | 'filter'>>

/** The dimensions that a query groups or filters by, each with the field that names it. */
function usedBy({ by = [], filter = {} }: Asked): [name: Dimension, field: string][] {
  const filters = dimensions.filter(name => filter[name as FilterDimension] !== undefined && !by.includes(name))
  return [
    ...by.map((name, i): [Dimension, string] => [name, `body.by.${i}`]),
    ...filters.map((name): [Dimension, string] => [name, `body.filter.${name}`]),
  ]
}

const isTop = (name: Dimension): name is TopDimension => topDimensions.some(top => top === name)

/** The dimension of many values that a query asks for. Null if the ordinary rollups answer. */
export const topOf = (query: Asked): TopDimension | null =>
  usedBy(query)
    .map(([name]) => name)
    .find(isTop) ?? null

const inner: readonly Dimension[] = ['kind', 'model', 'tool', 'provider']

/**
 * Checks that rollups can answer the query.
 * @throws Problem 422 that names the measure, the dimension or the bucket.
 */
export function checkQuery(query: Asked & Pick<MetricsQuery, 'measures' | 'bucket' | 'top'>): void {
  checkOrder(query)
  const top = topOf(query)
  if (top !== null) checkTop(query, top)
  else {
    checkOrdinary(query)
    checkScores(query)
  }
}

export const isOfScores = (name: Dimension): name is ScoreDimension => scoreDimensions.some(own => own === name)

/** Scores are stored by what they judge, without model, tool and kind. Only scores are stored by their names. */
function checkScores(query: Asked & Pick<MetricsQuery, 'measures'>): void {
  const used = usedBy(query)
  const score = used.find(([name]) => isOfScores(name))
  const isOther = (measure: Measure) => scoresOf(measure) === null && !isOfScored(measure)
  const other = query.measures.findIndex(isOther)
  if (score && other >= 0) {
    throw invalid(`${query.measures[other]} is not kept by ${score[0]}.`, `body.measures.${other}`)
  }
  if (query.measures.every(isOther)) return
  const part = used.find(([name]) => inner.includes(name))
  if (part) throw invalid(`Scores judge whole requests or single spans, and are not kept by ${part[0]}.`, part[1])
  checkScored(query)
  const value = used.find(([name]) => name === 'scoreValue')
  if (!value) return
  const figure = query.measures.findIndex(measure => measure !== 'scores')
  if (figure >= 0) throw invalid('Only scores can be grouped by scoreValue.', `body.measures.${figure}`)
  const word = used.find(([name]) => name === 'scoreLabel' || name === 'scoreType')
  if (word) throw invalid(`Only numeric scores have a scoreValue: leave ${word[0]} out.`, word[1])
}

/**
 * How scored traces may be grouped; each name needs those before it. A trace may have scores of several names, and
 * counts for each.
 */
export const scoredDimensions = ['scoreName', 'scoreSource', 'scoreType'] as const satisfies readonly ScoreDimension[]

/** Traces cannot be added up over names of scores, so a query can only ask for what was counted that way. */
function checkScored({ measures, by = [], filter = {} }: Asked & Pick<MetricsQuery, 'measures'>): void {
  const measure = measures.find(isOfScored)
  if (measure === undefined) return
  const used = usedBy({ by, filter }).filter(([name]) => isOfScores(name))
  const asked = scoredDimensions.slice(0, used.length)
  for (const [name, field] of used) {
    if (!asked.some(each => each === name)) {
      throw invalid(`${measure} is kept by scoreName, with it by scoreSource, and with both by scoreType.`, field)
    }
    const wanted = filter[name as FilterDimension]
    if (!by.includes(name) && Array.isArray(wanted) && wanted.length > 1) {
      throw invalid(
        `${measure} of several of these needs ${name} in by: a trace may have more than one.`,
        `body.filter.${name}`,
      )
    }
  }
}

function checkOrdinary(query: Asked & Pick<MetricsQuery, 'measures'>): void {
  checkCostKind(query)
  const ofTraces = query.measures.findIndex(measure => sumsOf(measure).some(isOfTracesOnly))
  if (ofTraces >= 0) {
    const name = query.measures[ofTraces]
    throw invalid(`${name} is kept by user, session or tag only.`, `body.measures.${ofTraces}`)
  }
  const used = usedBy(query).find(([name]) => inner.includes(name))?.[0]
  const at = query.measures.findIndex(measure => measureInfo(measure).whole)
  if (!used || at < 0) return
  throw invalid(
    `${query.measures[at]} cannot be grouped by ${used}: it belongs to whole runs or requests, or to no call at all.`,
    `body.measures.${at}`,
  )
}

function checkTop(query: Asked & Pick<MetricsQuery, 'measures' | 'bucket'>, top: TopDimension): void {
  const other = usedBy(query).find(([name]) => name !== top && name !== 'environment')
  if (other) throw invalid(`Figures by ${top} are kept by environment, and not by ${other[0]}.`, other[1])
  const at = query.measures.findIndex(measure => !isOfTraces(measure))
  if (at >= 0) throw invalid(`${query.measures[at]} is not kept by ${top}.`, `body.measures.${at}`)
  if (bucketMs[query.bucket] < hour && query.bucket !== 'none') {
    throw invalid(`Figures by ${top} are kept by the hour.`, 'body.bucket')
  }
}

/** Only other costs have a kind of cost. */
function checkCostKind(query: Asked & Pick<MetricsQuery, 'measures'>): void {
  if (!usedBy(query).some(([name]) => name === 'costKind')) return
  const at = query.measures.findIndex(measure => !sumsOf(measure).every(isCostSum) || sumsOf(measure).length === 0)
  if (at >= 0) throw invalid(`${query.measures[at]} has no kind of cost.`, `body.measures.${at}`)
}

const isOfTracesOnly = (sum: Sum) => isTraceSum(sum) && !spanSums.some(name => name === sum)
const isTraceSum = (sum: Sum) => traceSums.some(name => name === sum)
const isOfTraces = (measure: Measure) => {
  const sums = sumsOf(measure)
  return sums.length > 0 && sums.every(sum => isTraceSum(sum) || isCostSum(sum))
}

function checkOrder({ measures, bucket, top }: Pick<MetricsQuery, 'measures' | 'bucket' | 'top'>): void {
  if (top === undefined) return
  if (bucket !== 'none') throw invalid('Only rows without time buckets can be ranked.', 'body.top')
  if (!measures.includes(top.by)) throw invalid(`${top.by} is not among the measures.`, 'body.top.by')
  if (!['sum', 'total'].includes(readingOf(top.by).from))
    throw invalid(`${top.by} is not a sum: rows are ranked by sums.`, 'body.top.by')
}
