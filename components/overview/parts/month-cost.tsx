'use client'

import Link from 'next/link'
import { useMemo } from 'react'
import { Chart } from '#components/kit/chart/chart.tsx'
import { prepare } from '#components/kit/chart/prepare.ts'
import { useContract } from '#lib/client/use-contract.ts'
import { readForecastContract } from '#lib/domain/costs/contract.ts'
import { type Metrics, useMetrics } from '#lib/domain/metrics/use-metrics.ts'
import { useChangeMarkers } from '#lib/domain/rollouts/use-change-markers.ts'
import { bucketMs } from '#lib/shared/bucket.ts'
import { formatUsd } from '#lib/shared/money.ts'
import type { TimeRange } from '#lib/shared/time-range.ts'
import { tracesHref } from './traces-href.ts'

/** The month of UTC in which `now` lies, to the end of its day: the same question all day. */
function monthOf(now: number): Extract<TimeRange, { kind: 'custom' }> {
  const today = new Date(now)
  const [year, month, day] = [today.getUTCFullYear(), today.getUTCMonth(), today.getUTCDate()]
  return { kind: 'custom', from: new Date(Date.UTC(year, month, 1)), to: new Date(Date.UTC(year, month, day + 1)) }
}

/** What each day of the month cost, tokens by model, other costs apart, and what is expected until its end. */
export function MonthCost({ environment, now }: { environment: string | null; now: number }) {
  const day = Math.floor(now / bucketMs.day) * bucketMs.day
  const range = useMemo(() => monthOf(day), [day])
  const filter = environment ? { environment } : {}
  const models = useMetrics({ measures: ['cost'], by: ['model'], filter, bucket: 'day', range })
  const others = useMetrics({ measures: ['otherCost'], by: [], filter, bucket: 'day', range })
  const forecast = useContract(readForecastContract, { query: filter })
  const markers = useChangeMarkers({ environment, range })
  const ahead = forecast.data?.forecast?.ahead
  const chart = useMemo(
    () => (models.data ? chartOf(models.data, others.data, ahead ?? [], markers) : undefined),
    [models.data, others.data, ahead, markers],
  )
  const spent = forecast.data?.spent
  const expected = forecast.data?.forecast
  return (
    <Chart
      title="Cost this month"
      figure={spent ? <Link href={costsHref(environment)}>{formatUsd(spent)}</Link> : undefined}
      note={
        expected
          ? `forecast ${formatUsd(expected.expected)} [${formatUsd(expected.low)} – ${formatUsd(expected.high)}]`
          : 'UTC'
      }
      kind="bars"
      chart={chart}
      error={models.error}
      retry={() => void models.refetch()}
      hrefOf={(from, to) =>
        tracesHref({
          agent: null,
          environment,
          range: { kind: 'custom', from: new Date(from), to: new Date(to) },
          sort: '-cost',
        })
      }
      syncId="month"
      height={160}
    />
  )
}

const costsHref = (environment: string | null) =>
  environment ? `/costs?environment=${encodeURIComponent(environment)}` : '/costs'

interface Expected {
  at: string
  expected: string
  low: string
  high: string
}

function chartOf(
  models: Metrics,
  others: Metrics | undefined,
  ahead: readonly Expected[],
  markers: ReturnType<typeof useChangeMarkers>,
) {
  const to = Date.parse(models.to)
  const row = (at: unknown, series: string, usd: unknown) => ({
    at: Date.parse(String(at)),
    series,
    value: usd === null || usd === undefined ? null : Number(usd),
  })
  const rows = [
    ...models.rows.map(([at, model, usd]) => row(at, model === null ? 'no model' : String(model), usd)),
    ...(others?.rows ?? []).map(([at, usd]) => row(at, 'not tokens', usd)),
  ]
  return prepare({
    unit: 'usd',
    empty: 0,
    additive: true,
    from: Date.parse(models.from),
    to,
    bucketMs: bucketMs.day,
    now: models.complete ? to : Math.min(models.askedAt, to - 1),
    rows: rows.filter(({ value }) => value !== 0),
    ahead: ahead.map(({ at, expected, low, high }) => ({
      at: Date.parse(at),
      value: Number(expected),
      low: Number(low),
      high: Number(high),
    })),
    markers,
  })
}
