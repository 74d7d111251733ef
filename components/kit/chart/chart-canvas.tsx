'use client'

import { useMemo } from 'react'
import {
  Area,
  Bar,
  CartesianGrid,
  ComposedChart,
  Line,
  Rectangle,
  type RectangleProps,
  ReferenceLine,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts'
import type { Zone } from '#lib/shared/time.ts'
import styles from './chart.module.css'
import { ChartTooltip } from './chart-tooltip.tsx'
import { fillingKey, lineRows, type PreparedChart } from './prepare.ts'
import { formatBucket, formatTick } from './scale.ts'

interface CanvasProps {
  chart: PreparedChart
  kind: 'bars' | 'lines'
  zone: Zone
  height: number
  /** Charts of one page share their crosshair. */
  syncId: string
  onPick: ((at: number) => void) | undefined
}

type DrawnRow = Record<string, number | boolean | null | readonly [number, number]>

const axis = { fontSize: 11, fill: 'var(--hp-muted)' }

/** Pixels for the longest label: small costs have many digits, and a label that is cut off shows another figure. */
const axisWidth = (labels: readonly string[]) => Math.max(46, ...labels.map(label => 12 + label.length * 6.2))

/** Draws what `prepare` computed. In its own file, because the drawing library is loaded only with a chart. */
export function ChartCanvas({ chart, kind, zone, height, syncId, onPick }: CanvasProps) {
  const rows = useMemo<DrawnRow[]>(
    () => [...(kind === 'lines' ? lineRows(chart) : barRows(chart)), ...aheadRows(chart)],
    [chart, kind],
  )
  const top = chart.ticks.at(-1) ?? 1
  // A figure and its unit stay on one line.
  const labelOf = (value: number) => formatTick(value, chart.unit).replaceAll(' ', '\u00a0')
  return (
    <ComposedChart
      responsive
      className={styles.canvas}
      style={{ width: '100%', height }}
      data={rows}
      margin={{ top: 6, right: 0, bottom: 0, left: 0 }}
      barCategoryGap="18%"
      syncId={syncId}
      syncMethod="value"
      onClick={state => {
        const at = Number(state.activeLabel)
        if (onPick && chart.points.some(point => point.at === at)) onPick(at)
      }}
    >
      <CartesianGrid vertical={false} stroke="var(--hp-line)" />
      <XAxis
        dataKey="at"
        tick={props => <TimeTick {...props} text={formatBucket(Number(props.payload.value), chart.bucketMs, zone)} />}
        tickLine={false}
        axisLine={{ stroke: 'var(--hp-line)' }}
        interval="equidistantPreserveStart"
        minTickGap={24}
        height={18}
      />
      <YAxis
        orientation="right"
        width={axisWidth(chart.ticks.map(labelOf))}
        ticks={chart.ticks}
        domain={[0, top]}
        tickFormatter={value => labelOf(Number(value))}
        tick={axis}
        tickLine={false}
        axisLine={false}
        interval={0}
      />
      <Tooltip
        isAnimationActive={false}
        cursor={kind === 'bars' ? { fill: 'var(--hp-hover)' } : { stroke: 'var(--hp-line-strong)' }}
        content={props => <ChartTooltip chart={chart} at={Number(props.label)} active={props.active} zone={zone} />}
      />
      {chart.lines.map(({ kind: of, label, value }) => (
        <ReferenceLine
          key={`${of}${label}`}
          y={value}
          stroke={of === 'threshold' ? 'var(--hp-critical)' : 'var(--hp-muted)'}
          strokeDasharray={of === 'threshold' ? '4 3' : '1 3'}
          label={{ value: label, position: 'insideTopLeft', ...axis }}
        />
      ))}
      {chart.markers.map(({ at, label, beforeLine }) => (
        <ReferenceLine
          key={at}
          x={at}
          stroke="var(--hp-muted)"
          strokeDasharray="2 3"
          label={
            label ? { value: label, position: beforeLine ? 'insideTopRight' : 'insideTopLeft', ...axis } : undefined
          }
        />
      ))}
      {kind === 'bars' ? bars(chart) : lines(chart)}
      {chart.ahead.length > 0 ? expected : null}
    </ComposedChart>
  )
}

interface TimeTickProps {
  x: string | number
  y: string | number
  index: number
  visibleTicksCount: number
  text: string
}

/** The outer labels stay inside the plot. */
function TimeTick({ x, y, index, visibleTicksCount, text }: TimeTickProps) {
  const anchor = index === 0 ? 'start' : index === visibleTicksCount - 1 ? 'end' : 'middle'
  return (
    <text x={x} y={Number(y) + 9} textAnchor={anchor} {...axis}>
      {text}
    </text>
  )
}

const barRows = ({ points }: PreparedChart): DrawnRow[] =>
  points.map(({ at, filling, values }) => ({ at, filling, ...values }))

const bars = ({ series }: PreparedChart) =>
  // The largest lies at the bottom.
  series.map(({ key, colour }) => (
    <Bar
      key={key}
      dataKey={key}
      stackId="all"
      fill={colour}
      maxBarSize={28}
      isAnimationActive={false}
      shape={(props: RectangleProps & { payload?: { filling?: boolean } }) => (
        <Rectangle {...props} {...(props.payload?.filling ? filling(colour) : {})} />
      )}
    />
  ))

const aheadRows = ({ ahead }: PreparedChart): DrawnRow[] =>
  ahead.map(({ at, value, low, high }) => ({ at, expected: value, between: [low, high] }))

const grey = 'var(--hp-series-others)'
const expected = (
  <>
    <Area
      dataKey="between"
      type="step"
      stroke="none"
      fill={grey}
      fillOpacity={0.22}
      dot={false}
      activeDot={false}
      isAnimationActive={false}
    />
    <Line
      dataKey="expected"
      type="step"
      stroke={grey}
      strokeDasharray="3 3"
      dot={false}
      activeDot={false}
      isAnimationActive={false}
    />
  </>
)

const filling = (colour: string) => ({ fillOpacity: 0.4, stroke: colour, strokeDasharray: '2 2' })

const lines = ({ series }: PreparedChart) =>
  series.flatMap(({ key, colour, dash }) =>
    [key, fillingKey(key)].map(field => (
      <Line
        key={field}
        dataKey={field}
        type="linear"
        stroke={colour}
        strokeWidth={1.6}
        strokeDasharray={field === key ? dash : '1.5 3'}
        strokeOpacity={field === key ? 1 : 0.7}
        // A figure between two gaps has no line; its dot is all there is to see of it.
        dot={{ r: 1.6, fill: colour, strokeWidth: 0 }}
        activeDot={{ r: 3, fill: colour, strokeWidth: 0 }}
        connectNulls={false}
        isAnimationActive={false}
      />
    )),
  )
