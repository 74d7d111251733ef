'use client'

import { useMemo } from 'react'
import { Chart } from '#components/kit/chart/chart.tsx'
import type { ChartMarker } from '#components/kit/chart/markers.ts'
import { prepare } from '#components/kit/chart/prepare.ts'
import styles from '#components/kit/registered.module.css'
import { tracesHref } from '#lib/client/links.ts'
import { type Measure, measureInfo } from '#lib/domain/metrics/measures.ts'
import { type Metrics, useMetrics } from '#lib/domain/metrics/use-metrics.ts'
import { useChangeMarkers } from '#lib/domain/rollouts/use-change-markers.ts'
import { bucketMs } from '#lib/shared/bucket.ts'
import { bucketFor, lengthOf } from '#lib/shared/time-range.ts'
import { type AgentScope, filterOf } from './scope.ts'

const measures = ['requests', 'requestErrors', 'requestLatencyP50', 'requestLatencyP95', 'costPerRequest'] as const

/** Its requests, how long they took and what each cost, over the range. */
export function AgentCharts({ scope }: { scope: AgentScope }) {
  const bucket = bucketFor(lengthOf(scope.range))
  const filter = filterOf(scope)
  const result = useMetrics({ measures: [...measures], filter, bucket, range: scope.range })
  const { agent, environment, range } = scope
  const markers = useChangeMarkers({ agent, environment, range })
  const charts = useMemo(
    () => (result.data ? chartsOf(result.data, bucketMs[bucket], markers) : undefined),
    [result.data, bucket, markers],
  )
  const shared = {
    error: result.error,
    retry: () => void result.refetch(),
    hrefOf: (from: number, to: number) =>
      tracesHref({ kind: 'custom', from: new Date(from), to: new Date(to) }, filterOf(scope)),
    syncId: 'agent',
    height: 120,
  }
  return (
    <div className={styles.charts}>
      <Chart {...shared} title="Requests" kind="bars" chart={charts?.requests} />
      <Chart {...shared} title="Latency of requests" kind="lines" chart={charts?.latency} />
      <Chart {...shared} title="Cost per request" kind="lines" chart={charts?.cost} legend={false} />
    </div>
  )
}

type Row = [at: string, requests: number, failed: number, p50: number | null, p95: number | null, cost: string | null]

function chartsOf(answer: Metrics, width: number, markers: readonly ChartMarker[]) {
  const rows = answer.rows as Row[]
  const to = Date.parse(answer.to)
  const chart = (measure: Measure, series: Record<string, (row: Row) => number | null>) => {
    const { unit, empty } = measureInfo(measure)
    return prepare({
      unit: unit === 'score' ? 'count' : unit,
      empty,
      additive: empty === 0,
      from: Date.parse(answer.from),
      to,
      bucketMs: width,
      markers,
      now: answer.complete ? to : Math.min(answer.askedAt, to - 1),
      names: Object.keys(series),
      rows: rows.flatMap(row =>
        Object.entries(series).map(([name, value]) => ({ at: Date.parse(row[0]), series: name, value: value(row) })),
      ),
    })
  }
  return {
    requests: chart('requests', { succeeded: row => row[1] - row[2], failed: row => row[2] }),
    latency: chart('requestLatencyP95', { p50: row => row[3], p95: row => row[4] }),
    cost: chart('costPerRequest', { 'cost per request': row => (row[5] === null ? null : Number(row[5])) }),
  }
}
