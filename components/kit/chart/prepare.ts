import { type ChartMarker, type DrawnMarker, drawnMarkers } from './markers.ts'
import { type ChartUnit, niceTicks } from './scale.ts'

export const maxSeries = 5

/** What a chart is asked to show; nothing here knows where the figures come from. */
export interface ChartInput {
  unit: ChartUnit
  /** What a bucket without a row holds: 0 for counts, null (a gap) for rates and percentiles. */
  empty: 0 | null
  /** Whether series may be added up; then what is beyond the fifth is shown as "others". */
  additive: boolean
  /** Whole buckets, milliseconds since the epoch. */
  from: number
  to: number
  bucketMs: number
  /** When the figures were read: the bucket it lies in still fills. */
  now: number
  rows: readonly { at: number; series: string; value: number | null }[]
  /** Series known beforehand: they take the first colours in this order, whether or not they have rows. */
  names?: readonly string[]
  /** A series that is another kind of thing than the rest: never among "others", always on top. */
  apart?: string
  /** What is expected after now; drawn grey behind the last bucket. */
  ahead?: readonly ChartAhead[]
  lines?: readonly ChartLine[]
  markers?: readonly ChartMarker[]
}

interface ChartLine {
  kind: 'threshold' | 'baseline'
  label: string
  value: number
}

/** The figure that is expected of a bucket to come, of all series together, and between what it is expected to be. */
export interface ChartAhead {
  at: number
  value: number
  low: number
  high: number
}

interface ChartSeries {
  /** Field of the points. */
  key: string
  label: string
  /** CSS colour; a status hue never marks a series. */
  colour: string
  /** Told apart without colour too. */
  dash: string | undefined
  total: number
}

interface ChartPoint {
  at: number
  /** The bucket still fills: drawn dotted and pale. */
  filling: boolean
  values: Record<string, number | null>
}

export interface PreparedChart {
  unit: ChartUnit
  points: ChartPoint[]
  series: ChartSeries[]
  /** How many series are not shown by their own name. */
  hidden: number
  ticks: number[]
  lines: ChartLine[]
  markers: DrawnMarker[]
  ahead: ChartAhead[]
  bucketMs: number
  /** No figure anywhere: there is nothing to draw. */
  isEmpty: boolean
}

const others = 'others'
const dashes = [undefined, '6 3', '2 3', '8 3 2 3', '4 4']

/**
 * Decides everything a chart shows; drawing decides nothing. The largest series first, at most five and "others"; a
 * colour belongs to a name as long as the same names are shown, however their order changes.
 */
export function prepare(input: ChartInput): PreparedChart {
  const totals = new Map<string, number>()
  for (const { series, value } of input.rows) {
    totals.set(
      series,
      input.additive ? (totals.get(series) ?? 0) + (value ?? 0) : Math.max(totals.get(series) ?? 0, value ?? 0),
    )
  }
  const { apart } = input
  const apartTotal = apart === undefined ? undefined : totals.get(apart)
  const ranked = [...totals].filter(([label]) => label !== apart).sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
  const most = apartTotal === undefined ? maxSeries : maxSeries - 1
  const shown = ranked.slice(0, most)
  const hidden = ranked.length - shown.length
  const named = shown.map(([label]) => label)
  const series = seriesOf(shown, input.names ?? [])
  if (hidden > 0 && input.additive) {
    const total = ranked.slice(most).reduce((sum, [, value]) => sum + value, 0)
    series.push({
      key: others,
      label: hidden === 1 ? '1 other' : `${hidden} others`,
      colour: 'var(--hp-series-others)',
      dash: undefined,
      total,
    })
  }
  if (apart !== undefined && apartTotal !== undefined) {
    series.push({
      key: 'apart',
      label: apart,
      colour: `var(--hp-series-${maxSeries})`,
      dash: undefined,
      total: apartTotal,
    })
    named.push(apart)
  }
  const points = pointsOf(input, series, named)
  const ahead = (input.ahead ?? []).filter(({ at }) => at > (points.at(-1)?.at ?? input.to))
  const lines = (input.lines ?? []).map(line => line.value)
  const top = Math.max(highest(points, input.additive), ...lines, ...ahead.map(({ high }) => high), 0)
  return {
    unit: input.unit,
    points,
    series,
    hidden,
    ticks: niceTicks(top, input.unit),
    lines: [...(input.lines ?? [])],
    markers: drawnMarkers(input),
    ahead,
    bucketMs: input.bucketMs,
    isEmpty: input.rows.every(row => row.value === null),
  }
}

function seriesOf(shown: readonly [string, number][], known: readonly string[]): ChartSeries[] {
  const others = shown.map(([label]) => label).filter(label => !known.includes(label))
  const order = [...known, ...others.sort()]
  return shown.map(([label, total]) => {
    const place = order.indexOf(label) % maxSeries
    return {
      key: `s${order.indexOf(label)}`,
      label,
      colour: `var(--hp-series-${place + 1})`,
      dash: dashes[place],
      total,
    }
  })
}

function pointsOf(input: ChartInput, series: readonly ChartSeries[], named: readonly string[]): ChartPoint[] {
  const keyOf = new Map(series.map(({ label, key }) => [label, key]))
  const byTime = new Map<number, ChartPoint>()
  for (let at = input.from; at < input.to; at += input.bucketMs) {
    const values = Object.fromEntries(series.map(({ key }) => [key, input.empty]))
    byTime.set(at, { at, filling: at + input.bucketMs > input.now, values })
  }
  for (const { at, series: label, value } of input.rows) {
    const point = byTime.get(at)
    const key = keyOf.get(label) ?? (input.additive && !named.includes(label) ? others : null)
    if (!point || key === null) continue
    if (key !== others) point.values[key] = value
    else if (value !== null) point.values[others] = (point.values[others] ?? 0) + value
  }
  return [...byTime.values()].filter(point => point.at <= input.now)
}

/** Additive series are stacked. */
function highest(points: readonly ChartPoint[], stacked: boolean): number {
  return points.reduce((most, { values }) => {
    const figures = Object.values(values).map(value => value ?? 0)
    return Math.max(most, stacked ? figures.reduce((sum, value) => sum + value, 0) : Math.max(0, ...figures))
  }, 0)
}

type LineRow = Record<string, number | null>

/** The field that draws the part of a line leading into the bucket that still fills. */
export const fillingKey = (key: string) => `${key}~`

/** Points as lines are drawn: whole buckets solid, the last step into the filling one in a field of its own. */
export function lineRows({ points, series }: Pick<PreparedChart, 'points' | 'series'>): LineRow[] {
  return points.map(({ at, filling, values }, i) => {
    const row: LineRow = { at }
    const leads = filling || (points[i + 1]?.filling ?? false)
    for (const { key } of series) {
      row[key] = filling ? null : (values[key] ?? null)
      row[fillingKey(key)] = leads ? (values[key] ?? null) : null
    }
    return row
  })
}
