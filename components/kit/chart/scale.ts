import { formatUsd, unknown } from '#lib/shared/money.ts'
import { formatCompact, formatCount, formatPercent } from '#lib/shared/numbers.ts'
import { formatAbsolute, formatDuration, type Zone } from '#lib/shared/time.ts'

export type ChartUnit = 'count' | 'tokens' | 'usd' | 'ms' | 'ratio' | 'score'

const whole = (unit: ChartUnit) => unit === 'count' || unit === 'tokens'
const steps = [1, 2, 2.5, 5, 10]
/** Round steps of minutes and hours, in milliseconds: a third of ten minutes is none. */
const longSteps = [1, 2, 5, 10, 15, 20, 30, 60, 120, 180, 240, 360, 720, 1440].map(minutes => minutes * 60_000)

/**
 * Ticks from 0 to at least `top`, two or three steps of a round size. A chart of nothing still has an axis: 0 to 1 of a
 * count, 0 to the unit's smallest round figure else.
 */
export function niceTicks(top: number, unit: ChartUnit): number[] {
  const least = whole(unit) ? 1 : unit === 'ratio' ? 0.01 : unit === 'usd' ? 0.01 : 1
  // Nothing we show is finer than a nano-dollar.
  const high = top >= 1e-9 && Number.isFinite(top) ? top : least
  const rough = high / 3
  const magnitude = 10 ** Math.floor(Math.log10(rough))
  const step = (steps.find(each => each * magnitude >= rough - rough * 1e-9) ?? 10) * magnitude
  const long = unit === 'ms' && high > 120_000 ? longSteps.find(each => each >= rough) : undefined
  const size = long ?? (whole(unit) ? Math.max(1, Math.ceil(step)) : step)
  const count = Math.max(1, Math.ceil(high / size - 1e-9))
  return Array.from({ length: count + 1 }, (_, i) => Number((i * size).toPrecision(12)))
}

/** A figure in full, for tooltip and table. */
export function formatValue(value: number | null | undefined, unit: ChartUnit): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return unknown
  switch (unit) {
    case 'usd':
      return formatUsd(value.toFixed(9))
    case 'ms':
      return formatDuration(value)
    case 'ratio':
      return formatPercent(value, 2)
    case 'score':
      return formatCompact(value)
    default:
      return formatCount(value)
  }
}

/** A figure on the axis: short. */
export function formatTick(value: number, unit: ChartUnit): string {
  switch (unit) {
    case 'usd':
      return value === 0 ? '$0' : `$${formatCompact(value)}`
    case 'ms':
      return value === 0 ? '0' : tickDuration(value)
    case 'ratio':
      return `${formatCompact(value * 100)} %`
    default:
      return formatCompact(value)
  }
}

function tickDuration(ms: number): string {
  if (ms < 1) return `${formatCompact(ms * 1000)} µs`
  if (ms < 1000) return `${formatCompact(ms)} ms`
  if (ms < 120_000) return `${formatCompact(ms / 1000)} s`
  return ms < 3_600_000 ? `${formatCompact(ms / 60_000)} min` : `${formatCompact(ms / 3_600_000)} h`
}

const day = 86_400_000

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** A bucket on the time axis: the day for quarters of days and days, the clock else. */
export function formatBucket(at: number, bucketMs: number, zone: Zone): string {
  // Buckets of a day are days in UTC whatever the reader's zone is.
  const text = formatAbsolute(at, bucketMs >= day ? 'utc' : zone)
  if (bucketMs < day / 4) return text.slice(11, 16)
  return `${months[Number(text.slice(5, 7)) - 1]} ${Number(text.slice(8, 10))}`
}

/** A bucket in full, for tooltip and table. */
export function formatBucketFull(at: number, bucketMs: number, zone: Zone): string {
  if (bucketMs >= day) return `${formatAbsolute(at, 'utc').slice(0, 10)} (UTC)`
  const from = formatAbsolute(at, zone).slice(0, 16)
  return `${from} – ${formatAbsolute(at + bucketMs, zone).slice(11, 16)}`
}
