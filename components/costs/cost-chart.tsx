'use client'

import { useMemo } from 'react'
import { Chart } from '#components/kit/chart/chart.tsx'
import { prepare } from '#components/kit/chart/prepare.ts'
import { useContract } from '#lib/client/use-contract.ts'
import { readForecastContract } from '#lib/domain/costs/contract.ts'
import { useMetrics } from '#lib/domain/metrics/use-metrics.ts'
import { useChangeMarkers } from '#lib/domain/rollouts/use-change-markers.ts'
import { bucketMs } from '#lib/shared/bucket.ts'
import { bucketFor, lengthOf } from '#lib/shared/time-range.ts'
import { chartInput } from './chart-input.ts'
import { tracesHref } from './traces-href.ts'
import type { CostScope } from './use-cost-scope.ts'

/** Enough bars to see the weeks of a month, and few enough to point at one. */
const mostBars = 45

/** What each day cost, by model, with other costs on top, and what is expected until the end of the month. */
export function CostChart({ scope }: { scope: CostScope }) {
  const { range, filter, environment } = scope
  const bucket = bucketFor(lengthOf(range), mostBars)
  const models = useMetrics({ measures: ['cost'], by: ['model'], filter, bucket, range })
  const others = useMetrics({ measures: ['otherCost'], by: ['costKind'], filter, bucket, range })
  const forecast = useContract(readForecastContract, { query: environment ? { environment } : {} })
  const markers = useChangeMarkers({ environment, range })
  const endsNow = range.kind !== 'custom'
  const ahead = endsNow && bucket === 'day' ? forecast.data?.forecast?.ahead : undefined
  const chart = useMemo(
    () =>
      models.data && others.data
        ? prepare(chartInput({ models: models.data, others: others.data, bucketMs: bucketMs[bucket], ahead, markers }))
        : undefined,
    [models.data, others.data, bucket, ahead, markers],
  )
  const failed = [models, others].find(({ error }) => error)
  return (
    <Chart
      title={bucket === 'day' ? 'Cost per day, by model' : 'Cost by model'}
      note={`UTC${chart?.points.at(-1)?.filling ? ' · the last bar still fills' : ''}${ahead ? ' · grey: expected' : ''}`}
      kind="bars"
      chart={chart}
      error={failed?.error}
      retry={() => void failed?.refetch()}
      hrefOf={(from, to) =>
        tracesHref({ range: { kind: 'custom', from: new Date(from), to: new Date(to) }, environment }) ?? '/traces'
      }
      syncId="costs"
      height={236}
    />
  )
}
