'use client'

import { useMemo } from 'react'
import { Chart } from '#components/kit/chart/chart.tsx'
import { prepare } from '#components/kit/chart/prepare.ts'
import styles from '#components/kit/registered.module.css'
import { tracesHref } from '#lib/client/links.ts'
import { type Metrics, useMetrics } from '#lib/domain/metrics/use-metrics.ts'
import { bucketMs } from '#lib/shared/bucket.ts'
import { bucketFor, lengthOf } from '#lib/shared/time-range.ts'
import { callFilter, filterOf, type ToolScope } from './scope.ts'

/** Its calls and how long they took, over the range. */
export function ToolCharts({ scope }: { scope: ToolScope }) {
  const bucket = bucketFor(lengthOf(scope.range))
  const result = useMetrics({
    measures: ['spans', 'errors', 'latencyP50', 'latencyP95'],
    filter: callFilter(scope),
    bucket,
    range: scope.range,
  })
  const charts = useMemo(
    () => (result.data ? chartsOf(result.data, bucketMs[bucket]) : undefined),
    [result.data, bucket],
  )
  const shared = {
    error: result.error,
    retry: () => void result.refetch(),
    hrefOf: (from: number, to: number) =>
      tracesHref({ kind: 'custom', from: new Date(from), to: new Date(to) }, filterOf(scope)),
    syncId: 'tool',
    height: 120,
  }
  return (
    <div className={styles.charts}>
      <Chart {...shared} title="Calls" kind="bars" chart={charts?.calls} />
      <Chart {...shared} title="Latency of calls" kind="lines" chart={charts?.latency} />
    </div>
  )
}

type Row = [at: string, calls: number, failed: number, p50: number | null, p95: number | null]

function chartsOf(answer: Metrics, width: number) {
  const rows = answer.rows as Row[]
  const to = Date.parse(answer.to)
  const base = {
    from: Date.parse(answer.from),
    to,
    bucketMs: width,
    now: answer.complete ? to : Math.min(answer.askedAt, to - 1),
  }
  const points = (series: Record<string, (row: Row) => number | null>) => ({
    names: Object.keys(series),
    rows: rows.flatMap(row =>
      Object.entries(series).map(([name, value]) => ({ at: Date.parse(row[0]), series: name, value: value(row) })),
    ),
  })
  return {
    calls: prepare({
      ...base,
      ...{ unit: 'count', empty: 0, additive: true },
      ...points({ succeeded: row => row[1] - row[2], failed: row => row[2] }),
    }),
    latency: prepare({
      ...base,
      ...{ unit: 'ms', empty: null, additive: false },
      ...points({ p50: row => row[3], p95: row => row[4] }),
    }),
  }
}
