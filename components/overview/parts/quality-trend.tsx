'use client'

import { useMemo } from 'react'
import { Chart } from '#components/kit/chart/chart.tsx'
import { prepare } from '#components/kit/chart/prepare.ts'
import { type Metrics, useMetrics } from '#lib/domain/metrics/use-metrics.ts'
import { useChangeMarkers } from '#lib/domain/rollouts/use-change-markers.ts'
import { bucketMs } from '#lib/shared/bucket.ts'
import { plural } from '#lib/shared/numbers.ts'
import { bucketFor, lengthOf, type TimeRange } from '#lib/shared/time-range.ts'
import { tracesHref } from './traces-href.ts'

export interface QualityTrendProps {
  environment: string | null
  range: TimeRange
  /** The score that most agents are judged by; null where there are none. */
  name: string | null
  source: string | null
}

/** The mean of one score over time, an agent a line. */
export function QualityTrend({ environment, range, name, source }: QualityTrendProps) {
  const bucket = bucketFor(lengthOf(range))
  const series = useMetrics({
    measures: ['scoreMean', 'scores'],
    by: ['agent'],
    filter: {
      ...(environment ? { environment } : {}),
      ...(name ? { scoreName: name } : {}),
      ...(source ? { scoreSource: source } : {}),
    },
    bucket,
    range,
  })
  const markers = useChangeMarkers({ environment, range })
  const chart = useMemo(
    () => (series.data ? chartOf(series.data, bucketMs[bucket], markers) : undefined),
    [series.data, bucket, markers],
  )
  const count = (series.data?.rows ?? []).reduce((sum, row) => sum + Number(row[3] ?? 0), 0)
  return (
    <Chart
      title={`Quality, ${name ?? ''}`}
      note={series.data ? `${plural(count, 'score')} from ${source ?? 'anybody'}` : undefined}
      kind="lines"
      chart={chart}
      error={series.error}
      retry={() => void series.refetch()}
      hrefOf={(from, to) =>
        tracesHref({ agent: null, environment, range: { kind: 'custom', from: new Date(from), to: new Date(to) } })
      }
      syncId="quality"
      height={160}
    />
  )
}

function chartOf(answer: Metrics, width: number, markers: ReturnType<typeof useChangeMarkers>) {
  const to = Date.parse(answer.to)
  return prepare({
    unit: 'score',
    empty: null,
    additive: false,
    from: Date.parse(answer.from),
    to,
    bucketMs: width,
    now: answer.complete ? to : Math.min(answer.askedAt, to - 1),
    rows: answer.rows.map(([at, agent, mean]) => ({
      at: Date.parse(String(at)),
      series: String(agent ?? 'no agent name'),
      value: mean === null || mean === undefined ? null : Number(mean),
    })),
    markers,
  })
}
