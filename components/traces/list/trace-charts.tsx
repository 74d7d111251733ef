'use client'

import { useMemo } from 'react'
import { Chart, Swatch } from '#components/kit/chart/chart.tsx'
import type { ChartMarker } from '#components/kit/chart/markers.ts'
import { type ChartInput, prepare } from '#components/kit/chart/prepare.ts'
import { formatValue } from '#components/kit/chart/scale.ts'
import { measureInfo } from '#lib/domain/metrics/measures.ts'
import { type Metrics, useMetrics } from '#lib/domain/metrics/use-metrics.ts'
import { useChangeMarkers } from '#lib/domain/rollouts/use-change-markers.ts'
import { bucketMs } from '#lib/shared/bucket.ts'
import { formatCount, formatPercent } from '#lib/shared/numbers.ts'
import { bucketFor, lengthOf, type TimeRange } from '#lib/shared/time-range.ts'
import { type ChartScope, chartScope } from './chart-scope.ts'
import styles from './trace-list.module.css'
import type { TraceFilters } from './use-traces.ts'

const height = 92

/** What the list's traces amount to over its range: how many and how many failed, how long, how dear. */
export function TraceCharts({ filters, range }: { filters: TraceFilters; range: TimeRange }) {
  const scope = useMemo(() => chartScope(filters), [filters])
  const { count, failed, p95, cost } = scope.measures
  const { titles } = scope
  const bucket = bucketFor(lengthOf(range))
  const request = { measures: [count, failed, p95, cost], filter: scope.filter, range }
  const series = useMetrics({ ...request, bucket })
  const whole = useMetrics({ ...request, bucket: 'none' })
  const { agent, environment } = filters
  const markers = useChangeMarkers({ agent, environment, range })
  const charts = useMemo(
    () => (series.data ? chartsOf(series.data, scope, { width: bucketMs[bucket], markers }) : undefined),
    [series.data, scope, bucket, markers],
  )
  const figures = figuresOf(whole.data)
  const shared = {
    error: series.error,
    retry: () => void series.refetch(),
    hrefOf: (from: number, to: number) => bucketHref(filters, from, to),
    syncId: 'traces',
    height,
  }
  const note = range.kind === 'all' ? 'last 30 days' : undefined
  return (
    <>
      <div className={styles.charts}>
        <Chart
          {...shared}
          title={titles.count}
          kind="bars"
          chart={charts?.count}
          figure={figures?.count}
          legend={false}
          note={figures?.failed ? <FailedNote share={figures.failed} range={note} /> : note}
        />
        <Chart {...shared} title={titles.p95} kind="lines" chart={charts?.p95} figure={figures?.p95} note={note} />
        <Chart {...shared} title={titles.cost} kind="bars" chart={charts?.cost} figure={figures?.cost} note={note} />
      </div>
      <p className={styles.counted} data-wider={scope.unknown.length > 0} title={scope.says}>
        {scope.says}
      </p>
    </>
  )
}

function FailedNote({ share, range }: { share: string; range: string | undefined }) {
  return (
    <>
      <Swatch colour="var(--hp-series-2)" /> {share}
      {range ? ` · ${range}` : ''}
    </>
  )
}

/** The list narrowed to one bucket. */
function bucketHref(filters: TraceFilters, from: number, to: number): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(filters)) if (value) search.set(name, value)
  search.set('from', `${new Date(from).toISOString().slice(0, 16)}Z`)
  search.set('to', `${new Date(to).toISOString().slice(0, 16)}Z`)
  return `/traces?${search}`
}

type Row = [at: string, count: number, failed: number, p95: number | null, cost: string | null]

interface Drawing {
  width: number
  markers: readonly ChartMarker[]
}

function chartsOf(answer: Metrics, scope: ChartScope, { width, markers }: Drawing) {
  const rows = answer.rows as Row[]
  const to = Date.parse(answer.to)
  const base = {
    from: Date.parse(answer.from),
    to,
    bucketMs: width,
    now: answer.complete ? to : Math.min(answer.askedAt, to - 1),
    markers,
  }
  const one = (measure: keyof ChartScope['measures'], values: ChartInput['rows'], names?: string[]) => {
    const { unit, empty } = measureInfo(scope.measures[measure])
    return prepare({ ...base, unit, empty, additive: empty === 0, rows: values, names })
  }
  return {
    count: one(
      'count',
      rows.flatMap(([at, count, failed]) => [
        { at: Date.parse(at), series: 'succeeded', value: count - failed },
        { at: Date.parse(at), series: 'failed', value: failed },
      ]),
      ['succeeded', 'failed'],
    ),
    p95: one(
      'p95',
      rows.map(([at, , , p95]) => ({ at: Date.parse(at), series: 'p95', value: p95 })),
    ),
    cost: one(
      'cost',
      rows.map(([at, , , , cost]) => ({
        at: Date.parse(at),
        series: 'cost',
        value: cost === null ? null : Number(cost),
      })),
    ),
  }
}

function figuresOf(answer: Metrics | undefined) {
  if (!answer) return undefined
  const [count = 0, failed = 0, p95 = null, cost = null] = (answer.rows[0] ?? []) as [number, number, number, string]
  return {
    count: formatValue(count, 'count'),
    failed: count > 0 ? `${formatCount(failed)} failed, ${formatPercent(failed / count)}` : undefined,
    p95: formatValue(p95, 'ms'),
    cost: formatValue(cost === null ? null : Number(cost), 'usd'),
  }
}
