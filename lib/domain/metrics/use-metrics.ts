'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { call } from '#lib/client/api.ts'
import { useHydrated } from '#lib/client/use-hydrated.ts'
import type { Bucket } from '#lib/shared/bucket.ts'
import { boundsOf, rangeBefore, type TimeRange } from '#lib/shared/time-range.ts'
import { queryMetricsContract } from './contract.ts'
import type { Measure } from './measures.ts'
import type { Dimension, MetricsAnswer, MetricsQuery } from './schemas.ts'

export interface MetricsRequest {
  measures: Measure[]
  by?: Dimension[]
  filter?: MetricsQuery['filter']
  bucket: Bucket
  top?: MetricsQuery['top']
  /** "Everything" means the last 30 days. */
  range: TimeRange
  /** The range of the same length that ends where this one begins. */
  before?: boolean
}

/** An answer and when it was asked for, because the bucket of that moment is not yet complete. */
export interface Metrics extends MetricsAnswer {
  askedAt: number
}

/** Reads the rollups. A range that ends now is counted back from the time of each reading. */
export function useMetrics({ range, before = false, ...request }: MetricsRequest, { enabled = true } = {}) {
  const hydrated = useHydrated()
  return useQuery<Metrics>({
    queryKey: [queryMetricsContract.id, request, range, before],
    queryFn: async ({ signal }) => {
      const now = Date.now()
      const known = range.kind === 'all' ? ({ kind: 'preset', preset: '30d' } as const) : range
      const { from = '', to = new Date(now).toISOString() } = boundsOf(before ? rangeBefore(known, now) : known, now)
      const answer = await call(queryMetricsContract, { body: { ...request, from, to }, signal })
      return { ...answer, askedAt: now }
    },
    enabled: enabled && hydrated,
    placeholderData: keepPreviousData,
  })
}
