'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { call } from '#lib/client/api.ts'
import { useHydrated } from '#lib/client/use-hydrated.ts'
import type { Bucket } from '#lib/shared/bucket.ts'
import { boundsOf, type TimeRange } from '#lib/shared/time-range.ts'
import { queryMetricsContract } from './contract.ts'
import type { Measure } from './measures.ts'
import type { Dimension, MetricsAnswer, MetricsQuery } from './schemas.ts'

export interface MetricsRequest {
  measures: Measure[]
  by?: Dimension[]
  filter?: MetricsQuery['filter']
  bucket: Bucket
  /** Everything reads as the last 30 days. */
  range: TimeRange
}

/** An answer and when it was asked for: the bucket of that moment still fills. */
export interface Metrics extends MetricsAnswer {
  askedAt: number
}

/** Reads the rollups; a range that ends now is counted back from each reading. */
export function useMetrics({ range, ...request }: MetricsRequest, { enabled = true } = {}) {
  const hydrated = useHydrated()
  return useQuery<Metrics>({
    queryKey: [queryMetricsContract.id, request, range],
    queryFn: async ({ signal }) => {
      const now = Date.now()
      const known = range.kind === 'all' ? ({ kind: 'preset', preset: '30d' } as const) : range
      const { from = '', to = new Date(now).toISOString() } = boundsOf(known, now)
      const answer = await call(queryMetricsContract, { body: { ...request, from, to }, signal })
      return { ...answer, askedAt: now }
    },
    enabled: enabled && hydrated,
    placeholderData: keepPreviousData,
  })
}
