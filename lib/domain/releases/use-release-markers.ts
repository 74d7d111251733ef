'use client'

import { useMemo } from 'react'
import { useContract } from '#lib/client/use-contract.ts'
import { boundsOf, type TimeRange } from '#lib/shared/time-range.ts'
import { listSeenReleasesContract } from './contract.ts'
import { markersOf } from './rules.ts'

export interface ReleaseScope {
  agent?: string | null | undefined
  environment?: string | null | undefined
  range: TimeRange
}

/** When releases first appeared in a range, for the time axis of a chart. The charts of a page share one request. */
export function useReleaseMarkers({ agent, environment, range }: ReleaseScope) {
  const custom = range.kind === 'custom' ? boundsOf(range, 0) : {}
  const query = { agent: agent ?? undefined, environment: environment ?? undefined, ...custom }
  const { data } = useContract(listSeenReleasesContract, { query }, { keepPrevious: true })
  const ofOne = Boolean(agent)
  // A range that ends now is cut by the chart. With an end in the query, there would be a new request every minute.
  return useMemo(() => markersOf(data?.items ?? [], ofOne), [data, ofOne])
}
