'use client'

import { useMemo } from 'react'
import { Chart } from '#components/kit/chart/chart.tsx'
import type { ChartMarker } from '#components/kit/chart/markers.ts'
import { prepare } from '#components/kit/chart/prepare.ts'
import { type Metrics, useMetrics } from '#lib/domain/metrics/use-metrics.ts'
import { useChangeMarkers } from '#lib/domain/rollouts/use-change-markers.ts'
import { bucketMs } from '#lib/shared/bucket.ts'
import { type Drop, dropIn } from '#lib/shared/change/drop.ts'
import { bucketFor, lengthOf } from '#lib/shared/time-range.ts'
import styles from './quality.module.css'
import { intervalText, type ScoreRow, scoreFigures, valueText } from './score-rows.ts'
import { filterOf, tracesHref, type useQuality } from './use-quality.ts'

interface Props {
  row: ScoreRow
  quality: ReturnType<typeof useQuality>
}

/** The mean, the share of yes or the shares of each word over time, with releases and where a drop begins. */
export function ScoreTrend({ row, quality }: Props) {
  const { range, filter } = quality
  const bucket = bucketFor(lengthOf(range))
  const words = row.type === 'categorical'
  const series = useMetrics({
    measures: [...scoreFigures],
    by: words ? ['scoreLabel'] : [],
    filter: filterOf(filter, row),
    bucket,
    range,
  })
  const markers = useChangeMarkers({ agent: filter.agent, environment: filter.environment, range })
  const drop = useMemo(() => (series.data && !words ? dropOf(series.data) : null), [series.data, words])
  const chart = useMemo(
    () => (series.data ? chartOf(series.data, row, { width: bucketMs[bucket], markers, drop }) : undefined),
    [series.data, row, bucket, markers, drop],
  )
  const interval = intervalText(row.type, row)
  return (
    <div>
      <Chart
        title={words ? 'Shares' : row.type === 'boolean' ? 'Share of yes' : 'Mean'}
        figure={words ? undefined : valueText(row.type, row.mean)}
        note={interval ?? undefined}
        kind={words ? 'bars' : 'lines'}
        chart={chart}
        error={series.error}
        retry={() => void series.refetch()}
        hrefOf={(from, to) => tracesHref({ kind: 'custom', from: new Date(from), to: new Date(to) }, filter, row)}
        syncId="quality"
        legend={words}
        height={180}
      />
      {drop ? <p className={styles.drop}>{dropText(drop, row)}</p> : null}
    </div>
  )
}

function dropOf({ rows }: Metrics): Drop | null {
  return dropIn(
    rows.map(row => {
      const [at, count, mean, spread] = row as [string, number, number, number | null]
      return { at: Date.parse(at), count, mean, spread }
    }),
  )
}

const dropText = ({ at, before, after }: Drop, { type }: ScoreRow) =>
  `Drops at ${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC: from ${valueText(type, before)} to ${valueText(type, after)}. Chance alone shows such a drop in less than 1 of 100 ranges.`

interface Drawing {
  width: number
  markers: readonly ChartMarker[]
  drop: Drop | null
}

function chartOf(answer: Metrics, { type }: ScoreRow, { width, markers, drop }: Drawing) {
  const to = Date.parse(answer.to)
  const words = type === 'categorical'
  return prepare({
    unit: type === 'numeric' ? 'score' : 'ratio',
    empty: null,
    additive: words,
    from: Date.parse(answer.from),
    to,
    bucketMs: width,
    now: answer.complete ? to : Math.min(answer.askedAt, to - 1),
    markers: [...markers, ...(drop ? [{ at: drop.at, label: 'drop begins' }] : [])],
    rows: words ? sharesOf(answer) : meansOf(answer, type),
  })
}

const meansOf = ({ rows }: Metrics, type: ScoreRow['type']) =>
  rows.map(row => ({
    at: Date.parse(String(row[0])),
    series: type === 'boolean' ? 'yes' : 'mean',
    value: row[2] as number | null,
  }))

function sharesOf({ rows }: Metrics) {
  const totals = new Map<unknown, number>()
  for (const [at, , count] of rows) totals.set(at, (totals.get(at) ?? 0) + Number(count))
  return rows.map(([at, label, count]) => ({
    at: Date.parse(String(at)),
    series: String(label ?? '–'),
    value: Number(count) / (totals.get(at) ?? 1),
  }))
}
