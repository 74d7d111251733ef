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

/** Where in a range releases appeared first, for the time axis of a chart. Charts of one page share one reading. */
export function useReleaseMarkers({ agent, environment, range }: ReleaseScope) {
  const custom = range.kind === 'custom' ? boundsOf(range, 0) : {}
  const query = { agent: agent ?? undefined, environment: environment ?? undefined, ...custom }
  const { data } = useContract(listSeenReleasesContract, { query }, { keepPrevious: true })
  const ofOne = Boolean(agent)
  // A range that ends now is cut by the chart: asking with an end would be another question every minute.
  return useMemo(() => markersOf(data?.items ?? [], ofOne), [data, ofOne])
}
