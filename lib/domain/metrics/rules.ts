import { bucketMs } from '#lib/shared/bucket.ts'
import { invalid } from '#lib/shared/problem.ts'
import { measureInfo } from './measures.ts'
import type { Dimension, MetricsQuery } from './schemas.ts'

const hour = 3_600_000
const day = 24 * hour

const maxRangeMs = 400 * day
export const maxBuckets = 1_500
export const maxRows = 20_000

/** A stretch of one rollup grain; milliseconds since the epoch, `to` exclusive. */
export interface Segment {
  grainSeconds: 60 | 3600
  from: number
  to: number
}

export interface Range {
  from: number
  to: number
  segments: Segment[]
}

/**
 * The whole buckets that a query covers, and the rollups to read for them: minutes below the hour, hours from it on; without buckets, minutes at the ragged ends and hours between.
 * @throws Problem 422 that names `body.from`, `body.to` or `body.bucket`.
 */
export function rangeOf({ from, to, bucket }: Pick<MetricsQuery, 'from' | 'to' | 'bucket'>): Range {
  const [start, end] = [Date.parse(from), Date.parse(to)]
  if (start >= end) throw invalid('The range is empty: to must be after from.', 'body.to')
  if (end - start > maxRangeMs) throw invalid('The range is longer than 400 days.', 'body.from')
  const size = bucketMs[bucket]
  const range = { from: Math.floor(start / size) * size, to: Math.ceil(end / size) * size }
  const count = (range.to - range.from) / size
  if (bucket !== 'none' && count > maxBuckets) {
    throw invalid(`The range has ${count} buckets; at most ${maxBuckets}.`, 'body.bucket')
  }
  if (bucket === 'none') return { ...range, segments: raggedSegments(range.from, range.to) }
  return { ...range, segments: [{ grainSeconds: size < hour ? 60 : 3600, ...range }] }
}

function raggedSegments(from: number, to: number): Segment[] {
  const [firstHour, lastHour] = [Math.ceil(from / hour) * hour, Math.floor(to / hour) * hour]
  if (firstHour >= lastHour) return [{ grainSeconds: 60, from, to }]
  const parts: Segment[] = [
    { grainSeconds: 60, from, to: firstHour },
    { grainSeconds: 3600, from: firstHour, to: lastHour },
    { grainSeconds: 60, from: lastHour, to },
  ]
  return parts.filter(part => part.from < part.to)
}

const inner: readonly Dimension[] = ['kind', 'model', 'tool']

/**
 * Refuses a figure of whole runs or requests by something only their parts have.
 * @throws Problem 422 that names the measure.
 */
export function checkMeasures({ measures, by, filter }: Pick<MetricsQuery, 'measures' | 'by' | 'filter'>): void {
  const used = inner.find(name => by.includes(name) || filter[name] !== undefined)
  if (!used) return
  const at = measures.findIndex(measure => measureInfo(measure).whole)
  if (at < 0) return
  throw invalid(`${measures[at]} belongs to whole runs or requests, which have no one ${used}.`, `body.measures.${at}`)
}
