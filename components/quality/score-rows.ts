import type { MetricsAnswer } from '#lib/domain/metrics/schemas.ts'
import { type Interval, meanInterval, shareInterval } from '#lib/shared/interval.ts'
import { formatCompact, formatCount, formatPercent } from '#lib/shared/numbers.ts'

export const scoreTypes = ['numeric', 'boolean', 'categorical'] as const
type ScoreType = (typeof scoreTypes)[number]

/** What one row of a metrics answer says of some scores. */
export interface ScoreFigures {
  count: number
  /** For yes and no the share of yes; for words null. */
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

/** Of the traces that began, how many have such a score. */
interface Scored {
  scored: number
  begun: number
}

export interface ScoreRow extends ScoreKey, ScoreFigures, Scored {}

/** The measures of a row, after its keys, in this order. */
export const scoreFigures = ['scores', 'scoreMean', 'scoreSpread'] as const
/** And those of how many traces are scored. */
export const scoredFigures = [...scoreFigures, 'scoredTraces', 'tracesBegun'] as const

type Cells = MetricsAnswer['rows'][number]

export function figuresOf(type: ScoreType, cells: Cells): ScoreFigures & Scored {
  const [count, mean, spread, scored, begun] = cells as [number, number | null, number | null, number, number]
  if (type === 'categorical') return { count, mean: null, spread: null, interval: null, scored, begun }
  return { count, mean, spread, interval: intervalOf(type, { count, mean, spread }), scored, begun }
}

const intervalOf = (type: ScoreType, { count, mean, spread }: Omit<ScoreFigures, 'interval'>) =>
  type === 'boolean' ? shareInterval(mean, count) : meanInterval(mean, spread, count)

/** Rows by name, source and type: most scores first. */
export function scoreRows(answer: MetricsAnswer | undefined): ScoreRow[] | undefined {
  return answer?.rows
    .map(row => {
      const [name, source, type] = row as [string, string, ScoreType]
      return { name, source, type, ...figuresOf(type, row.slice(3)) }
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

/** In parts of 1; null where none began: the agent's scores judge spans in traces that others began. */
export const scoredShare = ({ scored, begun }: Scored): number | null => (begun === 0 ? null : scored / begun)

/** `212 of 240 (88 %)`: a mean over few is seen to be one. */
export function scoredText(of: Scored): string {
  const share = scoredShare(of)
  return share === null ? '–' : `${formatCount(of.scored)} of ${formatCount(of.begun)} (${formatPercent(share)})`
}

export const keyText = ({ name, source, type }: ScoreKey) => [name, source, type].join('\n')
export const sameKey = (a: ScoreKey, b: ScoreKey) => keyText(a) === keyText(b)

/** The test of the list of traces that finds what these scores judge. */
export const scoreTestOf = ({ name, source }: ScoreKey, more = '') => `${name}@${source}${more}`
