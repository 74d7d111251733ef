import { type Bucket, bucketMs, buckets } from './bucket.ts'
import { formatAbsolute, type Zone } from './time.ts'

/** Ranges that end now, in minutes. */
const presetMinutes = { '15m': 15, '1h': 60, '4h': 240, '24h': 1440, '7d': 10_080, '30d': 43_200 } as const
type Preset = keyof typeof presetMinutes
export const presets = Object.keys(presetMinutes) as [Preset, ...Preset[]]

export const presetLabels: Record<Preset, string> = {
  '15m': 'Last 15 min',
  '1h': 'Last hour',
  '4h': 'Last 4 h',
  '24h': 'Last 24 h',
  '7d': 'Last 7 days',
  '30d': 'Last 30 days',
}

/** What the URL says: a preset, the month so far, everything, or two instants. */
export type TimeRange =
  | { kind: 'preset'; preset: Preset }
  | { kind: 'month' }
  | { kind: 'all' }
  | { kind: 'custom'; from: Date; to: Date }

/** In UTC, as days and budgets are; `back` months before the one of `nowMs`. */
function monthStart(nowMs: number, back = 0): number {
  const now = new Date(nowMs)
  return Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - back, 1)
}

/** Start and end as the API takes them; a range that ends now has no end, so that what arrives later is in it. */
export function boundsOf(range: TimeRange, nowMs: number): { from?: string; to?: string } {
  if (range.kind === 'all') return {}
  if (range.kind === 'custom') return { from: range.from.toISOString(), to: range.to.toISOString() }
  if (range.kind === 'month') return { from: new Date(monthStart(nowMs)).toISOString() }
  return { from: new Date(nowMs - presetMinutes[range.preset] * 60_000).toISOString() }
}

const minute = 60_000

/** The finest bucket that gives at most `most` of them, and never more than a day. */
export function bucketFor(lengthMs: number, most = 60): Bucket {
  return buckets.find(bucket => lengthMs / bucketMs[bucket] <= most) ?? 'day'
}

/** The longest range in milliseconds; "everything" counts as 30 days, which charts then show. */
export function lengthOf(range: TimeRange): number {
  if (range.kind === 'month') return 31 * 1440 * minute
  if (range.kind === 'custom') return range.to.getTime() - range.from.getTime()
  return presetMinutes[range.kind === 'all' ? '30d' : range.preset] * minute
}

/** The range of the same length that ends where this one begins; of a month so far the same days of the month before. */
export function rangeBefore(range: TimeRange, nowMs: number): TimeRange {
  if (range.kind === 'month') {
    const [start, end] = [monthStart(nowMs, 1), monthStart(nowMs)]
    return { kind: 'custom', from: new Date(start), to: new Date(Math.min(end, start + nowMs - end)) }
  }
  const { from = new Date(nowMs - lengthOf(range)).toISOString() } = boundsOf(range, nowMs)
  const to = new Date(from)
  return { kind: 'custom', from: new Date(to.getTime() - lengthOf(range)), to }
}

/** The range in words. A custom one leaves out what both ends share. */
export function rangeLabel(range: TimeRange, zone: Zone): string {
  if (range.kind === 'all') return 'All time'
  if (range.kind === 'month') return 'This month'
  if (range.kind === 'preset') return presetLabels[range.preset]
  const [from, to] = [formatAbsolute(range.from, zone).slice(0, 16), formatAbsolute(range.to, zone).slice(0, 16)]
  return from.slice(0, 10) === to.slice(0, 10) ? `${from} – ${to.slice(11)}` : `${from} – ${to}`
}
