import type { MetricsAnswer } from '#lib/domain/metrics/schemas.ts'
import { type Interval, meanInterval, shareInterval } from '#lib/shared/interval.ts'
import { formatCompact, formatPercent } from '#lib/shared/numbers.ts'

export const scoreTypes = ['numeric', 'boolean', 'categorical'] as const
type ScoreType = (typeof scoreTypes)[number]

/** What one row of a metrics answer says of some scores. */
export interface ScoreFigures {
  count: number
  /** Of yes and no the share of yes; of words null. */
  mean: number | null
  spread: number | null
  interval: Interval | null
}

/** One score as it is given: its name, who gives it, and of which type. */
export interface ScoreKey {
  name: string
  source: string
  type: ScoreType
}

export interface ScoreRow extends ScoreKey, ScoreFigures {}

/** Measures that the figures are read from, at the end of a row in this order. */
export const scoreFigures = ['scores', 'scoreMean', 'scoreSpread'] as const

export function figuresOf(type: ScoreType, row: MetricsAnswer['rows'][number]): ScoreFigures {
  const [count, mean, spread] = row.slice(-scoreFigures.length) as [number, number | null, number | null]
  if (type === 'categorical') return { count, mean: null, spread: null, interval: null }
  return { count, mean, spread, interval: intervalOf(type, { count, mean, spread }) }
}

const intervalOf = (type: ScoreType, { count, mean, spread }: Omit<ScoreFigures, 'interval'>) =>
  type === 'boolean' ? shareInterval(mean, count) : meanInterval(mean, spread, count)

/** Rows by name, source and type: most scores first. */
export function scoreRows(answer: MetricsAnswer | undefined): ScoreRow[] | undefined {
  return answer?.rows
    .map(row => {
      const [name, source, type] = row as [string, string, ScoreType]
      return { name, source, type, ...figuresOf(type, row) }
    })
    .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1))
}

export const valueText = (type: ScoreType, value: number | null) =>
  type === 'boolean' ? formatPercent(value) : formatCompact(value)

/** `± 0.02`, or both ends where a share's interval is lopsided; null where it is unknown. */
export function intervalText(type: ScoreType, { mean, interval }: ScoreFigures): string | null {
  if (mean === null || interval === null) return null
  if (type === 'numeric') return `± ${formatCompact(interval.high - mean)}`
  return `${formatPercent(interval.low, 0)} – ${formatPercent(interval.high, 0)}`
}

export const keyText = ({ name, source, type }: ScoreKey) => [name, source, type].join('\n')
export const sameKey = (a: ScoreKey, b: ScoreKey) => keyText(a) === keyText(b)

/** The test of the list of traces that finds what these scores judge. */
export const scoreTestOf = ({ name, source }: ScoreKey, more = '') => `${name}@${source}${more}`
