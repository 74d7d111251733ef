import { bucketMs } from '#lib/shared/bucket.ts'
import { invalid } from '#lib/shared/problem.ts'
import { boundsOf, bucketFor } from '#lib/shared/time-range.ts'
import type { ChangesQuery } from './schemas.ts'

const minute = 60_000
/** Both ranges together stay below what a query of metrics may cover. */
const longestMs = 200 * 24 * 60 * minute

export interface Ranges {
  /** Start of the range before, the border between the two, and the end; whole minutes, milliseconds since the epoch. */
  start: number
  border: number
  end: number
  widthMs: number
}

/**
 * The range that is asked for and the one of the same length before it.
 * @throws Problem 422 that names `query.from` or `query.to`.
 */
export function rangesOf(query: Pick<ChangesQuery, 'last' | 'from' | 'to'>, nowMs: number): Ranges {
  const { from, to = new Date(nowMs).toISOString() } = boundsIn(query, nowMs)
  const [border, end] = [Math.floor(Date.parse(from) / minute) * minute, Math.ceil(Date.parse(to) / minute) * minute]
  if (border >= end) throw invalid('The range is empty: to must be after from.', 'query.to')
  const length = end - border
  if (length > longestMs) throw invalid('The range is longer than 200 days.', 'query.from')
  return { start: border - length, border, end, widthMs: bucketMs[bucketFor(length)] }
}

/** In ranges of this length or more there are enough days to compare. */
const longMs = 7 * 24 * 60 * minute

/**
 * The same ranges with the buckets for percentiles: days, if there are enough of them. An hour of an agent's histogram
 * has as many rows as a day of it, and reading a month of hours takes a second.
 */
export const slowRanges = (ranges: Ranges): Ranges =>
  ranges.end - ranges.border < longMs ? ranges : { ...ranges, widthMs: Math.max(ranges.widthMs, bucketMs.day) }

function boundsIn({ last, from, to }: Pick<ChangesQuery, 'last' | 'from' | 'to'>, nowMs: number) {
  if (last && (from || to)) throw invalid('Either last or from and to.', 'query.last')
  if (to && !from) throw invalid('to needs from.', 'query.from')
  if (from) return { from, to }
  // Counted back from a whole minute: one minute more would take wider buckets.
  const end = Math.ceil(nowMs / minute) * minute
  const bounds = boundsOf({ kind: 'preset', preset: last ?? '24h' }, end)
  return { from: bounds.from ?? '', to: new Date(end).toISOString() }
}

/** Place of a bucket within its own range. The first bucket is 0, even if the start of the range cuts it. */
export function placeOf(atMs: number, after: boolean, { start, border, widthMs }: Ranges): number {
  return Math.floor(atMs / widthMs) - Math.floor((after ? border : start) / widthMs)
}

/** How many buckets the longer of the two ranges touches. */
export function bucketsOf({ start, border, end, widthMs }: Ranges): number {
  const touched = (from: number, to: number) => Math.ceil(to / widthMs) - Math.floor(from / widthMs)
  return Math.max(touched(start, border), touched(border, end))
}
